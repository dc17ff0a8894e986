# ruff: noqa: SLF001  # a mend reaches into what it mends
"""Step Functions' interface, and the door to its interpreter.

moto's interpreter takes half a second to import, so that and its mends (:mod:`local.moto_mends.sfn_execution`)
are loaded when Step Functions is first used. Mended here: ``StopExecution`` returns no stop date and ignores the
error and cause it is given; ``DescribeExecution`` returns text output bare instead of as JSON, leaves ``null`` out,
and gives no stop date for a timed-out execution.
"""

from functools import cache
from threading import Thread
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.stepfunctions import responses
from moto.stepfunctions.responses import StepFunctionResponse

_get_backend = responses.get_backend


@cache
def load() -> None:
    """Import the interpreter and mend it; done by itself at the first use."""
    from local.moto_mends import sfn_execution

    sfn_execution.install()


def get_backend(account: str, region: str) -> Any:
    """The backend of an account and region, with its mended interpreter."""
    load()
    return _get_backend(account, region)


def stop_all_executions() -> list[Thread]:
    """Abort whatever runs, and return the threads that may still be busy in a task."""
    from local.moto_mends import sfn_execution

    return sfn_execution.stop_all()


def _stop_execution_action(response: Any) -> Any:
    """``StopExecution`` with the error and cause it was given, and the stop date it must return."""
    backend = response.stepfunction_backend
    execution = backend.describe_execution(response._get_param("executionArn"))
    stopped_at = utcnow()
    if execution.status == "RUNNING":
        error, cause = response._get_param("error"), response._get_param("cause")
        execution.stop(stop_date=stopped_at, error=error, cause=cause)
    return ActionResult({"stopDate": execution.stop_date or stopped_at})


def _describe_execution_action(response: Any) -> Any:
    """``DescribeExecution`` with the output as JSON text whatever its type, and a stop date for each end."""
    execution = response.stepfunction_backend.describe_execution(response._get_param("executionArn"))
    described = execution.to_describe_output() | {"input": execution.execution_input}
    return ActionResult({name: value for name, value in described.items() if value is not None})


def install() -> None:
    """Put the mends in place, the interpreter's as soon as it is used."""
    responses.get_backend = get_backend
    StepFunctionResponse.describe_execution = _describe_execution_action
    StepFunctionResponse.stop_execution = _stop_execution_action
