"""Which part of the artwork goes where, and how large it is made: pure arithmetic in millimetres and pixels.

The artwork covers the print zone and its bleed. A press gets all of it; preview and 3D model show what is left after
trimming, so that both show the same.
"""

from PIL import Image

from luneo.fabrication.resolution import sheet_size
from luneo.generations.target import PrintTarget
from luneo.imaging.upscale import cover


def sheet_mm(target: PrintTarget) -> tuple[float, float]:
    """Width and height of zone and bleed together."""
    return sheet_size(target.size_mm, target.bleed_mm)


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
