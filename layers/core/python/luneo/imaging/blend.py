"""A design on the photographed product, so that it looks printed there.

What depends on the product alone is compiled once (:func:`compile_zone`); a generation only remaps.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from luneo.imaging.preparation import compile_zone
from luneo.imaging.warp import Levels, warp
from luneo.imaging.zone_maps import Floats, UnusableZoneMaps, ZoneMaps

__all__ = ["Mode", "UnusableZoneMaps", "ZoneMaps", "blend", "compile_zone"]

_STRIP_ROWS: Final = 48
_SHADE_STEPS: Final = 256
_BRIGHTEST_SHADE: Final = 8
Words = NDArray[np.uint16]


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
    result = np.array(region.convert("RGB"))
    # Strips stay in the processor's cache from the first operation to the last.
    for start in range(0, height, _STRIP_ROWS):
        rows = slice(start, start + _STRIP_ROWS)
        opacity = maps.mask[rows, :, None].astype(np.uint16)
        strip = _Strip(result[rows].astype(np.uint16), ink[rows], alpha[rows], opacity, maps.shade[rows])
        result[rows] = _MODES[chosen](strip)
    pixels = Image.fromarray(result, "RGB")
    if photo.mode == "RGBA":
        pixels.putalpha(region.getchannel("A"))
    done = photo.copy()
    done.paste(pixels, (left, top))
    return done


class _Strip:
    """Some rows of ground, premultiplied ink, its alpha and the zone's opacity, all 0 to 255, and the shade."""

    __slots__ = ("alpha", "ground", "ink", "opacity", "shade")

    def __init__(self, ground: Words, ink: Levels, alpha: Levels, opacity: Words, shade: Floats) -> None:
        self.ground = ground
        self.ink = ink
        self.alpha = alpha
        self.opacity = opacity
        self.shade = shade


def _times(one: NDArray[Any], other: NDArray[Any]) -> Words:
    """The product of two parts of 255, rounded to the nearest: exact in sixteen bits."""
    product: Words = one * other
    product += 128
    product += product >> 8
    product >>= 8
    return product


def _multiply(strip: _Strip) -> Words:
    kept = _times(strip.alpha - strip.ink, strip.opacity)
    result: Words = strip.ground - _times(strip.ground, kept)
    return result


def _screen(strip: _Strip) -> Words:
    result: Words = strip.ground + _times(255 - strip.ground, _times(strip.ink, strip.opacity))
    return result


def _normal(strip: _Strip) -> Words:
    """Ink on an opaque underbase: shadows darken it, gloss lies over it as light."""
    step = np.minimum(strip.shade * np.float32(_SHADE_STEPS), _BRIGHTEST_SHADE * _SHADE_STEPS - 1).astype(np.uint16)
    body, gloss = (table[step][..., None] for table in _light())
    alpha = strip.alpha.astype(np.uint16)
    lit = _times(strip.ink, body) + _times(alpha, gloss)
    result: Words = _times(strip.ground, 255 - _times(alpha, strip.opacity)) + _times(lit, strip.opacity)
    return np.minimum(result, 255)


@cache
def _light() -> tuple[Words, Words]:
    """By shade: how much of the ink's colour is seen, and how much white lies over it, in parts of 255."""
    shade = np.arange(_BRIGHTEST_SHADE * _SHADE_STEPS, dtype=np.float64) / _SHADE_STEPS
    gloss = np.clip((shade - 1.35) * 0.45, 0, 0.75)
    body = (0.18 + 0.82 * np.minimum(shade, 1.0) ** 0.6) * (1 - gloss)
    return (body * 255).round().astype(np.uint16), (gloss * 255).round().astype(np.uint16)


def _overlay(strip: _Strip) -> Words:
    return _mixed(strip, _overlaid)


def _soft_light(strip: _Strip) -> Words:
    return _mixed(strip, _softened)


def _overlaid(ground: Floats, ink: Floats) -> Floats:
    return np.where(ground <= 0.5, 2 * ground * ink, 1 - 2 * (1 - ground) * (1 - ink))  # noqa: PLR2004 - W3C


def _softened(ground: Floats, ink: Floats) -> Floats:
    root = np.where(ground <= 0.25, ((16 * ground - 12) * ground + 4) * ground, np.sqrt(ground))  # noqa: PLR2004 - W3C
    darker = ground - (1 - 2 * ink) * ground * (1 - ground)
    return np.where(ink <= 0.5, darker, ground + (2 * ink - 1) * (root - ground))  # noqa: PLR2004 - W3C


def _mixed(strip: _Strip, formula: Callable[[Floats, Floats], Floats]) -> Words:
    """What a formula of straight colours from 0 to 1 gives."""
    ground, alpha = strip.ground.astype(np.float32) / 255, strip.alpha.astype(np.float32)
    ink = strip.ink / np.maximum(alpha, 1)
    opacity = alpha * strip.opacity / np.float32(255 * 255)
    return ((ground + (formula(ground, ink) - ground) * opacity).clip(0, 1) * 255).round().astype(np.uint16)


_MODES: Final[dict[Mode, Callable[[_Strip], Words]]] = {
    Mode.NORMAL: _normal,
    Mode.MULTIPLY: _multiply,
    Mode.SCREEN: _screen,
    Mode.OVERLAY: _overlay,
    Mode.SOFT_LIGHT: _soft_light,
}
