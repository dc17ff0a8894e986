"""The vector file: flat colour layers, in millimetres."""

import re
from typing import Final

import vtracer
from PIL import Image

from luneo.fabrication.print_file import PrintFile, dpi_of
from luneo.imaging.safe import encode_png

TRACED_SIDE_PX: Final = 1024
COLOURS: Final = 12
_OPAQUE: Final = 128


def print_svg(artwork: Image.Image, size_mm: tuple[float, float], *, colours: int = COLOURS) -> PrintFile:
    """The artwork traced into at most ``colours`` flat layers; width and height in mm, one unit of the viewBox a pixel.

    Alpha is cut at a half, as vector layers are there or not. The same input gives the same bytes.
    """
    flat = _layers(artwork, colours)
    traced = vtracer.convert_raw_image_to_svg(
        encode_png(flat),
        img_format="png",
        colormode="color",
        hierarchical="stacked",
        mode="polygon",
        filter_speckle=4,
        color_precision=8,
        layer_difference=0,
        path_precision=1,
    )
    dpi = dpi_of(artwork.size, size_mm)
    return PrintFile(_in_mm(traced, flat.size, size_mm).encode(), "image/svg+xml", size_mm, artwork.size, dpi)


def _layers(artwork: Image.Image, colours: int) -> Image.Image:
    sample = artwork.convert("RGBA").convert("RGBa")
    sample.thumbnail((TRACED_SIDE_PX, TRACED_SIDE_PX), Image.Resampling.LANCZOS, reducing_gap=3.0)
    straight = sample.convert("RGBA")
    alpha = straight.getchannel("A").point(lambda value: 255 if value >= _OPAQUE else 0)
    # The median cut must not spend colours on what shows nowhere.
    seen = Image.new("RGB", straight.size, _commonest(straight))
    seen.paste(straight.convert("RGB"), mask=alpha)
    flat = seen.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE).convert("RGBA")
    flat.putalpha(alpha)
    return flat


def _commonest(image: Image.Image) -> tuple[int, int, int]:
    small = image.resize((32, 32), Image.Resampling.NEAREST)
    counted = small.getcolors(32 * 32) or []
    opaque = [(count, colour[:3]) for count, colour in counted if isinstance(colour, tuple) and colour[3] >= _OPAQUE]
    red, green, blue = max(opaque)[1] if opaque else (0, 0, 0)
    return red, green, blue


def _in_mm(traced: str, size_px: tuple[int, int], size_mm: tuple[float, float]) -> str:
    body = traced[traced.index(">", traced.index("<svg")) + 1 :]
    # vtracer writes its version into a comment, which would change the bytes with every release.
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL).strip()
    (width, height), (wide, high) = size_px, size_mm
    head = f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{wide:g}mm" height="{high:g}mm" '
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}viewBox="0 0 {width} {height}">{body}\n'
