"""Picture work against sharp: whole operations on pixels in memory, in turn, one thread each, by CPU time."""

import io
import math
import os
from collections.abc import Callable, Iterator
from typing import Any, Final

# libvips reads it once, at its first use; sharp is told the same.
os.environ.setdefault("VIPS_CONCURRENCY", "1")

import numpy as np
from PIL import Image
from skimage import data as photos

from benchmarks import documents
from benchmarks.alone import alone
from benchmarks.measure import Spread
from benchmarks.paired import pair, timed
from benchmarks.pictures import LARGE_PX, PHOTO_PX, SMALL_PX, Pictures
from benchmarks.report import Row, show
from benchmarks.rival import Rival, rival
from luneo.imaging.finishes import Finish, Surface
from luneo.imaging.finishes.finish import finished
from luneo.imaging.safe import encode_avif, encode_jpeg, encode_png, encode_webp, open_image
from luneo.imaging.upscale import upscale
from luneo.imaging.zone_maps import ZoneMaps

FIDELITY: Final = ("astronaut", "chelsea", "coffee", "retina")
_QUALITIES: Final = {"jpeg": range(60, 101), "webp": range(60, 101), "avif": range(30, 91)}
_UPSCALE: Final = {"work": "upscale", "picture": "artwork", "width": LARGE_PX, "height": LARGE_PX}


def rows() -> list[Row]:
    """Every comparison."""
    pictures = Pictures.load()
    with rival("sharp") as sharp:
        _hand_over(pictures, sharp)
        return [
            *_blends(pictures, sharp),
            _upscale(pictures, sharp),
            _fidelity(sharp),
            *_encoders(pictures, sharp),
            *_to_preview(pictures),
            *_memory(pictures),
            *documents.rows(pictures),
        ]


def _hand_over(pictures: Pictures, sharp: Rival) -> None:
    rows_, columns = pictures.maps.mask.shape
    sharp.keep("photo", pictures.photo)
    sharp.keep("artwork", pictures.artwork.convert("RGB"))
    sharp.keep("clear", pictures.artwork)
    sharp.keep("layer", pictures.artwork.resize((columns, rows_)))


def _composite(pictures: Pictures) -> dict[str, Any]:
    """Sharp's part: the layer has the region's size already, so all that is left is to composite it."""
    left, top = pictures.maps.origin
    return {"work": "composite", "photo": "photo", "layer": "layer", "left": left, "top": top}


def _blends(pictures: Pictures, sharp: Rival) -> Iterator[Row]:
    rows_, columns = pictures.maps.mask.shape
    composite = _composite(pictures)
    fitted = composite | {"work": "fitted", "artwork": "clear", "width": columns, "height": rows_}
    printed, foiled = (Finish.PRINT, Surface.WOOD), (Finish.FOIL_GOLD, Surface.WOOD)
    compared = [
        ("print", "composite without a warp, layer at size, goal ≤ 0.60", printed, composite),
        ("print", "resize to the region, composite", printed, fitted),
        ("gold foil", "composite without a warp or a finish, goal ≤ 200 ms", foiled, composite),
    ]
    for surface in Surface:
        engraved = (Finish.ENGRAVING, surface)
        compared.append(
            (
                f"engraving in {surface.value}",
                "composite without a warp or a finish, goal ≤ 200 ms",
                engraved,
                composite,
            )
        )
    for name, against, (finish, surface), request in compared:
        yield pair(
            f"blend {PHOTO_PX}², warped: {name}",
            f"sharp: {against}",
            lambda finish=finish, surface=surface: finished(  # type: ignore[misc]
                pictures.photo, pictures.artwork, pictures.maps, finish, surface
            ),
            lambda request=request: sharp.ms(**request),  # type: ignore[misc]
        )


def _upscale(pictures: Pictures, sharp: Rival) -> Row:
    small = pictures.artwork.convert("RGB")
    return pair(
        f"upscale {SMALL_PX} → {LARGE_PX}",
        "sharp: resize lanczos3, goal ≤ 0.45",
        lambda: upscale(small, (LARGE_PX, LARGE_PX)),
        lambda: sharp.ms(**_UPSCALE),
    )


def _fidelity(sharp: Rival) -> Row:
    """PSNR of photographs shrunk to a quarter by averaging and enlarged again."""
    gains, ours, theirs = [], [], []
    for name in FIDELITY:
        whole = Image.fromarray(getattr(photos, name)())
        whole = whole.crop((0, 0, whole.width // 4 * 4, whole.height // 4 * 4))
        small = whole.resize((whole.width // 4, whole.height // 4), Image.Resampling.BOX)
        sharp.keep("small", small)
        request = {"work": "upscale", "picture": "small", "width": whole.width, "height": whole.height}
        ours.append(psnr(whole, upscale(small, whole.size)))
        theirs.append(psnr(whole, Image.frombytes("RGB", whole.size, sharp.made(**request))))
        gains.append(ours[-1] - theirs[-1])
    mine, other = (Spread.of(values).text(1, " dB") for values in (ours, theirs))
    goal = "sharp: resize lanczos3, goal ≥ +0.6 dB"
    return Row("upscale to fourfold, PSNR", goal, mine, other, f"+{Spread.of(gains).text(2, ' dB')}")


def _encoders(pictures: Pictures, sharp: Rival) -> Iterator[Row]:
    photo = pictures.photo
    lossy: list[tuple[str, float, Callable[[], bytes], dict[str, Any]]] = [
        ("jpeg", 0.3, lambda: encode_jpeg(photo), {"chromaSubsampling": "4:4:4"}),
        ("webp", 0.85, lambda: encode_webp(photo), {"effort": 4}),
        ("avif", 0.5, lambda: encode_avif(photo), {"effort": 2, "chromaSubsampling": "4:4:4"}),
    ]
    for kind, goal, ours, options in lossy:
        mine = psnr(photo, Image.open(io.BytesIO(ours())))
        quality = _matching(sharp, photo, kind, options, mine)
        settings = {"format": kind, "options": options | {"quality": quality}}
        yield _encoder(kind, goal, ours, sharp, settings)
    yield _encoder("png", 1.1, lambda: encode_png(photo), sharp, {"format": "png", "options": {}})


def _encoder(kind: str, goal: float, ours: Callable[[], bytes], sharp: Rival, settings: dict[str, Any]) -> Row:
    request = {"work": "encode", "picture": "photo"} | settings
    sizes = f"{len(ours()) // 1024} KiB against {len(sharp.made(**request)) // 1024}"
    return pair(
        f"{kind.upper()} {PHOTO_PX}²", f"sharp: equal PSNR, {sizes}, goal ≤ {goal}", ours, lambda: sharp.ms(**request)
    )


def _matching(sharp: Rival, photo: Image.Image, kind: str, options: dict[str, Any], wanted: float) -> int:
    """The rival's lowest quality that is at least as near to the photo."""
    low, high = _QUALITIES[kind].start, _QUALITIES[kind].stop - 1
    while low < high:
        middle = (low + high) // 2
        request = {"work": "encode", "picture": "photo", "format": kind, "options": options | {"quality": middle}}
        near = psnr(photo, Image.open(io.BytesIO(sharp.made(**request)))) >= wanted
        low, high = (low, middle) if near else (middle + 1, high)
    return low


def _to_preview(pictures: Pictures) -> Iterator[Row]:
    """Decode artwork and photo, read the maps, blend, encode for the page: what stands before the preview's event."""
    artwork_, photo_, maps_ = pictures.stored().values()

    def blended() -> Image.Image:
        artwork, photo = (open_image(data, what="The picture") for data in (artwork_, photo_))
        return finished(photo, artwork, ZoneMaps.from_bytes(maps_))

    yield timed(f"artwork's bytes to preview.png, {PHOTO_PX}²", "goal ≤ 400 ms", lambda: encode_png(blended()))
    shown = blended()
    yield timed(f"  and preview.webp, encoded beside it, {PHOTO_PX}²", "", lambda: encode_webp(shown))


def _memory(pictures: Pictures) -> Iterator[Row]:
    """Peak memory of a fresh process that does one thing, inputs and interpreter included."""
    yield _peak("blend", pictures, _composite(pictures))
    yield _peak("upscale", pictures, _UPSCALE)


def _peak(work: str, pictures: Pictures, request: dict[str, Any]) -> Row:
    ours = alone(work, pictures).peak_mb
    with rival("sharp") as fresh:
        _hand_over(pictures, fresh)
        theirs = fresh.peak_mb(**request)
    return Row(
        f"peak memory: {work}", "sharp, goal ≤ 400 MB", f"{ours:.0f} MB", f"{theirs:.0f} MB", f"{ours / theirs:.2f}"
    )


def psnr(one: Image.Image, other: Image.Image) -> float:
    """Peak signal-to-noise ratio in dB of two pictures of one size, over all three channels."""
    error = np.asarray(one.convert("RGB"), np.float64) - np.asarray(other.convert("RGB"), np.float64)
    return 10 * math.log10(255**2 / float((error**2).mean()))


if __name__ == "__main__":
    show(rows())
