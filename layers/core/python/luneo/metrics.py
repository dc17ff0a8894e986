"""Luneo's own figures, declared once: functions measure them, the dashboard and the alarms name them.

They go out in CloudWatch's embedded metric format, a printed line: no call, no permission, and Powertools, which every
invocation's log line has loaded already, is not touched before something is written. Each set of dimension values is a
metric that is paid for, so dimensions are few and their values come from closed lists.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum

from luneo.settings import SERVICE, stage

NAMESPACE = "Luneo"
STAGE_DIMENSION = "stage"
SERVICE_DIMENSION = "service"
COUNT = "Count"
MILLISECONDS = "Milliseconds"


class Metric(Enum):
    """What is measured: its name in CloudWatch, its unit there, and its dimensions beside service and stage."""

    REQUESTS = ("Requests", COUNT, ("status_class",))
    GENERATIONS_ENDED = ("GenerationsEnded", COUNT, ("outcome", "reason"))
    STEP_DURATION = ("StepDuration", MILLISECONDS, ("step",))
    MODERATION_REFUSED = ("ModerationRefused", COUNT, ("judged", "category"))
    CREDITS_SPENT = ("CreditsSpent", COUNT, ())
    PROVIDER_USAGE = ("ProviderUsage", COUNT, ("provider", "model", "counter"))

    def __init__(self, metric_name: str, unit: str, dimensions: tuple[str, ...]) -> None:
        self.metric_name = metric_name
        self.unit = unit
        self.dimensions = dimensions

    @property
    def all_dimensions(self) -> tuple[str, ...]:
        """The names of all its dimensions in CloudWatch."""
        return (SERVICE_DIMENSION, STAGE_DIMENSION, *self.dimensions)


Measured = tuple[Metric, float, tuple[tuple[str, str], ...]]

_measured: ContextVar[list[Measured] | None] = ContextVar("measured", default=None)


def measure(metric: Metric, value: float = 1, **dimensions: str) -> None:
    """Note a figure; it is written when the invocation ends. Outside of one it is dropped.

    Raises:
        ValueError: the dimensions are not those that the metric declares.
    """
    if set(dimensions) != set(metric.dimensions):
        raise ValueError(f"{metric.metric_name} has the dimensions {metric.dimensions}, not {tuple(dimensions)}.")
    notes = _measured.get()
    if notes is not None:
        notes.append((metric, value, tuple(sorted(dimensions.items()))))


@contextmanager
def invocation() -> Iterator[None]:
    """Write what is measured inside once, at the end, also where it ends with an error."""
    notes: list[Measured] = []
    token = _measured.set(notes)
    try:
        yield
    finally:
        _measured.reset(token)
        _write(notes)


def _write(notes: list[Measured]) -> None:
    """One line a set of dimensions: a line has only one."""
    if not notes:
        return
    from aws_lambda_powertools.metrics import EphemeralMetrics

    by_dimensions: dict[tuple[tuple[str, str], ...], list[Measured]] = defaultdict(list)
    for note in notes:
        by_dimensions[note[2]].append(note)
    for dimensions, together in by_dimensions.items():
        line = EphemeralMetrics(namespace=NAMESPACE, service=SERVICE)
        for name, value in (*dimensions, (STAGE_DIMENSION, stage().value)):
            line.add_dimension(name, value)
        for metric, figure, _ in together:
            line.add_metric(metric.metric_name, metric.unit, figure)
        line.flush_metrics()
