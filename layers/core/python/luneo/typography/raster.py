"""Lettering as pixels."""

from collections.abc import Sequence
from typing import Final

import pyvips
from PIL import Image, ImageChops

from luneo.imaging.upscale import pixels_for
from luneo.typography.ink import Area, Ink, name_of
from luneo.typography.outlines import Outline

_MM_PER_INCH: Final = 25.4


def rasterise(outline: Outline, size_mm: tuple[float, float], dpi: float, ink: Ink | None = None) -> Image.Image:
    """The outline on a clear layer of ``size_mm`` (width, height), antialiased: RGBA of :func:`pixels_for` pixels."""
    width, height = pixels_for(size_mm, dpi)
    document = text_svg(outline, size_mm, ink or Ink()).encode()
    # One factor for both axes: the page's fraction of a pixel must not stretch the letters.
    drawn = pyvips.Image.svgload_buffer(document, scale=dpi / _MM_PER_INCH)
    fitted = drawn.gravity("north-west", width, height, extend="background", background=[0, 0, 0, 0])
    return Image.frombytes("RGBA", (width, height), fitted.write_to_memory())


def text_svg(outline: Outline, size_mm: tuple[float, float], ink: Ink) -> str:
    """An SVG document of ``size_mm`` whose letters are paths: it needs no font."""
    width, height = size_mm
    stroke = ""
    if ink.stroke_mm > 0:
        stroke = f' stroke="{name_of(ink.stroke)}" stroke-width="{ink.stroke_mm:g}" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} '
        f'{height:g}"><path paint-order="stroke" fill="{name_of(ink.fill)}"{stroke} d="{outline.svg_path()}"/></svg>'
    )


def laid_over(
    picture: Image.Image, areas: Sequence[Area], size_mm: tuple[float, float], origin_mm: tuple[float, float] = (0, 0)
) -> Image.Image:
    """The picture, which shows ``size_mm``, with the areas on it in their order; what is taken away makes it RGBA.

    ``origin_mm`` is where on the picture the areas' (0, 0) lies. Outside the areas no pixel changes.
    """
    scale = picture.width / size_mm[0], picture.height / size_mm[1]
    done = picture.convert("RGBA")
    for area in areas:
        placed = area.outline.moved(*origin_mm).through(lambda point: (point[0] * scale[0], point[1] * scale[1]))
        _lay(done, placed, area)
    has_holes = any(area.colour is None for area in areas)
    return done if has_holes or "A" in picture.getbands() else done.convert(picture.mode)


def _lay(picture: Image.Image, placed: Outline, area: Area) -> None:
    """Lay one area, in pixels, on an RGBA picture; nothing but its own box is touched."""
    left, top, right, bottom = (int(side) for side in placed.bounds())
    box = max(0, left - 1), max(0, top - 1), min(picture.width, right + 2), min(picture.height, bottom + 2)
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    alpha = _coverage(placed.moved(-box[0], -box[1]), (box[2] - box[0], box[3] - box[1]))
    beneath = picture.crop(box)
    if area.colour is None:
        beneath.putalpha(ImageChops.multiply(beneath.getchannel("A"), ImageChops.invert(alpha)))
    else:
        over = Image.new("RGBA", beneath.size, area.colour)
        over.putalpha(alpha)
        beneath = Image.alpha_composite(beneath, over)
    picture.paste(beneath, box)


def _coverage(outline: Outline, size_px: tuple[int, int]) -> Image.Image:
    drawn = pyvips.Image.svgload_buffer(text_svg(outline, size_px, Ink()).encode())
    return Image.frombytes("L", size_px, drawn[3].write_to_memory())
