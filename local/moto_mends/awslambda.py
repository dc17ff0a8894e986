"""Lambda: functions run where the caller says, instead of in Docker containers.

moto 5.2.5 starts a container for each invocation. Every path into a function (``client.invoke``, Step
Functions, EventBridge, SNS, S3 notifications, Cognito triggers) ends in ``LambdaFunction.invoke``, so that one
method is replaced. An invocation of type ``Event`` answers at once with an empty body; like AWS it is tried up
to three times when the function fails, and an event that still fails goes to the function's on-failure queue.
"""

import base64
import json
import logging
import traceback
import uuid
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.awslambda.utils import get_backend
from moto.sqs.models import sqs_backends

from local.moto_mends.background import run_detached
from local.moto_mends.settings import InvocationContext, InvocationResult, InvocationType, current

log = logging.getLogger(__name__)

_DEFAULT_ASYNC_RETRIES = 2


class NoInvokerConfigured(Exception):
    """Functions cannot run: ``apply(invoke_lambda=...)`` was not given an invoker."""


def failure(error: BaseException) -> InvocationResult:
    """The result of a handler that raised ``error``, in the words of AWS's Python runtime."""
    body = {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": str(uuid.uuid4()),
        "stackTrace": traceback.format_tb(error.__traceback__),
    }
    return InvocationResult(json.dumps(body).encode(), "Unhandled")


def _no_invoker(_name: str, _payload: bytes, _context: InvocationContext) -> InvocationResult:
    raise NoInvokerConfigured(NoInvokerConfigured.__doc__)


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """One event on its way to one function."""

    function: Any
    payload: bytes
    invocation_type: InvocationType
    client_context: str | None = None

    def run(self) -> InvocationResult:
        """Invoke once; whatever goes wrong becomes a failed result."""
        invoker = current.settings.invoke_lambda or _no_invoker
        try:
            return invoker(self.function.function_name, self.payload, self._context())
        except Exception as error:  # noqa: BLE001  # any exception of the invoker is the function's failure
            return failure(error)

    def run_asynchronously(self) -> None:
        """Invoke as AWS does for ``Event``: tried again while it fails, then handed to the on-failure queue."""
        configured = self.function.event_invoke_config
        config = configured[0].config if configured else {}
        result = self.run()
        for _ in range(config.get("MaximumRetryAttempts", _DEFAULT_ASYNC_RETRIES)):
            if result.error is None:
                return
            result = self.run()
        if result.error is not None:
            log.warning("%s gave up on an event: %s", self.function.function_name, result.payload.decode())
            _send_to_failure_queue(config, self.payload, result)

    def _context(self) -> InvocationContext:
        function = self.function
        return InvocationContext(
            function_arn=function.function_arn,
            request_id=str(uuid.uuid4()),
            invocation_type=self.invocation_type,
            account_id=function.account_id,
            region=function.region,
            timeout_seconds=int(function.timeout),
            memory_mb=int(function.memory_size),
            client_context=self.client_context,
        )


def invoke_function(function_arn: str, payload: bytes) -> InvocationResult:
    """Call the function with this ARN and wait for its answer; raises moto's error when there is none."""
    return FunctionCall(_function(function_arn), payload, "RequestResponse").run()


def invoke_function_asynchronously(function_arn: str, payload: bytes) -> None:
    """Hand the event over and return; the function's failure never reaches the caller."""
    call = FunctionCall(_function(function_arn), payload, "Event")
    run_detached(f"The asynchronous invocation of {function_arn}", call.run_asynchronously)


def _function(function_arn: str) -> Any:
    _, _, _, region, account, *_ = function_arn.split(":")
    return get_backend(account, region).get_function(function_arn, None)


def _send_to_failure_queue(config: Mapping[str, Any], payload: bytes, result: InvocationResult) -> None:
    arn = config.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination", "")
    if ":sqs:" not in arn:
        return
    _, _, _, region, account, queue = arn.split(":")
    record = {
        "version": "1.0",
        "requestContext": {"condition": "RetriesExhausted"},
        "requestPayload": json.loads(payload),
        "responseContext": {"statusCode": 200, "functionError": result.error},
        "responsePayload": json.loads(result.payload),
    }
    sqs_backends[account][region].send_message(queue_name=queue, message_body=json.dumps(record))


def _invoke(
    function: Any,
    body: str | bytes,
    request_headers: Mapping[str, str],
    response_headers: MutableMapping[str, str],
) -> bytes:
    """Stand in for ``LambdaFunction.invoke``.

    moto's own senders (SNS, S3, log subscriptions) call it without headers; in AWS those invocations are
    asynchronous, so that is what they get.
    """
    payload = (body.encode() if isinstance(body, str) else body) or b"{}"
    internal: InvocationType = "RequestResponse" if request_headers else "Event"
    kind = request_headers.get("x-amz-invocation-type", internal)
    if kind == "DryRun":
        return b""
    if kind == "Event":
        call = FunctionCall(function, payload, "Event", _client_context(request_headers))
        run_detached(f"The asynchronous invocation of {function.function_name}", call.run_asynchronously)
        return b""
    result = FunctionCall(function, payload, "RequestResponse", _client_context(request_headers)).run()
    if result.error is not None:
        response_headers["x-amz-function-error"] = result.error
    response_headers["x-amz-log-result"] = base64.b64encode(result.log.encode()[-4096:]).decode()
    return result.payload


def _client_context(request_headers: Mapping[str, str]) -> str | None:
    encoded = request_headers.get("x-amz-client-context")
    return base64.b64decode(encoded).decode() if encoded else None


def install() -> None:
    """Put the mend in place."""
    LambdaFunction.invoke = _invoke
