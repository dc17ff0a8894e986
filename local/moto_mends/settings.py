"""What the caller of :func:`local.moto_mends.apply` decides, and the types its hooks speak.

The mends are installed once per process, since they replace parts of the moto modules; what they do is read
from :data:`current` at every call, so applying again only swaps the settings.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Literal

InvocationType = Literal["RequestResponse", "Event"]
CodePurpose = Literal["sign-up", "resend", "forgot-password"]


@dataclass(frozen=True, slots=True)
class InvocationContext:
    """Who is called and how; everything that the runtime's context object needs."""

    function_arn: str
    request_id: str
    invocation_type: InvocationType
    account_id: str
    region: str
    timeout_seconds: int
    memory_mb: int
    client_context: str | None = None


@dataclass(frozen=True, slots=True)
class InvocationResult:
    """What a function answered. ``payload`` is JSON text in UTF-8.

    ``error`` is ``None`` on success, ``"Unhandled"`` when the handler raised, timed out or died, and
    ``"Handled"`` when the runtime reported an error itself; it becomes the ``X-Amz-Function-Error`` header, and
    ``payload`` then carries ``errorMessage``, ``errorType`` and ``stackTrace`` as AWS's Python runtime writes
    them, ``errorType`` being the exception's bare class name: Step Functions matches Retry and Catch by it.
    """

    payload: bytes
    error: Literal["Handled", "Unhandled"] | None = None
    log: str = ""


Invoker = Callable[[str, bytes, InvocationContext], InvocationResult]
"""``(function_name, payload, context) -> result``. What it raises is reported as the function's own error."""

CodeDelivery = Callable[[str, str, str, str, CodePurpose], None]
"""``(pool_id, username, email, code, purpose)``: shows a person the message that Cognito would have sent."""


@dataclass(frozen=True, slots=True)
class Settings:
    """See :func:`local.moto_mends.apply`, which fills this in."""

    invoke_lambda: Invoker | None = None
    deliver_code: CodeDelivery | None = None
    time_scale: float = 1.0
    timeout_scale: float = 1.0
    max_executions: int = 64
    background: Executor | None = None
    endpoint_url: str | None = None


class _Current:
    """The one mutable place: the settings in force."""

    def __init__(self) -> None:
        self.settings = Settings()


current = _Current()
