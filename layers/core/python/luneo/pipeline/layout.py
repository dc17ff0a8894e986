"""Which part of the artwork goes where, and how large it is made: pure arithmetic in millimetres and pixels.

The artwork covers the print zone and its bleed. A press gets all of it; preview and 3D model show what is left after
trimming, so that both show the same.
"""

import math

from PIL import Image

from luneo.fabrication.resolution import sheet_size
from luneo.generations.target import PrintTarget
from luneo.imaging.upscale import cover

CANVAS_AREA_PX = 1024 * 1024
SIDE_STEP_PX = 16
MAX_RATIO = 3.0


def sheet_mm(target: PrintTarget) -> tuple[float, float]:
    """Width and height of zone and bleed together."""
    return sheet_size(target.size_mm, target.bleed_mm)


def canvas_px(size_mm: tuple[float, float]) -> tuple[int, int]:
    """The size to generate at for this shape: about a megapixel, sides in steps of 16, at most three to one."""
    ratio = min(MAX_RATIO, max(1 / MAX_RATIO, size_mm[0] / size_mm[1]))
    width, height = math.sqrt(CANVAS_AREA_PX * ratio), math.sqrt(CANVAS_AREA_PX / ratio)
    return _stepped(width), _stepped(height)


def _stepped(side: float) -> int:
    return max(SIDE_STEP_PX, round(side / SIDE_STEP_PX) * SIDE_STEP_PX)


def sheet_of(artwork: Image.Image, target: PrintTarget) -> Image.Image:
    """The part of the artwork that is printed, bleed included."""
    width, height = sheet_mm(target)
    return cover(artwork, width / height)


def trimmed(artwork: Image.Image, target: PrintTarget) -> Image.Image:
    """The part of the artwork that is left after trimming."""
    sheet = sheet_of(artwork, target)
    across, down = (target.bleed_mm / side for side in sheet_mm(target))
    left, top = round(sheet.width * across), round(sheet.height * down)
    return sheet.crop((left, top, sheet.width - left, sheet.height - top))
