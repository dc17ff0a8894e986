"""A design on the photographed product, so that it looks printed there.

What depends on the product alone is compiled once (:func:`compile_zone`); a generation only remaps.
"""

from enum import StrEnum

import numpy as np
from PIL import Image

from luneo.imaging.warp import warp
from luneo.imaging.zone_maps import Floats, UnusableZoneMaps, ZoneMaps, compile_zone

__all__ = ["Mode", "UnusableZoneMaps", "ZoneMaps", "blend", "compile_zone"]


class Mode(StrEnum):
    """How ink and product meet; names and formulas of W3C Compositing and Blending Level 1."""

    NORMAL = "normal"
    MULTIPLY = "multiply"
    SCREEN = "screen"
    OVERLAY = "overlay"
    SOFT_LIGHT = "soft-light"


def blend(photo: Image.Image, artwork: Image.Image, maps: ZoneMaps, mode: Mode | None = None) -> Image.Image:
    """The photo with the artwork printed on the zone; same size and mode as the photo (RGB or RGBA).

    The artwork fills the zone: crop or fit it to the zone's aspect first. Without a ``mode`` a light product is
    multiplied by the ink; a dark one gets opaque ink (white underbase) that takes its light, shadow and gloss.
    """
    chosen = mode or (Mode.NORMAL if maps.dark else Mode.MULTIPLY)
    ink, alpha = warp(artwork, maps)
    left, top = maps.origin
    height, width = maps.mask.shape
    region = photo.crop((left, top, left + width, top + height))
    ground = np.asarray(region.convert("RGB"), np.float32) / 255
    printed = _lit(ink, maps.shade) if chosen is Mode.NORMAL else _mix(ground, ink, chosen)
    opacity = (alpha * maps.mask)[..., None]
    result = ground + (printed - ground) * opacity
    pixels = Image.fromarray((result.clip(0, 1) * 255).round().astype(np.uint8), "RGB")
    if photo.mode == "RGBA":
        pixels.putalpha(region.getchannel("A"))
    done = photo.copy()
    done.paste(pixels, (left, top))
    return done


def _lit(ink: Floats, shade: Floats) -> Floats:
    """Ink on an opaque underbase: shadows darken it, gloss lies over it as light."""
    diffuse = np.minimum(shade, 1.0)[..., None] ** 0.6
    gloss = np.clip((shade - 1.35) * 0.45, 0, 0.75)[..., None]
    body = ink * (0.18 + 0.82 * diffuse)
    lit: Floats = body + (1 - body) * gloss
    return lit


def _mix(ground: Floats, ink: Floats, mode: Mode) -> Floats:
    match mode:
        case Mode.MULTIPLY:
            return ground * ink
        case Mode.SCREEN:
            return ground + ink - ground * ink
        case Mode.OVERLAY:
            return np.where(ground <= 0.5, 2 * ground * ink, 1 - 2 * (1 - ground) * (1 - ink))  # noqa: PLR2004 - W3C
        case _:
            return _soft_light(ground, ink)


def _soft_light(ground: Floats, ink: Floats) -> Floats:
    root = np.where(ground <= 0.25, ((16 * ground - 12) * ground + 4) * ground, np.sqrt(ground))  # noqa: PLR2004 - W3C
    darker = ground - (1 - 2 * ink) * ground * (1 - ground)
    return np.where(ink <= 0.5, darker, ground + (2 * ink - 1) * (root - ground))  # noqa: PLR2004 - W3C
