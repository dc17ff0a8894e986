"""A design on the photographed product, so that it looks printed there.

What depends on the product alone is compiled once (:func:`compile_zone`); a generation only remaps.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.preparation import compile_zone
from luneo.imaging.warp import ALPHA, EVERY_LANE, Lanes, sheet_of, strips, warped
from luneo.imaging.zone_maps import Floats, UnusableZoneMaps, Words, ZoneMaps

__all__ = ["Mode", "UnusableZoneMaps", "ZoneMaps", "blend", "compile_zone"]

_SHADE_STEPS: Final = 256
_BRIGHTEST_SHADE: Final = 8


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
    sheet = sheet_of(artwork, maps, absorbing=chosen is Mode.MULTIPLY)
    done = photo.copy()
    left, top = maps.origin
    columns = maps.mask.shape[1]
    raw = {"RGB": "RGBX", "RGBA": "RGBA"}[photo.mode]
    for rows in strips(maps):
        box = (left, top + rows.start, left + columns, top + rows.stop)
        ground = np.frombuffer(photo.crop(box).tobytes("raw", raw), np.uint8).reshape(-1, columns * 4)
        levels = _MODES[chosen](_Strip(ground.astype(np.uint16), warped(sheet, maps, rows), maps.shade[rows]))
        pixels = levels.astype(np.uint8)
        if raw == "RGBA":
            pixels[:, 3::4] = ground[:, 3::4]
        size = columns, rows.stop - rows.start
        done.paste(Image.frombuffer(photo.mode, size, pixels, "raw", raw, 0, 1), box[:2])
    return done


class _Strip:
    """Some rows: the ground, four levels a pixel; premultiplied ink within the zone, a word a pixel; the shade."""

    __slots__ = ("ground", "shade", "words")

    def __init__(self, ground: Words, words: Lanes, shade: Floats) -> None:
        self.ground = ground
        self.words = words
        self.shade = shade

    @property
    def ink(self) -> Words:
        """Four levels a pixel."""
        return self.words.view(np.uint16)

    @property
    def alpha(self) -> Words:
        """The ink's alpha, once for each level."""
        return ((self.words >> np.uint64(ALPHA)) * EVERY_LANE).view(np.uint16)


def _times(one: Words, other: Words) -> Words:
    """The product of two parts of 255, rounded to the nearest: exact in sixteen bits."""
    product: Words = one * other
    product += 128
    product += product >> 8
    product >>= 8
    return product


def _multiply(strip: _Strip) -> Words:
    """The ink is told by what it absorbs."""
    result: Words = strip.ground - _times(strip.ground, strip.ink)
    return result


def _screen(strip: _Strip) -> Words:
    result: Words = strip.ground + _times(255 - strip.ground, strip.ink)
    return result


def _normal(strip: _Strip) -> Words:
    """Ink on an opaque underbase: shadows darken it, gloss lies over it as light."""
    step = np.minimum(strip.shade * np.float32(_SHADE_STEPS), _BRIGHTEST_SHADE * _SHADE_STEPS - 1).astype(np.intp)
    body, gloss = (table.take(step).view(np.uint16) for table in _light())
    alpha = strip.alpha
    result = _times(strip.ground, 255 - alpha)
    result += _times(strip.ink, body)
    result += _times(alpha, gloss)
    return np.minimum(result, 255)


@cache
def _light() -> tuple[Lanes, Lanes]:
    """By shade: how much of the ink's colour is seen and how much white lies over it, parts of 255 in each lane."""
    shade = np.arange(_BRIGHTEST_SHADE * _SHADE_STEPS, dtype=np.float64) / _SHADE_STEPS
    gloss = np.clip((shade - 1.35) * 0.45, 0, 0.75)
    body = (0.18 + 0.82 * np.minimum(shade, 1.0) ** 0.6) * (1 - gloss)
    return (body * 255).round().astype(np.uint64) * EVERY_LANE, (gloss * 255).round().astype(np.uint64) * EVERY_LANE


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
    ground, alpha = strip.ground / np.float32(255), strip.alpha.astype(np.float32)
    ink = strip.ink / np.maximum(alpha, 1)
    opacity = alpha / np.float32(255)
    return ((ground + (formula(ground, ink) - ground) * opacity).clip(0, 1) * 255).round().astype(np.uint16)


_MODES: Final[dict[Mode, Callable[[_Strip], Words]]] = {
    Mode.NORMAL: _normal,
    Mode.MULTIPLY: _multiply,
    Mode.SCREEN: _screen,
    Mode.OVERLAY: _overlay,
    Mode.SOFT_LIGHT: _soft_light,
}
