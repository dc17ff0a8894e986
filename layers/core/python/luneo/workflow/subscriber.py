"""``@subscriber``: a function called by a table's change stream, by an event rule, on a schedule or by Cognito."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from luneo import metrics
from luneo.function import Function
from luneo.resources import Grant, Layer, Table


@dataclass(frozen=True, slots=True)
class TableStream:
    """Every change of a table, in order within a partition, in batches; failed batches are retried, then parked."""

    table: Table
    batch_size: int = 25
    retries: int = 3


@dataclass(frozen=True, slots=True)
class Every:
    """A schedule."""

    minutes: int


@dataclass(frozen=True, slots=True)
class EventPattern:
    """Events with this source and one of these detail types: AWS's own from the default bus, others from ours."""

    source: str
    detail_types: tuple[str, ...]
    detail: tuple[tuple[str, tuple[str, ...]], ...] = ()


ENDED_BADLY = EventPattern(
    "aws.states",
    ("Step Functions Execution Status Change",),
    (("status", ("ABORTED", "FAILED", "TIMED_OUT")),),
)
"""An execution of any of our state machines ended without success."""


@dataclass(frozen=True, slots=True)
class PoolTrigger:
    """A Cognito trigger of the members' pool; ``name`` as CloudFormation spells it (``PreTokenGenerationConfig``)."""

    name: str


Source = TableStream | Every | EventPattern | PoolTrigger


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscriber's declaration."""

    function: Function
    operation: Callable[[dict[str, Any]], Any]
    source: Source


class Subscriber:
    """The decorated handler: call it with the source's event, read ``.subscription`` for its declaration."""

    def __init__(self, subscription: Subscription) -> None:
        self.subscription = subscription
        self.__doc__ = subscription.operation.__doc__
        self.__name__ = subscription.function.stem

    @property
    def declaration(self) -> Subscription:
        """The declaration, under the name every kind of function shares."""
        return self.subscription

    def __call__(self, event: dict[str, Any], _context: object) -> Any:
        """Handle one event or batch; an exception makes the source try again."""
        with metrics.invocation():
            return self.subscription.operation(event)


def subscriber(
    source: Source,
    *,
    uses: Iterable[Grant] = (),
    layers: Iterable[Layer] = (),
    memory_mb: int = 512,
    timeout_s: int = 30,
    settings: Iterable[str] = (),
) -> Callable[[Callable[[dict[str, Any]], Any]], Subscriber]:
    """Declare the function below as a subscriber; reading a table's stream is granted by the subscription itself."""

    def declare(operation: Callable[[dict[str, Any]], Any]) -> Subscriber:
        own = (source.table.stream,) if isinstance(source, TableStream) else ()
        function = Function(
            module=operation.__module__,
            description=inspect.getdoc(operation) or "",
            uses=(*uses, *own),
            layers=(Layer.CORE, Layer.WEB, *layers),
            memory_mb=memory_mb,
            timeout_s=timeout_s,
            environment=tuple(settings),
        )
        return Subscriber(Subscription(function, operation, source))

    return declare
