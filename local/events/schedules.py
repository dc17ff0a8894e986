"""``rate(...)`` schedules of event rules and of EventBridge Scheduler."""

import json
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from local.provision.workbench import ACCOUNT, REGION
from local.template.model import TemplateError

Invoke = Callable[[str, bytes], tuple[bytes, bool]]
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


def period_s(expression: str) -> int:
    """Seconds between two ticks of ``rate(5 minutes)``.

    Raises:
        TemplateError: any other expression.
    """
    found = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression)
    if found is None:
        raise TemplateError(f"The schedule {expression} is not known here: use rate(…).")
    return int(found[1]) * _SECONDS[found[2]]


@dataclass(slots=True)
class Ticker:
    """One schedule and the functions it calls; the first tick comes one period after the start, as in AWS."""

    name: str
    period_s: int
    targets: tuple[tuple[str, str | None], ...]
    invoke: Invoke
    clock: Callable[[], float] = time.monotonic
    _next: float = field(init=False)

    def __post_init__(self) -> None:
        self._next = self.clock() + self.period_s

    def step(self) -> bool:
        """Tick if it is time; ticks that were slept through are not made up for."""
        late = self.clock() - self._next
        if late < 0:
            return False
        self._next += (late // self.period_s + 1) * self.period_s
        for function, given in self.targets:
            self.invoke(function, (given or json.dumps(self._event())).encode())
        return True

    def restart(self) -> None:
        """Nothing to forget."""

    def _event(self) -> dict[str, Any]:
        return {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": ACCOUNT,
            "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": REGION,
            "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{self.name}"],
            "detail": {},
        }


def targets_of(rule: Mapping[str, Any]) -> tuple[tuple[str, str | None], ...]:
    """The functions among a rule's targets, each with its constant input if it has one."""
    return tuple(
        (target["Arn"].rsplit(":", 1)[-1], target.get("Input"))
        for target in rule.get("Targets", [])
        if ":lambda:" in target["Arn"]
    )
