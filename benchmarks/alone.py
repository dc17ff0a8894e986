"""One piece of picture work in a fresh process: its peak memory is its own, and so is its CPU time."""

import json
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from benchmarks.generation import run
from benchmarks.pictures import LARGE_PX, Pictures


@dataclass(frozen=True)
class Told:
    """What a process told of itself: MB at its peak, and CPU seconds by step."""

    peak_mb: float
    cpu_s: dict[str, float]


def alone(work: str, given: object) -> Told:
    """Do one of ``WORKS`` in a fresh process on one thread."""
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        Path(file.name).write_bytes(pickle.dumps(given))
        command = [sys.executable, "-m", "benchmarks.alone", work, file.name]
        environment = os.environ | {"VIPS_CONCURRENCY": "1"}
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
    return Told(**json.loads(told))


def _blend(pictures: Pictures) -> None:
    from luneo.imaging.finishes.finish import finished

    finished(pictures.photo, pictures.artwork, pictures.maps)


def _upscale(pictures: Pictures) -> None:
    from luneo.imaging.upscale import upscale

    upscale(pictures.artwork.convert("RGB"), (LARGE_PX, LARGE_PX))


WORKS: Final[Mapping[str, Callable[[Any], dict[str, float] | None]]] = MappingProxyType(
    {"blend": _blend, "upscale": _upscale, "generation": run}
)


def _peak_mb() -> float:
    """The process's own high-water mark: what getrusage tells a child starts with that of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main(work: str, given: str) -> None:
    """``python -m benchmarks.alone WORK FILE``."""
    spent = WORKS[work](pickle.loads(Path(given).read_bytes()))  # noqa: S301 - our own file, a moment old
    print(json.dumps(asdict(Told(_peak_mb(), spent or {}))))


if __name__ == "__main__":
    main(*sys.argv[1:])
