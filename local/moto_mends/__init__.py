"""moto 5.2.5 made to behave like AWS where Luneo relies on it: one module a service, one call to put all in place.

Each module says what moto does, what AWS does and how the difference is closed; ``tests/local`` has a
conformance test for each mend. moto is pinned exactly, because the mends replace its internals.
"""

from concurrent.futures import Executor

from moto.core.config import default_user_config

from local.moto_mends.lean_imports import defer_package

defer_package("moto.batch")  # before the mends import Step Functions

from local.moto_mends import awslambda, cognito, dynamodb, events, s3, stepfunctions  # noqa: E402
from local.moto_mends.settings import (  # noqa: E402
    CodeDelivery,
    CodePurpose,
    InvocationContext,
    InvocationResult,
    InvocationType,
    Invoker,
    Settings,
    current,
)

__all__ = [
    "CodeDelivery",
    "CodePurpose",
    "InvocationContext",
    "InvocationResult",
    "InvocationType",
    "Invoker",
    "apply",
]

_MENDS = (awslambda, stepfunctions, dynamodb, events, cognito, s3)
_installed: set[str] = set()


def apply(
    *,
    invoke_lambda: Invoker | None = None,
    deliver_code: CodeDelivery | None = None,
    time_scale: float = 1.0,
    timeout_scale: float = 1.0,
    max_executions: int = 64,
    background: Executor | None = None,
    endpoint_url: str | None = None,
) -> None:
    """Mend moto in this process, before or after ``mock_aws`` starts; calling again replaces the settings.

    ``invoke_lambda`` runs a function; without it every invocation fails with ``NoInvokerConfigured``.
    ``deliver_code`` receives Cognito's confirmation codes.
    ``time_scale`` multiplies the seconds of Wait states and retry intervals, ``timeout_scale`` those of
    TimeoutSeconds. ``max_executions`` bounds how many executions run at once; more wait their turn.
    ``background`` runs what AWS does after answering (asynchronous invocations, event deliveries); without it
    they are done before the call returns. ``endpoint_url`` is where Step Functions' own service integrations
    send their calls when moto runs as a server; in process it is not needed.
    """
    current.settings = Settings(
        invoke_lambda=invoke_lambda,
        deliver_code=deliver_code,
        time_scale=time_scale,
        timeout_scale=timeout_scale,
        max_executions=max_executions,
        background=background,
        endpoint_url=endpoint_url,
    )
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    for mend in _MENDS:
        if mend.__name__ not in _installed:
            mend.install()
            _installed.add(mend.__name__)
