"""What the local cloud writes down while it runs: each function's log, the grants used, the codes mailed."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from local.workers.function import DeployedFunction
from local.workers.worker import Outcome

LOG_FOLDER = "logs"
GRANTS_FILE = "grants-used.jsonl"

Line = Callable[[str, str], None]
"""``(function, line)``."""


class Records:
    """Keeps ``logs/<module>.log`` and ``grants-used.jsonl`` below a folder; a new run starts them anew.

    ``on_line`` is told every log line, ``on_refusal`` every call that the guard refused.
    """

    def __init__(self, folder: Path, *, on_line: Line, on_refusal: Callable[[str], None]) -> None:
        self._logs = folder / LOG_FOLDER
        self._grants = folder / GRANTS_FILE
        self._on_line = on_line
        self._on_refusal = on_refusal
        self._lock = threading.Lock()
        self._seen: set[tuple[str, str, str]] = set()
        self._logs.mkdir(parents=True, exist_ok=True)
        for file in self._logs.glob("*.log"):
            file.unlink()
        self._grants.write_text("")

    def observe(self, function: DeployedFunction, request_id: str, outcome: Outcome) -> None:
        """Write one invocation down."""
        with self._lock:
            self._write_log(function, request_id, outcome)
            self._write_grants(function, outcome)
        for line in outcome.log.splitlines():
            self._on_line(function.module, line)
        for refusal in outcome.refused:
            self._on_refusal(refusal)

    def _write_log(self, function: DeployedFunction, request_id: str, outcome: Outcome) -> None:
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        verdict = "FAILED " + outcome.payload.decode(errors="replace") if outcome.failed else "OK"
        with (self._logs / f"{function.module}.log").open("a", encoding="utf-8") as log:
            log.write(f"{moment} {request_id} {verdict}\n{outcome.log}")

    def _write_grants(self, function: DeployedFunction, outcome: Outcome) -> None:
        fresh = {(function.module, action, arn) for action, arn in outcome.used} - self._seen
        self._seen |= fresh
        with self._grants.open("a", encoding="utf-8") as grants:
            for module, action, arn in sorted(fresh):
                grants.write(json.dumps({"function": module, "action": action, "resource": arn}) + "\n")


class Mailbox:
    """The messages that Cognito would have mailed. ``on_code`` is told each."""

    def __init__(self, on_code: Callable[[str, str, str], None]) -> None:
        self._on_code = on_code
        self._codes: dict[str, str] = {}
        self._arrived = threading.Condition()

    def deliver(self, _pool_id: str, _username: str, email: str, code: str, purpose: str) -> None:
        """Take a code for an address."""
        with self._arrived:
            self._codes[email.lower()] = code
            self._arrived.notify_all()
        self._on_code(email, code, purpose)

    def code_for(self, email: str, timeout_s: float = 10.0) -> str:
        """The newest code for an address; waits for the first.

        Raises:
            TimeoutError: none came.
        """
        with self._arrived:
            if not self._arrived.wait_for(lambda: email.lower() in self._codes, timeout_s):
                raise TimeoutError(f"No code was mailed to {email}.")
            return self._codes[email.lower()]
