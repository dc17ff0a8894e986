"""One worker process as the pool sees it: start, invoke with a deadline, kill."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import IO, Any

from local.workers import frames
from local.workers.function import DeployedFunction

INIT_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an invocation gave: JSON in ``payload``; ``failed`` as Lambda's ``FunctionError``; its log lines."""

    payload: bytes
    failed: bool = False
    log: str = ""
    used: tuple[tuple[str, str], ...] = field(default=())
    refused: tuple[str, ...] = field(default=())


def platform_failure(kind: str, message: str, request_id: str, log: str = "") -> Outcome:
    """A failure that Lambda itself reports: a timeout, a dead process."""
    body = {"errorType": kind, "errorMessage": f"RequestId: {request_id} Error: {message}"}
    return Outcome(json.dumps(body).encode(), failed=True, log=log)


class ZygoteGone(RuntimeError):
    """No worker can be started any more: the local cloud is stopping."""


class Zygote:
    """The parent of all workers; see :mod:`local.workers.zygote`."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "local.workers.zygote", str(theirs.fileno())], pass_fds=[theirs.fileno()]
            )

    def fork(self, channel: socket.socket, log: IO[bytes]) -> int:
        """A new worker that talks on ``channel`` and writes to ``log``; its process id.

        Raises:
            ZygoteGone: the zygote has ended.
        """
        with self._lock:
            try:
                socket.send_fds(self._control, [b"fork"], [channel.fileno(), log.fileno()])
                answer = self._control.recv(4, socket.MSG_WAITALL)
            except OSError:
                answer = b""
        if not answer:
            raise ZygoteGone
        return int.from_bytes(answer, "big")

    def close(self) -> None:
        """End the zygote and with it every worker."""
        self._control.close()
        self._process.kill()
        self._process.wait()


class Worker:
    """A live process for one function; only one thread may hold it at a time."""

    def __init__(self, zygote: Zygote, function: DeployedFunction, version: int) -> None:
        self.function = function
        self.version = version
        self.last_used = time.monotonic()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        self._last_words = ""
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._pid: int | None = zygote.fork(theirs, self._log)
        frames.send(self._channel, function.to_json())

    @property
    def is_alive(self) -> bool:
        """Whether it can take another invocation."""
        return self._pid is not None

    def start(self) -> Outcome | None:
        """Wait until the handler is imported; an outcome says why it cannot be."""
        answer = self._exchange("Runtime.ImportModuleError", str(uuid.uuid4()), INIT_TIMEOUT_S)
        if isinstance(answer, Outcome):
            return answer
        meta, payload = answer
        if meta["ready"]:
            return None
        self.kill()
        return Outcome(payload, failed=True, log=self._take_log())

    def invoke(self, payload: bytes, request_id: str) -> Outcome:
        """Run the handler once. A worker that times out or dies is dead afterwards."""
        self.last_used = time.monotonic()
        answer = self._exchange("Runtime.ExitError", request_id, self.function.timeout_s, payload)
        if isinstance(answer, Outcome):
            return answer
        meta, result = answer
        used = tuple((action, arn) for action, arn in meta["used"])
        return Outcome(result, meta["failed"], self._take_log(), used, tuple(meta["refused"]))

    def kill(self) -> None:
        """End the process at once; twice is once."""
        pid, self._pid = self._pid, None
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self._channel.close()
        self._last_words = self._take_log()
        self._log.close()

    def _exchange(
        self, kind_of_death: str, request_id: str, limit_s: float, payload: bytes | None = None
    ) -> tuple[dict[str, Any], bytes] | Outcome:
        """Send an event, if any, and take the answer; a late or lost worker is killed, and that is the outcome."""
        deadline = time.monotonic() + limit_s
        try:
            if payload is not None:
                frames.send(self._channel, {"request_id": request_id, "deadline": time.time() + limit_s}, payload)
            return frames.receive(self._channel, deadline)
        except frames.Late:
            kind, message = "Sandbox.Timedout", f"Task timed out after {limit_s:.2f} seconds"
        except frames.Closed:
            kind, message = kind_of_death, "Runtime exited unexpectedly"
        self.kill()
        return platform_failure(kind, message, request_id, self._take_log())

    def _take_log(self) -> str:
        if self._log.closed:
            return self._last_words
        size = os.fstat(self._log.fileno()).st_size
        text = os.pread(self._log.fileno(), size, 0).decode(errors="replace")
        # The worker appends at its own offset; both share one file description, so it starts over with the file.
        os.ftruncate(self._log.fileno(), 0)
        os.lseek(self._log.fileno(), 0, os.SEEK_SET)
        return text
