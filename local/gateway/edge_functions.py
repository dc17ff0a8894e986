"""CloudFront functions, run by Node as CloudFront runs them: the real code, one event in, a request or response out."""

import json
import subprocess
import threading
from collections.abc import Mapping
from typing import Any

_HOST = """
const lines = require('readline').createInterface({input: process.stdin});
const known = new Map();
lines.on('line', (line) => {
  const {code, event} = JSON.parse(line);
  if (!known.has(code)) known.set(code, new Function(`${code}\\nreturn handler;`)());
  let answer;
  try { answer = {result: known.get(code)(event)}; } catch (error) { answer = {error: String(error)}; }
  Promise.resolve(answer.result).then((result) => process.stdout.write(JSON.stringify({...answer, result}) + '\\n'));
});
"""


class EdgeFunctionFailed(RuntimeError):
    """The function threw, or Node is gone."""


class EdgeFunctions:
    """A Node process, started at the first call. It ends when its input does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def run(self, code: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """The function's answer to a viewer-request event: a request to go on with, or a response.

        Raises:
            EdgeFunctionFailed: the function threw.
        """
        with self._lock:
            process = self._running()
            assert process.stdin is not None and process.stdout is not None  # noqa: PT018 - narrows both
            process.stdin.write(json.dumps({"code": code, "event": event}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "Node ended"}
        if "error" in answer:
            raise EdgeFunctionFailed(answer["error"])
        result: dict[str, Any] = answer["result"]
        return result

    def close(self) -> None:
        """End Node."""
        if self._process is not None:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.close()
            self._process.wait(5)
            self._process.stdout.close()
            self._process = None

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            self._process = subprocess.Popen(
                ["node", "-e", _HOST],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        return self._process
