"""One piece of picture work in a fresh process: its peak memory is its own, and so is its CPU time."""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from benchmarks.pictures import LARGE_PX, ZONE, Pictures

_TENANT, _GENERATION = "brand", "gen"
_PHOTO, _MAPS, _MODEL, _POSTER = "photo", "maps", "model", "poster"


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


def generation_of(pictures: Pictures) -> dict[str, bytes]:
    """What the buckets hold when a generation's artwork has come: the product as published, with a mug for a model."""
    from luneo.media.files import FileName
    from luneo.media.keys import production_key
    from luneo.products.modelling import POSTER_PX
    from luneo.three_d.glb import PRINT_ZONE
    from luneo.three_d.models import mug
    from luneo.three_d.poster import compile_poster

    stored, model = pictures.stored(), mug()
    poster = compile_poster(model, POSTER_PX, material=PRINT_ZONE).to_bytes()
    artwork = production_key(_TENANT, _GENERATION, FileName.ARTWORK)
    return {
        artwork: stored["artwork"], _PHOTO: stored["photo"], _MAPS: stored["maps"], _MODEL: model, _POSTER: poster
    }  # fmt: skip


def _generation(objects: dict[str, bytes]) -> dict[str, float]:
    """Every step that computes with pictures, unsigned, as the state machine would run them one after the other."""
    from local.rebuild import Memory, Unsealing
    from luneo.adapters.signing import signer_for_tests
    from luneo.generations.models import GenerationRow
    from luneo.generations.target import PrintTarget
    from luneo.pipeline.checking import ProductionChecking
    from luneo.pipeline.modelling import ArPreparing, Modelling
    from luneo.pipeline.preview import Previewing
    from luneo.pipeline.printing import PrintExporting, Upscaling
    from luneo.pipeline.shelf import Shelf
    from luneo.settings import Stage
    from luneo.styles.catalogue import Process
    from luneo.three_d.glb import PRINT_ZONE

    class Unsigning(Unsealing):
        def statement(self, row: GenerationRow, file: object) -> bytes:  # noqa: ARG002 - the same signature
            return b""

    target = PrintTarget(
        product_name="Mug", zone=ZONE.name, size_mm=ZONE.size_mm, bleed_mm=3.0, process=Process.PRINT,
        photo_key=_PHOTO, maps_key=_MAPS, model_key=_MODEL, poster_maps_key=_POSTER, material=PRINT_ZONE,
    )  # fmt: skip
    row = GenerationRow(
        tenant_id=_TENANT, row=_GENERATION, created_at=datetime(2026, 1, 1, tzinfo=UTC), target=target.model_dump(),
        style="photo", seed=1, prompt="", picture={"provider": "offline", "model": "none"}, files=[],
    )  # fmt: skip
    steps = (Previewing, Upscaling, PrintExporting, ProductionChecking, Modelling, ArPreparing)
    shelf = Shelf(Memory(objects), Unsigning(signer_for_tests(Stage.LOCAL)))
    spent: dict[str, float] = {}
    # The first run imports what a warm Lambda has imported; the second one counts.
    for _ in range(2):
        row.files = []
        for step in steps:
            began = time.process_time()
            row.files += [asdict(file) for file in step(shelf).work(row).files]
            spent[step.__name__] = time.process_time() - began
    return spent


def _blend(pictures: Pictures) -> None:
    from luneo.imaging.finishes.finish import finished

    finished(pictures.photo, pictures.artwork, pictures.maps)


def _upscale(pictures: Pictures) -> None:
    from luneo.imaging.upscale import upscale

    upscale(pictures.artwork.convert("RGB"), (LARGE_PX, LARGE_PX))


WORKS: Final[Mapping[str, Callable[[Any], dict[str, float] | None]]] = MappingProxyType(
    {"blend": _blend, "upscale": _upscale, "generation": _generation}
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
