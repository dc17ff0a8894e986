"""Which part of the artwork goes where, and how large it is made: pure arithmetic in millimetres and pixels.

The artwork covers the print zone and its bleed. A press gets all of it; preview and 3D model show what is left after
trimming, so that both show the same.
"""

from PIL import Image

from luneo.fabrication.resolution import sheet_size
from luneo.generations.target import PrintTarget
from luneo.generations.wish import Area, Shape
from luneo.imaging.upscale import cover, cover_box

# What is nearer to the zone's edge than a printer can cut lies on it.
_ON_THE_EDGE_MM = 0.05


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


def area_px(area: Area, artwork_px: tuple[int, int], target: PrintTarget) -> tuple[float, float, float, float]:
    """Where an area of the zone lies in an artwork of this size: left, top, right, bottom.

    A rectangle that reaches an edge of the zone goes on to the artwork's, so that no seam is left beside the cut.
    """
    sheet = sheet_mm(target)
    left, top, right, bottom = cover_box(artwork_px, sheet[0] / sheet[1])
    on_to_the_edge = area.shape is Shape.RECTANGLE

    def span(start_mm: float, length_mm: float, axis: int, first: int, last: int) -> tuple[float, float]:
        scale, zone_mm = (last - first) / sheet[axis], target.size_mm[axis]
        begin, end = (first + (target.bleed_mm + at) * scale for at in (start_mm, start_mm + length_mm))
        if on_to_the_edge and start_mm <= _ON_THE_EDGE_MM:
            begin = 0
        if on_to_the_edge and start_mm + length_mm >= zone_mm - _ON_THE_EDGE_MM:
            end = artwork_px[axis]
        return begin, end

    across = span(area.left_mm, area.width_mm, 0, left, right)
    down = span(area.top_mm, area.height_mm, 1, top, bottom)
    return across[0], down[0], across[1], down[1]
