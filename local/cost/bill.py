"""Prices a generation's usage, step by step, and compares a day of it with containers that are always on: pure."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from local.cost.meter import Usage
from local.cost.prices import LISTED, Prices

TASKS: Final = "functions.tasks."
BEHIND_THE_SCENES: Final = (TASKS, "functions.authorizers.", "functions.realtime.")
SECONDS_A_DAY: Final = 86_400
HOURS_A_DAY: Final = 24
BYTES_A_GB: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill: what, how much of it, and dollars for one generation."""

    what: str
    amount: str
    dollars: float


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What metering cannot know.

    ``provider_s`` is how long the image model takes; ``stored_bytes`` and ``viewed_bytes`` are a generation's files and
    what a shopper fetches of them, ``views`` times; ``kept_months`` is how long they are kept; ``transitions`` are the
    state machine's, ``socket_messages`` the events that one browser follows.
    """

    provider_s: float
    stored_bytes: int
    viewed_bytes: int
    views: int = 1
    kept_months: float = 1.0
    transitions: int = 0
    socket_messages: int = 0


@dataclass(frozen=True, slots=True)
class Containers:
    """The same work on Fargate tasks that are always on.

    Tasks of ``vcpu`` and ``memory_gb`` at ``utilisation`` of their processors in the peak hour, which has ``peak``
    times the average load; never fewer than ``at_least``, for availability. Waiting for the provider takes no
    processor.
    """

    vcpu: float = 2.0
    memory_gb: float = 4.0
    utilisation: float = 0.6
    peak: float = 3.0
    at_least: int = 2

    def tasks(self, cpu_s: float, a_day: float) -> int:
        """How many tasks carry ``a_day`` generations of ``cpu_s`` processor seconds each."""
        needed = cpu_s * a_day / SECONDS_A_DAY * self.peak / (self.vcpu * self.utilisation)
        return max(self.at_least, math.ceil(needed))

    def dollars_a_day(self, cpu_s: float, a_day: float, prices: Prices = LISTED) -> float:
        """What those tasks cost a day, used or not."""
        hourly = self.vcpu * prices.fargate_vcpu_hour + self.memory_gb * prices.fargate_gb_hour
        return self.tasks(cpu_s, a_day) * hourly * HOURS_A_DAY


def compute_lines(usage: Usage, assumed: Assumptions, prices: Prices = LISTED) -> list[Line]:
    """Lambda by function, dearest first; waiting for the provider is a line of its own."""
    spent: dict[str, tuple[int, float]] = {}
    for run in usage.invocations:
        count, gb_seconds = spent.get(run.module, (0, 0.0))
        spent[run.module] = (count + 1, gb_seconds + run.gb_seconds)
    lines = [
        Line(
            _short(module),
            f"{count} x, {gb_seconds:.2f} GB-s",
            gb_seconds * prices.lambda_gb_second + count * prices.lambda_request,
        )
        for module, (count, gb_seconds) in spent.items()
    ]
    return sorted([*lines, *_waiting(usage, assumed, prices)], key=lambda line: -line.dollars)


def _short(module: str) -> str:
    return module.removeprefix(TASKS).removeprefix("functions.")


def _waiting(usage: Usage, assumed: Assumptions, prices: Prices) -> Iterable[Line]:
    memory_mb = max((run.memory_mb for run in usage.invocations if run.module == f"{TASKS}generate_image"), default=0)
    if memory_mb and assumed.provider_s:
        gb_seconds = memory_mb / 1024 * assumed.provider_s
        what = f"waiting {assumed.provider_s:g} s for the provider"
        yield Line(what, f"{memory_mb} MB, {gb_seconds:.2f} GB-s", gb_seconds * prices.lambda_gb_second)


_CALLS: Final = {
    "dynamodb_write_unit": "DynamoDB write units",
    "dynamodb_read_unit": "DynamoDB read units",
    "s3_put": "S3 puts",
    "s3_get": "S3 gets",
    "event": "events on the bus",
}


def service_lines(usage: Usage, assumed: Assumptions, prices: Prices = LISTED) -> list[Line]:
    """Everything but computing, dearest first: what containers would pay as well."""
    stored, viewed = assumed.stored_bytes / BYTES_A_GB, assumed.viewed_bytes / BYTES_A_GB * assumed.views
    months, requests, messages = assumed.kept_months, http_requests(usage), assumed.socket_messages
    counted = [_counted(what, usage.calls.get(name, 0), getattr(prices, name)) for name, what in _CALLS.items()]
    counted += [
        _counted("API requests", requests, prices.http_request),
        _counted("WebSocket messages", messages, prices.socket_message),
        Line(f"S3 storage, months: {months:g}", _megabytes(assumed.stored_bytes), stored * months * prices.s3_gb_month),
        Line(f"CloudFront, views: {assumed.views}", _megabytes(assumed.viewed_bytes), viewed * prices.cdn_gb),
    ]
    return sorted(counted, key=lambda line: -line.dollars)


def _counted(what: str, count: float, price: float) -> Line:
    return Line(what, f"{count:g}", count * price)


def http_requests(usage: Usage) -> int:
    """How many runs answered a request of the HTTP API."""
    return sum(not run.module.startswith(BEHIND_THE_SCENES) for run in usage.invocations)


def orchestration_line(assumed: Assumptions, prices: Prices = LISTED) -> Line:
    """Step Functions; containers would run a queue instead, which is priced at nothing here, in their favour."""
    return Line("state transitions", str(assumed.transitions), assumed.transitions * prices.state_transition)


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:.2f} MB"


def total(lines: Iterable[Line]) -> float:
    """Dollars for one generation."""
    return sum(line.dollars for line in lines)


def compare(cpu_s: float, serverless: float, shared: float, volumes: Iterable[int]) -> list[Mapping[str, float]]:
    """Dollars a day at each volume: ours, and containers with the ``shared`` services on top.

    ``serverless`` and ``shared`` are dollars a generation, ``cpu_s`` its processor seconds.
    """
    containers = Containers()
    return [
        {
            "a_day": volume,
            "serverless": (serverless + shared) * volume,
            "containers": containers.dollars_a_day(cpu_s, volume) + shared * volume,
            "tasks": containers.tasks(cpu_s, volume),
        }
        for volume in volumes
    ]
