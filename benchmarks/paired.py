"""Ours and a rival's in turn, by CPU time: on a shared machine the clock on the wall measures the neighbours."""

import os
import time
from collections.abc import Callable
from typing import Final

from benchmarks.measure import Spread, compare
from benchmarks.report import Row

RUNS: Final = int(os.environ.get("LUNEO_BENCH_RUNS", "9"))


def pair(what: str, against: str, ours: Callable[[], object], theirs: Callable[[], float]) -> Row:
    """One comparison, both warmed up first."""
    found = compare(lambda: cpu_ms(ours), theirs, RUNS)
    return Row(what, against, found.ours.text(1, " ms"), found.theirs.text(1, " ms"), found.ratio.text())


def timed(what: str, goal: str, work: Callable[[], object]) -> Row:
    """Ours alone, against a goal."""
    work()
    return Row(what, goal, Spread.of([cpu_ms(work) for _ in range(RUNS)]).text(1, " ms"))


def cpu_ms(work: Callable[[], object]) -> float:
    """CPU time of this process, all its threads together, for one run."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000
