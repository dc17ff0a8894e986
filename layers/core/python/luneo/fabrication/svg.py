"""The vector file: flat colour layers, in millimetres."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import vtracer
from numpy.typing import NDArray
from PIL import Image

from luneo.fabrication.lettering import svg_paths
from luneo.fabrication.print_file import PrintFile, dpi_of
from luneo.imaging.majority import majority
from luneo.imaging.safe import encode_png
from luneo.typography.ink import Area

TRACED_SIDE_PX: Final = 1024
COLOURS: Final = 12
ALIKE: Final = 34
FLAT_LOSS: Final = 11.0
SHADES_LOST: Final = (
    "The artwork has more shades than flat colour layers can hold: photographs and soft shading trace badly. "
    "Choose a flat style, or print from print.pdf."
)
_OPAQUE: Final = 128
_SAMPLE_PX: Final = 128
_SETTLED_PX: Final = 16
"""Colours are found when so few of the sample change sides: the last ones wander long, and show nowhere."""
_FRAME_PX: Final = 1


def print_svg(
    artwork: Image.Image, size_mm: tuple[float, float], *, colours: int = COLOURS, lettering: Sequence[Area] = ()
) -> PrintFile:
    """The artwork traced into at most ``colours`` flat layers; width and height in mm, one unit of the viewBox a pixel.

    ``lettering`` lies over them as it is, in millimetres from the top left. Alpha is cut at a half, as vector layers
    are there or not. An artwork that loses more than :data:`FLAT_LOSS` of 255 a pixel (the root mean square over
    its channels) is traced with a warning. The same input gives the same bytes.
    """
    flat = _layers(artwork, colours)
    traced = vtracer.convert_raw_image_to_svg(
        encode_png(_framed(flat)),
        img_format="png",
        colormode="color",
        hierarchical="stacked",
        mode="polygon",
        filter_speckle=5,
        color_precision=8,
        layer_difference=0,
        path_precision=1,
    )
    dpi = dpi_of(artwork.size, size_mm)
    data = _in_mm(_on_palette(traced, _palette(flat)), flat.size, size_mm, svg_paths(lettering)).encode()
    warnings = (SHADES_LOST,) if _loss(artwork, flat) > FLAT_LOSS else ()
    return PrintFile(data, "image/svg+xml", size_mm, artwork.size, dpi, warnings=warnings)


def _loss(artwork: Image.Image, flat: Image.Image) -> float:
    """How far the flat picture is from the artwork on average, where it is opaque; every other pixel tells."""
    every = (slice(None, None, 2), slice(None, None, 2))
    whole = np.asarray(artwork.convert("RGB").resize(flat.size, Image.Resampling.BOX))[every].astype(np.float32)
    pixels = np.asarray(flat)[every]
    away = np.sqrt(((whole - pixels[..., :3]) ** 2).mean(axis=2))
    opaque = pixels[..., 3] > 0
    return float(away[opaque].mean()) if opaque.any() else 0.0


def _framed(flat: Image.Image) -> Image.Image:
    """A clear frame around a picture with holes: vtracer looks at the rim to know whether clear pixels are meant."""
    framed = Image.new("RGBA", (flat.width + 2 * _FRAME_PX, flat.height + 2 * _FRAME_PX), (0, 0, 0, 0))
    framed.paste(flat, (_FRAME_PX, _FRAME_PX))
    return framed


def _layers(artwork: Image.Image, colours: int) -> Image.Image:
    reduced = artwork.convert("RGBA").convert("RGBa")
    reduced.thumbnail((TRACED_SIDE_PX, TRACED_SIDE_PX), Image.Resampling.LANCZOS, reducing_gap=3.0)
    straight = reduced.convert("RGBA")
    alpha = straight.getchannel("A").point(lambda value: 255 if value >= _OPAQUE else 0)
    # The median cut must not spend colours on what shows nowhere.
    seen = Image.new("RGB", straight.size, _commonest(straight))
    seen.paste(straight.convert("RGB"), mask=alpha)
    # A small sample has the same colours, and finding them is what takes long.
    sample = seen.resize((_SAMPLE_PX, _SAMPLE_PX), Image.Resampling.NEAREST)
    chosen = sample.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=_SETTLED_PX, dither=Image.Dither.NONE)
    indexed = seen.quantize(palette=chosen, dither=Image.Dither.NONE)
    # Paper grain and soft edges would otherwise become thousands of specks.
    flat = majority(_merged(indexed)).convert("RGBA")
    flat.putalpha(alpha)
    return flat


def _merged(indexed: Image.Image) -> Image.Image:
    """The picture with colours that look alike joined into the commoner one."""
    palette = np.array(indexed.getpalette() or [], np.int16).reshape(-1, 3)
    counts = np.bincount(np.asarray(indexed).ravel(), minlength=len(palette))
    kept: list[int] = []
    becomes = list(range(256))
    for index in np.argsort(-counts, kind="stable").tolist():
        alike = [other for other in kept if np.abs(palette[other] - palette[index]).max() < ALIKE]
        becomes[index] = alike[0] if alike else index
        kept += [] if alike else [index]
    return indexed.point(becomes)


def _commonest(image: Image.Image) -> tuple[int, int, int]:
    small = image.resize((32, 32), Image.Resampling.NEAREST)
    counted = small.getcolors(32 * 32) or []
    opaque = [(count, colour[:3]) for count, colour in counted if isinstance(colour, tuple) and colour[3] >= _OPAQUE]
    red, green, blue = max(opaque)[1] if opaque else (0, 0, 0)
    return red, green, blue


def _palette(flat: Image.Image) -> NDArray[np.int16]:
    seen = flat.getcolors(flat.width * flat.height) or []
    colours = sorted({colour[:3] for _, colour in seen if isinstance(colour, tuple) and colour[3] >= _OPAQUE})
    return np.array(colours, np.int16).reshape(-1, 3)


def _on_palette(traced: str, palette: NDArray[np.int16]) -> str:
    """The fills back on the palette: vtracer averages the colours of what it merges."""

    def nearest(found: re.Match[str]) -> str:
        colour = np.frombuffer(bytes.fromhex(found[1]), np.uint8).astype(np.int16)
        closest: bytes = palette[np.abs(palette - colour).sum(1).argmin()].astype(np.uint8).tobytes()
        return f"#{closest.hex()}"

    return re.sub(r"#([0-9A-Fa-f]{6})", nearest, traced)


def _in_mm(traced: str, size_px: tuple[int, int], size_mm: tuple[float, float], over_mm: str) -> str:
    body = traced[traced.index(">", traced.index("<svg")) + 1 :]
    # vtracer writes its version into a comment, which would change the bytes with every release.
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL).strip()
    (width, height), (wide, high) = size_px, size_mm
    # The clear frame that was traced too lies outside the viewBox.
    shapes = body.removesuffix("</svg>").strip()
    moved = f'<g transform="translate(-{_FRAME_PX},-{_FRAME_PX})">{shapes}</g>' if shapes else ""
    moved += f'<g transform="scale({width / wide:.6f},{height / high:.6f})">{over_mm}</g>' if over_mm else ""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="{wide:g}mm" height="{high:g}mm" '
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}viewBox="0 0 {width} {height}">{moved}</svg>\n'
