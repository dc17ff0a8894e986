"""A second look at welded outlines: drawn by another library, they must show what they were made of."""

import math
from typing import Final

import pyvips
from PIL import Image, ImageChops

from luneo.typography.ink import Ink
from luneo.typography.outlines import Outline
from luneo.typography.raster import text_svg

_PIXELS: Final = 240_000
# Edges are drawn alike to some levels; a letter that is lost, or filled where it was open, differs by all of them.
_OFF: Final = 160
_STRAY: Final = 2
Box = tuple[float, float, float, float]


def shows(drawn: Outline, made_of: Outline, rim_mm: float = 0.0) -> bool:
    """Whether an outline covers just what another does together with a rim of that width around it."""
    box = _around(made_of, rim_mm)
    difference = ImageChops.difference(_seen(drawn, box, 0.0), _seen(made_of, box, rim_mm))
    return sum(difference.histogram()[_OFF:]) <= _STRAY


def _around(outline: Outline, rim_mm: float) -> Box:
    left, top, right, bottom = outline.bounds()
    margin = rim_mm * 2 + (right - left + bottom - top) / 100
    return left - margin, top - margin, right + margin, bottom + margin


def _seen(outline: Outline, box: Box, rim_mm: float) -> Image.Image:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    scale = math.sqrt(_PIXELS / max(width * height, 1e-9))
    ink = Ink(stroke=(0, 0, 0), stroke_mm=2 * rim_mm)
    document = text_svg(outline.moved(-left, -top), (width, height), ink)
    seen = pyvips.Image.svgload_buffer(document.encode(), scale=scale)[3]
    return Image.frombytes("L", (seen.width, seen.height), seen.write_to_memory())
