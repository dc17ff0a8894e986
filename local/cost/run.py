"""Generates on a metered local cloud, one at a time, and gathers what each used."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from local.client import Api
from local.cloud import LocalCloud
from local.cost.bill import TASKS, Assumptions
from local.cost.meter import Item, Meter, Usage
from local.demo.brand import Seeded, seed
from local.demo.generation import MANIFEST, Wish, generate
from local.demo.product import ProductOptions, product_of
from luneo.media.files import PUBLIC

WISH = Wish("a fox in a birch forest under the moon, gold on navy", "woodcut", None)
# Steps that compute; the provider's is waiting, which a container does at no cost.
PROVIDER_STEP = "generate_image"
# What follows the last event by itself: the stream's functions, the socket's end.
SETTLE_S = 1.5


@dataclass(frozen=True, slots=True)
class Metered:
    """One generation: what it used, and the processor seconds of its tasks."""

    usage: Usage
    assumed: Assumptions
    cpu_s: float


async def metered(
    api: Api, cloud: LocalCloud, meter: Meter, runs: int, on_seed: Callable[[str], None], on_run: Callable[[], None]
) -> AsyncIterator[Metered]:
    """Meter ``runs`` generations after one that warms the functions up."""
    brand = await seed(api, cloud.code_for, product_of(ProductOptions()), [cloud.origin], on_seed)
    for index in range(runs + 1):
        meter.reset()
        found = await _one(api, cloud, meter, brand)
        on_run()
        if index:
            yield found


async def _one(api: Api, cloud: LocalCloud, meter: Meter, brand: Seeded) -> Metered:
    events: list[Mapping[str, Any]] = []
    generation = await generate(api, brand, WISH, cloud.origin, events.append)
    await asyncio.sleep(SETTLE_S)
    usage = await asyncio.to_thread(meter.usage, _Tables(cloud.aws["dynamodb"]))
    files = {str(file["name"]): int(file["size_bytes"]) for file in generation["files"]}
    manifest = next(file for file in generation["files"] if file["name"] == MANIFEST)
    provider_ms = json.loads(await api.fetch(manifest["url"]))["durations_ms"][PROVIDER_STEP]
    assumed = Assumptions(
        provider_s=0,
        stored_bytes=sum(files.values()),
        viewed_bytes=sum(size for name, size in files.items() if name in PUBLIC),
        transitions=_transitions(cloud),
        socket_messages=len(events),
    )
    ours = _less(usage, provider_ms)
    return Metered(ours, assumed, sum(run.ms for run in ours.invocations if run.module.startswith(TASKS)) / 1000)


def _less(usage: Usage, provider_ms: float) -> Usage:
    """The usage without the offline provider's own work, which a real provider does elsewhere."""
    module = f"{TASKS}{PROVIDER_STEP}"
    runs = [
        replace(run, ms=max(1.0, run.ms - provider_ms)) if run.module == module else run for run in usage.invocations
    ]
    return Usage(tuple(runs), usage.calls)


class _Tables:
    """The running cloud's tables."""

    def __init__(self, dynamodb: Any) -> None:
        self._dynamodb = dynamodb
        self._copies: dict[str, int] = {}

    def item_bytes(self, table: str, key: Item) -> int:
        """The size of a stored item, as the JSON that DynamoDB speaks: a little more than it bills."""
        found = self._dynamodb.get_item(TableName=table, Key=dict(key), ConsistentRead=True).get("Item")
        return len(json.dumps(found, default=str)) if found else 0

    def copies(self, table: str) -> int:
        """How many of its indexes hold whole items."""
        if table not in self._copies:
            indexes = self._dynamodb.describe_table(TableName=table)["Table"].get("GlobalSecondaryIndexes", [])
            self._copies[table] = sum(index["Projection"]["ProjectionType"] == "ALL" for index in indexes)
        return self._copies[table]


def _transitions(cloud: LocalCloud) -> int:
    """The states that the newest execution entered, and its start and end."""
    states = cloud.aws["stepfunctions"]
    machines = states.list_state_machines()["stateMachines"]
    found = [run for machine in machines
             for run in states.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]]  # fmt: skip
    newest = max(found, key=lambda run: run["startDate"])
    history = states.get_execution_history(executionArn=newest["executionArn"], maxResults=1000)["events"]
    return sum(str(event["type"]).endswith("StateEntered") for event in history) + 2
