"""Cold starts: CPU of a fresh process that imports a handler and answers one request, over bare Python."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore

from benchmarks.cloud import Furnished, health_event
from benchmarks.measure import Comparison, Spread, compare, cpu_ms
from benchmarks.report import Row
from stacks.slim import DATA, slim
from stacks.trim import botocore_services

ROOT = Path(__file__).parent.parent
RUNS = 15
GENERATE, HEALTH = "functions.ai.generate", "functions.health.live"


def rows(place: Furnished) -> list[Row]:
    """Ours against each rival, in turn; ours with botocore's data as the layer carries it."""
    with tempfile.TemporaryDirectory() as data:
        slim(Path(botocore.__file__).parent / DATA.name, Path(data), botocore_services())
        return _rows(place, {"AWS_DATA_PATH": data})


def _rows(place: Furnished, as_deployed: dict[str, str]) -> list[Row]:
    floor = Spread.of([_bare_python(place) for _ in range(RUNS)]).median
    generate, health = place.environment(GENERATE), place.environment(HEALTH)
    return [
        _row(
            "POST /api/ai/generate",
            "boto3 + pydantic, same 8 calls",
            _pair(GENERATE, "benchmarks.rivals.generate", generate, place.generate_event, floor, as_deployed),
        ),
        _row(
            "GET /api/health",
            "boto3 imported",
            _pair(HEALTH, "benchmarks.rivals.live", health, health_event, floor, as_deployed),
        ),
        _row(
            "GET /api/health",
            "standard library only",
            _pair(HEALTH, "benchmarks.rivals.live_stdlib", health, health_event, floor, as_deployed),
        ),
    ]


def _row(what: str, rival: str, result: Comparison) -> Row:
    ours, theirs = result.ours.text(0, " ms"), result.theirs.text(0, " ms")
    return Row(f"cold start, {what}", rival, ours, theirs, result.ratio.text())


def _pair(
    ours: str,
    theirs: str,
    environment: dict[str, str],
    event: Callable[[], dict[str, Any]],
    floor: float,
    as_deployed: dict[str, str],
) -> Comparison:
    def measured(module: str, environment: dict[str, str]) -> Callable[[], float]:
        return lambda: _cold(module, environment, event()) - floor

    return compare(measured(ours, environment | as_deployed), measured(theirs, environment), RUNS)


def _cold(module: str, environment: dict[str, str], event: dict[str, Any]) -> float:
    with tempfile.NamedTemporaryFile("w", suffix=".json", delete=False) as file:
        json.dump(event, file)
    try:
        return cpu_ms([sys.executable, "-m", "benchmarks.invoke", module, file.name], environment, ROOT)
    finally:
        os.unlink(file.name)  # noqa: PTH108 - a name is what the temporary file gave


def _bare_python(place: Furnished) -> float:
    return cpu_ms([sys.executable, "-c", "pass"], place.environment(HEALTH), ROOT)
