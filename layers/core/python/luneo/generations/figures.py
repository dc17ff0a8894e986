"""What a generation's change means in figures."""

from collections.abc import Iterable

from luneo.generations.models import GenerationRow
from luneo.generations.steps import Status
from luneo.metrics import Metric, measure
from luneo.progress.schemas import Event, EventType

NO_REASON = "none"
_ENDS = {
    EventType.SUCCEEDED: Status.SUCCEEDED,
    EventType.FAILED: Status.FAILED,
    EventType.CANCELLED: Status.CANCELLED,
}


def measure_change(row: GenerationRow, events: Iterable[Event]) -> None:
    """Measure a change that has been written: steps by their time, ends by their reason, credits as they are spent."""
    for event in events:
        if event.type is EventType.STEP and "ms" in event.data:
            measure(Metric.STEP_DURATION, event.data["ms"], step=event.data["step"])
        elif event.type in _ENDS:
            reason = row.reason["slug"] if row.reason else NO_REASON
            measure(Metric.GENERATIONS_ENDED, outcome=_ENDS[event.type].value, reason=reason)
            if event.type is EventType.SUCCEEDED:
                measure(Metric.CREDITS_SPENT, int(row.credits))
