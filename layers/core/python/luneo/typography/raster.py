"""Lettering as pixels."""

from dataclasses import dataclass
from typing import Final

import pyvips
from PIL import Image

from luneo.imaging.upscale import pixels_for
from luneo.typography.outlines import Outline

_MM_PER_INCH: Final = 25.4
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a text, sRGB 0 to 255. A stroke of ``stroke_mm`` lies around the letters, half of it beneath."""

    fill: Colour = (0, 0, 0)
    stroke: Colour = (255, 255, 255)
    stroke_mm: float = 0.0


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
        stroke = f' stroke="{_hex(ink.stroke)}" stroke-width="{ink.stroke_mm:g}" stroke-linejoin="round"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} '
        f'{height:g}"><path paint-order="stroke" fill="{_hex(ink.fill)}"{stroke} d="{outline.svg_path()}"/></svg>'
    )


def _hex(colour: Colour) -> str:
    return "#" + bytes(colour).hex()
