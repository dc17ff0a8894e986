"""Fair timing on a noisy machine: whole processes in turn, CPU time by the kernel's accounting, ratios by pair."""

import os
import statistics
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class RunFailedError(Exception):
    """A measured process did not end well; its figures would mean nothing."""


@dataclass(frozen=True)
class Spread:
    """Median with the middle half around it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Summarise at least two values."""
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(median, low, high)

    def text(self, digits: int = 2, unit: str = "") -> str:
        """``0.83 (0.81 to 0.86)``."""
        return f"{self.median:.{digits}f}{unit} ({self.low:.{digits}f} to {self.high:.{digits}f})"


@dataclass(frozen=True)
class Comparison:
    """Two commands run in turn: the CPU milliseconds of each and the ratio of each pair."""

    ours: Spread
    theirs: Spread
    ratio: Spread


def cpu_ms(command: Sequence[str], environment: Mapping[str, str], cwd: Path) -> float:
    """CPU time of one fresh process and its children, user and system, in milliseconds.

    Raises:
        RunFailedError: it exits with anything but 0; its error output is the message.
    """
    process = subprocess.Popen(
        command, env=dict(environment), cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise RunFailedError(errors[-2000:])
    return (usage.ru_utime + usage.ru_stime) * 1000


def compare(ours: Callable[[], float], theirs: Callable[[], float], runs: int) -> Comparison:
    """Run both once to warm the disk, then in turn, so that a drifting machine hits both alike."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(runs)]
    return Comparison(
        Spread.of([a for a, _ in pairs]), Spread.of([b for _, b in pairs]), Spread.of([a / b for a, b in pairs])
    )
