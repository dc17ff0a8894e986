"""Picture work against sharp: whole operations in memory, in turn, one thread each; fidelity and peak memory beside."""

import base64
import io
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# libvips reads it once, at its first use; sharp is told the same.
os.environ.setdefault("VIPS_CONCURRENCY", "1")

import numpy as np
from PIL import Image
from skimage import data as photos

from benchmarks.measure import Spread
from benchmarks.report import Row, show
from luneo.imaging.blend import compile_zone
from luneo.imaging.finishes import Finish, Surface
from luneo.imaging.finishes.finish import finished
from luneo.imaging.safe import encode_jpeg, encode_png, encode_webp, open_image
from luneo.imaging.upscale import upscale
from luneo.imaging.zone_maps import ZoneMaps
from luneo.imaging.zones import PrintZone

RIVAL: Final = Path(__file__).parent / "rivals" / "sharp.mjs"
RUNS: Final = int(os.environ.get("LUNEO_BENCH_RUNS", "9"))
PHOTO_PX: Final = 2048
SMALL_PX, LARGE_PX = 1024, 4096
# A mug's zone on more than a third of the photo; the rival lays the picture flat on the same region.
ZONE: Final = PrintZone(
    "mug",
    ((400.0, 400.0), (1650.0, 450.0), (1600.0, 1600.0), (450.0, 1550.0)),
    (100.0, 90.0),
    curvature=0.4,
    bow=(0.05, 0.05),
)
FIDELITY: Final = ("astronaut", "chelsea", "coffee", "retina")
_QUALITIES: Final = {"jpeg": range(60, 101), "webp": range(60, 101), "avif": range(30, 91)}


class Sharp:
    """The rival's process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def keep(self, name: str, picture: Image.Image) -> None:
        """Hand over a picture, so that no run pays for it."""
        pixels = base64.b64encode(picture.tobytes()).decode()
        size = {"width": picture.width, "height": picture.height, "channels": len(picture.getbands())}
        self._ask({"keep": name, "pixels": pixels} | size)

    def ms(self, **request: Any) -> float:
        """How long the work took inside the process."""
        return float(self._ask(request)["ms"])

    def made(self, **request: Any) -> bytes:
        """What the work gives."""
        return base64.b64decode(self._ask(request | {"wanted": True})["made"])

    def peak_mb(self, **request: Any) -> float:
        """The process's peak memory after the work."""
        return float(self._ask(request)["peak_kib"]) / 1024

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(request), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def sharp() -> Iterator[Sharp]:
    """A process of the rival, ended afterwards."""
    with subprocess.Popen(["node", str(RIVAL)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S607 - node is a tool of this project
        try:
            yield Sharp(process)
        finally:
            process.kill()


@dataclass(frozen=True)
class Pictures:
    """What is worked on, from scikit-image's own photographs."""

    photo: Image.Image
    artwork: Image.Image
    maps: ZoneMaps

    @classmethod
    def load(cls) -> "Pictures":
        """The photo with a sensor's noise: without any, an enlarged photograph would pack like a drawing."""
        smooth = np.asarray(Image.fromarray(photos.astronaut()).resize((PHOTO_PX,) * 2, Image.Resampling.LANCZOS))
        noise = np.random.default_rng(1).normal(0, 2, (*smooth.shape[:2], 1))
        photo = Image.fromarray((smooth + noise).round().clip(0, 255).astype(np.uint8))
        artwork = Image.fromarray(photos.retina()).resize((SMALL_PX,) * 2, Image.Resampling.LANCZOS).convert("RGBA")
        return cls(photo, artwork, compile_zone(photo, ZONE))


def rows() -> list[Row]:
    """Every comparison."""
    pictures = Pictures.load()
    with sharp() as rival:
        rival.keep("photo", pictures.photo)
        rival.keep("artwork", pictures.artwork.convert("RGB"))
        return [
            *_blends(pictures, rival),
            _upscale(pictures, rival),
            _fidelity(rival),
            *_encoders(pictures, rival),
            _to_preview(pictures),
            *_memory(),
        ]


def _blends(pictures: Pictures, rival: Sharp) -> Iterator[Row]:
    rows_, columns = pictures.maps.mask.shape
    rival.keep("layer", pictures.artwork.resize((columns, rows_)))
    left, top = pictures.maps.origin
    request = {"work": "blend", "photo": "photo", "artwork": "layer", "left": left, "top": top}
    named = {"print": (Finish.PRINT, Surface.WOOD), "gold foil": (Finish.FOIL_GOLD, Surface.WOOD)}
    named |= {f"engraving in {surface.value}": (Finish.ENGRAVING, surface) for surface in Surface}
    for name, (finish, surface) in named.items():
        goal = ", goal ≤ 0.60" if finish is Finish.PRINT else ""
        yield _pair(
            f"blend {PHOTO_PX}², warped: {name}",
            f"composite without a warp{goal}",
            lambda finish=finish, surface=surface: finished(  # type: ignore[misc]
                pictures.photo, pictures.artwork, pictures.maps, finish, surface
            ),
            lambda: rival.ms(**request),
        )


def _upscale(pictures: Pictures, rival: Sharp) -> Row:
    small = pictures.artwork.convert("RGB")
    request = {"work": "upscale", "picture": "artwork", "width": LARGE_PX, "height": LARGE_PX}
    return _pair(
        f"upscale {SMALL_PX} → {LARGE_PX}",
        "resize lanczos3, goal ≤ 0.45",
        lambda: upscale(small, (LARGE_PX, LARGE_PX)),
        lambda: rival.ms(**request),
    )


def _fidelity(rival: Sharp) -> Row:
    """PSNR of photographs shrunk to a quarter by averaging and enlarged again."""
    gains, ours, theirs = [], [], []
    for name in FIDELITY:
        whole = Image.fromarray(getattr(photos, name)())
        whole = whole.crop((0, 0, whole.width // 4 * 4, whole.height // 4 * 4))
        small = whole.resize((whole.width // 4, whole.height // 4), Image.Resampling.BOX)
        rival.keep("small", small)
        request = {"work": "upscale", "picture": "small", "width": whole.width, "height": whole.height}
        ours.append(psnr(whole, upscale(small, whole.size)))
        theirs.append(psnr(whole, Image.frombytes("RGB", whole.size, rival.made(**request))))
        gains.append(ours[-1] - theirs[-1])
    mine, other = (Spread.of(values).text(1, " dB") for values in (ours, theirs))
    goal = "sharp: resize lanczos3, goal ≥ +0.6 dB"
    return Row("upscale to fourfold, PSNR", goal, mine, other, f"+{Spread.of(gains).text(2, ' dB')}")


def _encoders(pictures: Pictures, rival: Sharp) -> Iterator[Row]:
    photo = pictures.photo
    lossy: list[tuple[str, float, Callable[[], bytes], dict[str, Any]]] = [
        ("jpeg", 0.3, lambda: encode_jpeg(photo), {"chromaSubsampling": "4:4:4"}),
        ("webp", 0.85, lambda: encode_webp(photo), {"effort": 4}),
        ("avif", 0.5, lambda: _avif(photo), {"effort": 2, "chromaSubsampling": "4:2:0"}),
    ]
    for kind, goal, ours, options in lossy:
        mine = psnr(photo, Image.open(io.BytesIO(ours())))
        quality = _matching(rival, photo, kind, options, mine)
        settings = {"format": kind, "options": options | {"quality": quality}}
        yield _encoder(kind, goal, ours, rival, settings)
    yield _encoder("png", 1.1, lambda: encode_png(photo), rival, {"format": "png", "options": {}})


def _encoder(kind: str, goal: float, ours: Callable[[], bytes], rival: Sharp, settings: dict[str, Any]) -> Row:
    request = {"work": "encode", "picture": "photo"} | settings
    sizes = f"{len(ours()) // 1024} KiB against {len(rival.made(**request)) // 1024}"
    return _pair(
        f"{kind.upper()} {PHOTO_PX}²", f"equal PSNR, {sizes}, goal ≤ {goal}", ours, lambda: rival.ms(**request)
    )


def _matching(rival: Sharp, photo: Image.Image, kind: str, options: dict[str, Any], wanted: float) -> int:
    """The rival's lowest quality that is at least as near to the photo."""
    low, high = _QUALITIES[kind].start, _QUALITIES[kind].stop - 1
    while low < high:
        middle = (low + high) // 2
        request = {"work": "encode", "picture": "photo", "format": kind, "options": options | {"quality": middle}}
        near = psnr(photo, Image.open(io.BytesIO(rival.made(**request)))) >= wanted
        low, high = (low, middle) if near else (middle + 1, high)
    return low


def _avif(photo: Image.Image) -> bytes:
    buffer = io.BytesIO()
    photo.save(buffer, "AVIF", quality=70, speed=8, max_threads=1)
    return buffer.getvalue()


def _to_preview(pictures: Pictures) -> Row:
    """Decode artwork and photo, read the maps, blend, encode: what the preview step computes."""
    stored = encode_png(pictures.artwork), encode_jpeg(pictures.photo, 92), pictures.maps.to_bytes()

    def preview() -> bytes:
        artwork, photo = (open_image(data, what="The picture") for data in stored[:2])
        return encode_png(finished(photo, artwork, ZoneMaps.from_bytes(stored[2])))

    return Row(
        f"artwork's bytes to preview.png, {PHOTO_PX}²", "goal ≤ 400 ms", Spread.of(_timed(preview)).text(0, " ms")
    )


def _memory() -> Iterator[Row]:
    """Peak memory of a fresh process that does one thing, ours only: what a Lambda must hold."""
    for work in ("blend", "upscale"):
        command = [sys.executable, "-m", "benchmarks.imaging", work]
        peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        yield Row(f"peak memory: {work}", "", f"{float(peak):.0f} MB")


def _pair(what: str, against: str, ours: Callable[[], object], theirs: Callable[[], float]) -> Row:
    ours(), theirs()
    pairs = [(_ms(ours), theirs()) for _ in range(RUNS)]
    mine, other = (Spread.of(column) for column in zip(*pairs, strict=True))
    ratio = Spread.of([one / two for one, two in pairs])
    return Row(what, f"sharp: {against}", mine.text(0, " ms"), other.text(0, " ms"), ratio.text())


def _timed(work: Callable[[], object]) -> list[float]:
    work()
    return [_ms(work) for _ in range(RUNS)]


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def psnr(one: Image.Image, other: Image.Image) -> float:
    """Peak signal-to-noise ratio in dB of two pictures of one size, over all three channels."""
    error = np.asarray(one.convert("RGB"), np.float64) - np.asarray(other.convert("RGB"), np.float64)
    return 10 * math.log10(255**2 / float((error**2).mean()))


def main(arguments: list[str]) -> None:
    """Show the table; with ``blend`` or ``upscale``, do that once and print the process's peak memory in MB."""
    if not arguments:
        show(rows())
        return
    pictures = Pictures.load()
    if arguments == ["blend"]:
        finished(pictures.photo, pictures.artwork, pictures.maps)
    else:
        upscale(pictures.artwork.convert("RGB"), (LARGE_PX, LARGE_PX))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(sys.argv[1:])
