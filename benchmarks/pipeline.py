"""What the pipeline adds to the work itself: a generation's wall time without the provider's and the imaging's."""

import asyncio
import json
from datetime import datetime
from functools import cache
from typing import Any

from benchmarks.cloud import Furnished
from benchmarks.measure import Spread
from benchmarks.report import Row
from benchmarks.steps import OVERHEAD, tasks_of
from local.client import Api
from luneo.generations.steps import Step
from luneo.resources import Machine
from stacks.generation import definition_file

RUNS = 9
PROVIDER = Step.GENERATE_IMAGE


def rows(place: Furnished) -> list[Row]:
    """Overhead of a whole generation, and how soon the preview stands."""
    measured = asyncio.run(_measure(place))
    overhead = Spread.of([_overhead_s(manifest, total) for manifest, total, _ in measured])
    preview = Spread.of([seconds - manifest["durations_ms"][PROVIDER] / 1000 for manifest, _, seconds in measured])
    return [
        Row("pipeline overhead a generation", "the steps' own work (goal ≤ 1 s)", overhead.text(2, " s")),
        Row("request to preview, without the provider", "", preview.text(2, " s")),
    ]


async def _measure(place: Furnished) -> list[tuple[dict[str, Any], float, float]]:
    async with Api(place.cloud.origin) as api:
        session = await api.open_session(place.brand.publishable_key, place.brand.product_id, place.cloud.origin)
        results = [await _one(api, place, session["token"]) for _ in range(RUNS + 1)]
    return results[1:]


async def _one(api: Api, place: Furnished, token: str) -> tuple[dict[str, Any], float, float]:
    wish = {"product_id": place.brand.product_id, "prompt": "a fox in the snow", "style": "line-art"}
    accepted = await api.generate(token, wish, place.cloud.origin)
    events = [event async for event in api.follow(accepted)]
    generation = await api.generation(place.brand.access_token, accepted["id"])
    url = next(file["url"] for file in generation["files"] if file["name"] == "manifest.json")
    manifest = json.loads(await api.fetch(url))
    began = _moment(generation["created_at"])
    preview = next(event for event in events if event["type"] == "generation.preview")
    return manifest, (_moment(events[-1]["at"]) - began), (_moment(preview["at"]) - began)


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _overhead_s(manifest: dict[str, Any], total_s: float) -> float:
    """Wall time less the work of every step on the critical path: of branches, the longest counts."""
    spent: dict[str, float] = manifest["durations_ms"]
    branches = _branches()
    line = set(Step) - OVERHEAD - {step for branch in branches for step in branch}
    longest = max(sum(spent.get(step, 0) for step in branch) for branch in branches)
    return float(total_s - (sum(spent.get(step, 0) for step in line) + longest) / 1000)


@cache
def _branches() -> list[set[Step]]:
    """The steps that the state machine runs side by side."""
    definition = json.loads(definition_file(Machine.GENERATE_DESIGN).read_text(encoding="utf-8"))
    parallel = [state for state in definition["States"].values() if state["Type"] == "Parallel"]
    return [_steps_of(json.dumps(branch)) for state in parallel for branch in state["Branches"]]


def _steps_of(text: str) -> set[Step]:
    return {Step(task.function.stem) for task in tasks_of(text)}
