"""Inside a worker: one function's environment, its handler, and the loop that answers invocations.

Shapes of results, of the context object and of errors follow AWS's own Python runtime.
"""

import faulthandler
import importlib
import json
import os
import socket
import sys
import time
import traceback
from dataclasses import dataclass
from typing import Any

from local.guard.install import Guard, install
from local.guard.policy import RolePolicy
from local.workers import frames

MAX_RESPONSE_BYTES = 6 * 1024 * 1024
_LAST_WORDS_S = 0.1


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler gets as its second argument."""

    function_name: str
    invoked_function_arn: str
    memory_limit_in_mb: str
    aws_request_id: str
    deadline: float
    log_group_name: str
    function_version: str = "$LATEST"
    log_stream_name: str = "local"
    identity: None = None
    client_context: Any = None

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function is killed."""
        return max(0, int((self.deadline - time.time()) * 1000))


class ResponseTooLarge(Exception):
    """The function's answer is over Lambda's limit."""


def run(channel: socket.socket, log: int) -> None:
    """Serve one function until the pool hangs up."""
    config, _ = frames.receive(channel)
    _take_over(config, log)
    guard = install(RolePolicy.from_json(config["policy"]), config["account"])
    try:
        handler = _load(config["handler"])
    except BaseException as error:  # noqa: BLE001 - a module may raise anything, SystemExit included
        frames.send(channel, {"ready": False}, _dump(_import_failure(error, config["handler"])))
        return
    frames.send(channel, {"ready": True})
    while True:
        try:
            call, payload = frames.receive(channel)
        except frames.Closed:
            return
        meta, answer = _invoke(handler, config, call, payload, guard)
        sys.stdout.flush()
        sys.stderr.flush()
        frames.send(channel, meta, answer)


def _take_over(config: dict[str, Any], log: int) -> None:
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    os.environ.clear()
    os.environ.update(config["environment"])
    time.tzset()
    root = config["root"]
    sys.path[:] = [root, *(path for path in sys.path if path not in {"", root})]
    sys.argv = [""]


def _load(handler: str) -> Any:
    module, _, name = handler.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), name)


def _invoke(
    handler: Any, config: dict[str, Any], call: dict[str, Any], payload: bytes, guard: Guard
) -> tuple[dict[str, Any], bytes]:
    context = Context(
        function_name=config["name"],
        invoked_function_arn=config["arn"],
        memory_limit_in_mb=str(config["memory_mb"]),
        aws_request_id=call["request_id"],
        deadline=call["deadline"],
        log_group_name=f"/aws/lambda/{config['name']}",
    )
    # What a function was doing when it ran out of time is in its log.
    faulthandler.dump_traceback_later(max(0.01, context.deadline - time.time() - _LAST_WORDS_S), file=sys.stderr)
    try:
        answer, failed = _encode(handler(json.loads(payload or b"{}"), context)), False
    except BaseException as error:  # noqa: BLE001 - whatever a handler raises is the invocation's error
        traceback.print_exc()
        answer, failed = _dump(_failure(error, call["request_id"])), True
    finally:
        faulthandler.cancel_dump_traceback_later()
    return {"failed": failed, **guard.report()}, answer


def _encode(answer: Any) -> bytes:
    encoded = json.dumps(answer, ensure_ascii=False).encode()
    if len(encoded) > MAX_RESPONSE_BYTES:
        raise ResponseTooLarge(f"Response payload size exceeded maximum allowed size ({MAX_RESPONSE_BYTES} bytes).")
    return encoded


def _failure(error: BaseException, request_id: str) -> dict[str, Any]:
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }


def _import_failure(error: BaseException, handler: str) -> dict[str, Any]:
    traceback.print_exception(error)
    kind = "Runtime.HandlerNotFound" if isinstance(error, AttributeError) else "Runtime.ImportModuleError"
    if not isinstance(error, ImportError | AttributeError):
        kind = type(error).__name__
    module = handler.rpartition(".")[0]
    return _failure(error, "") | {"errorMessage": f"Unable to import module '{module}': {error}", "errorType": kind}


def _dump(document: dict[str, Any]) -> bytes:
    return json.dumps(document).encode()
