"""``@task``: a step of a state machine with typed input and output and named errors.

The function's ASL placeholder is its module's name in PascalCase. Tasks are idempotent: run twice,
one changes nothing.
"""

import inspect
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, get_type_hints

from luneo import metrics
from luneo.errors import DomainError
from luneo.function import Function
from luneo.observe import logger, subsegment
from luneo.resources import Grant, Layer
from luneo.schema import Message
from luneo.workflow.errors import to_cause

LAMBDA_MARGIN_S = 5


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """One task's declaration.

    ``timeout_s`` is what the work may take; the Lambda's own timeout is a little longer, so that a slow task fails with
    its name. ``errors`` are the classes it raises on purpose, which the ASL may match.
    """

    function: Function
    operation: Callable[..., Any]
    takes: type[Message]
    gives: type[Message]
    errors: tuple[type[DomainError], ...]
    timeout_s: int

    @property
    def placeholder(self) -> str:
        """``${GenerateImage}`` without its braces."""
        return self.function.pascal_name


class Task:
    """The decorated handler: call it with the state's JSON input, read ``.spec`` for its declaration."""

    def __init__(self, spec: TaskSpec) -> None:
        self.spec = spec
        self.__doc__ = spec.operation.__doc__
        self.__name__ = spec.function.stem

    @property
    def declaration(self) -> TaskSpec:
        """The declaration, under the name every kind of function shares."""
        return self.spec

    def __call__(self, event: dict[str, Any], _context: object) -> dict[str, Any]:
        """Run the step.

        Raises:
            DomainError: as declared; its message is the JSON that :mod:`luneo.workflow.errors` reads back.
        """
        with metrics.invocation(), subsegment(self.spec.function.stem):
            return self._run(event)

    def _run(self, event: dict[str, Any]) -> dict[str, Any]:
        from aws_lambda_powertools.utilities.parser import parse

        started = time.perf_counter()
        message = parse(event=event, model=self.spec.takes)
        logger.set_correlation_id(getattr(message, "correlation_id", "") or self.spec.function.stem)
        try:
            result = self.spec.operation(message)
        except DomainError as error:
            error.args = (to_cause(error),)
            self._log(type(error).__name__, started)
            raise
        self._log("ok", started)
        return dict(result.model_dump(mode="json"))

    def _log(self, outcome: str, started: float) -> None:
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        logger.info("task", task=self.spec.function.stem, outcome=outcome, ms=milliseconds)


def task(
    *,
    uses: Iterable[Grant] = (),
    errors: Iterable[type[DomainError]] = (),
    layers: Iterable[Layer] = (),
    memory_mb: int = 512,
    timeout_s: int = 20,
    settings: Iterable[str] = (),
) -> Callable[[Callable[..., Any]], Task]:
    """Declare the function below as a task; ``layers`` come on top of core and web.

    ``timeout_s`` bounds the work; image tasks take 1769 MB (one vCPU), waiting ones 512.
    """

    def declare(operation: Callable[..., Any]) -> Task:
        hints = get_type_hints(operation)
        (parameter,) = inspect.signature(operation).parameters
        function = Function(
            module=operation.__module__,
            description=inspect.getdoc(operation) or "",
            uses=tuple(uses),
            layers=(Layer.CORE, Layer.WEB, *layers),
            memory_mb=memory_mb,
            timeout_s=timeout_s + LAMBDA_MARGIN_S,
            environment=tuple(settings),
        )
        return Task(TaskSpec(function, operation, hints[parameter], hints["return"], tuple(errors), timeout_s))

    return declare
