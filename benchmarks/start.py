"""How long ``luneo up`` takes until it answers: with a cached assembly, and with a fresh synthesis.

Each start is a process of its own, timed from outside, so that the interpreter and all imports count.
"""

import subprocess
import sys
import time

from benchmarks.measure import Spread
from benchmarks.report import Row
from local.cloud import LocalCloud

RUNS = 5
_FRESH = "--fresh"


def rows() -> list[Row]:
    """Wall time to readiness on this machine."""
    _once()
    warm, fresh = [_once() for _ in range(RUNS)], [_once(_FRESH) for _ in range(RUNS)]
    return [
        Row("local cloud ready, unchanged tree", "goal ≤ 10 s", Spread.of(warm).text(1, " s")),
        Row("local cloud ready, fresh synthesis", "goal ≤ 10 s", Spread.of(fresh).text(1, " s")),
    ]


def _once(*options: str) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.start", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds


def _start() -> None:
    with LocalCloud(port=0, aws_port=0, fresh=_FRESH in sys.argv):
        print("ready", flush=True)


if __name__ == "__main__":
    _start()
