"""The vector file of a laser, a rotary tool or a blade: outlines of what is ink, few nodes, in millimetres."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import vtracer
from numpy.typing import NDArray
from PIL import Image

from luneo.fabrication.polyline import simplified
from luneo.fabrication.print_file import PrintFile, dpi_of
from luneo.fabrication.rules.ink import HALF, shares
from luneo.imaging.safe import encode_png
from luneo.typography.ink import Area

HAIRLINE_MM: Final = 0.025  # a thousandth of an inch: what laser drivers take for a line to follow
TOLERANCE_MM: Final = 0.05  # half a laser's spot or a blade's tip
TOLERANCE_PX: Final = 0.75  # what is left of the stairs of a traced raster
TWO_TONED: Final = 0.95
TONES_LOST: Final = (
    "The artwork has tones between dark and light, which an outline cannot hold: photographs and shading trace badly. "
    "Choose a flat or line style, or send print.png to a machine that engraves tones."
)
_ENLARGED: Final = 2.0
_TRACED_AREA_PX: Final = 4_400_000
_SPECK_PX: Final = 8
_LEAST_CONTRAST: Final = 48
_MIDDLE: Final = 127
_PANIC: Final = "PanicException"
_PATH: Final = re.compile(r'<path d="([^"]*)"[^>]*transform="translate\(([-\d.]+),([-\d.]+)\)"')
_Ring = NDArray[np.float64]


class Tool(StrEnum):
    """What follows the outlines; the value is the group's name in the file."""

    ENGRAVE = "engrave"
    CUT = "cut"

    @property
    def paint(self) -> str:
        """Engraving fills its shapes, cutting follows their edges (red, as cutters expect)."""
        if self is Tool.ENGRAVE:
            return 'fill="#000000" fill-rule="evenodd" stroke="none"'
        return f'fill="none" stroke="#ff0000" stroke-width="{HAIRLINE_MM}"'


@dataclass(frozen=True, slots=True)
class Mono:
    """A picture in two tones (0 is ink), and how well two tones hold it: 1 for line art, less the more it is shaded."""

    picture: Image.Image
    goodness: float


def print_outline(
    artwork: Image.Image, size_mm: tuple[float, float], tool: Tool, *, lettering: Sequence[Area] = ()
) -> PrintFile:
    """The ink of the artwork as closed polygons in one group named after the ``tool``, one unit a millimetre.

    ``lettering`` joins the group with its own curves, in millimetres from the top left; it lies where the artwork is
    bare. Edges stray from the traced ones by :data:`TOLERANCE_MM`, or
    :data:`TOLERANCE_PX` of the enlarged artwork where that is more. An artwork that two tones hold badly is traced
    with a warning. The same input gives the same bytes.
    """
    mono = two_toned(artwork)
    traced, traced_px = _traced(mono.picture)
    scale = np.array(size_mm) / traced_px
    tolerance = max(TOLERANCE_MM, TOLERANCE_PX * float(scale.max()))
    paths = "".join(f'<path d="{_drawn(shape, scale, tolerance)}"/>' for shape in _shapes(traced))
    # Of letters, no contour crosses another: both fill rules see the same.
    paths += "".join(f'<path d="{area.outline.svg_path()}"/>' for area in lettering)
    data = _document(size_mm, tool, paths).encode()
    warnings = () if mono.goodness >= TWO_TONED else (TONES_LOST,)
    dpi = dpi_of(artwork.size, size_mm)
    return PrintFile(data, "image/svg+xml", size_mm, artwork.size, dpi, warnings=warnings)


def _traced(picture: Image.Image) -> tuple[str, tuple[int, int]]:
    """The tracing, and the pixels that it was made at: half as many a side where there are too many specks to count."""
    try:
        options = {"colormode": "binary", "mode": "polygon", "filter_speckle": _SPECK_PX, "path_precision": 2}
        return vtracer.convert_raw_image_to_svg(encode_png(picture), img_format="png", **options), picture.size
    except BaseException as error:
        # A panic of Rust, which has no other name in Python: the tracer counts shapes in 16 bits.
        if type(error).__name__ != _PANIC:
            raise
        return _traced(picture.reduce(2).point(lambda value: 255 * (value > _MIDDLE)))


def two_toned(artwork: Image.Image) -> Mono:
    """The artwork twice as large in ink and nothing, as the fabrication rules read it (:mod:`.rules.ink`).

    The goodness is Otsu's (1979): the variance between the two tones by the whole variance, on white.
    """
    share = Image.fromarray(shares(artwork), "F")
    factor = min(_ENLARGED, math.sqrt(_TRACED_AREA_PX / (share.width * share.height)))
    large = share.resize((round(share.width * factor), round(share.height * factor)), Image.Resampling.LANCZOS)
    inked = np.asarray(large) >= HALF
    return Mono(Image.fromarray(np.where(inked, np.uint8(0), np.uint8(255))), _goodness(artwork))


def _goodness(artwork: Image.Image) -> float:
    light = Image.new("RGBA", artwork.size, "white")
    grey = Image.alpha_composite(light, artwork.convert("RGBA")).convert("L")
    counts, levels = np.bincount(np.asarray(grey).ravel(), minlength=256), np.arange(256)
    share = counts / counts.sum()
    below, first = np.cumsum(share), np.cumsum(share * levels)
    mean, spread = float(first[-1]), float((share * (levels - first[-1]) ** 2).sum())
    apart = np.divide(
        (mean * below - first) ** 2, below * (1 - below), out=np.zeros(256), where=below * (1 - below) > 0
    )
    best = int(apart.argmax())
    if spread == 0 or _contrast(below[best], first[best], mean) < _LEAST_CONTRAST:
        return 1.0  # a blank sheet, or its grain
    return float(apart[best]) / spread


def _contrast(below: float, first: float, mean: float) -> float:
    return (mean - first) / (1 - below) - first / below


def _shapes(traced: str) -> Iterator[list[_Ring]]:
    """Each shape's rings, the outer one and its holes, in pixels."""
    for path, x, y in _PATH.findall(traced):
        rings = (np.array(re.findall(r"-?[\d.]+", ring), float).reshape(-1, 2) for ring in path.split("Z"))
        yield [ring + np.array((x, y), float) for ring in rings if len(ring)]


def _drawn(rings: list[_Ring], scale: NDArray[np.float64], tolerance: float) -> str:
    return "".join(_ring(simplified(ring * scale, tolerance)) for ring in rings)


def _ring(points: _Ring) -> str:
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points.tolist()) + "Z"


def _short(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _document(size_mm: tuple[float, float], tool: Tool, paths: str) -> str:
    width, height = (f"{side:g}" for side in size_mm)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{width}mm" height="{height}mm" '
    group = f'<g id="{tool}" {tool.paint}>{paths}</g>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}viewBox="0 0 {width} {height}">{group}</svg>\n'
