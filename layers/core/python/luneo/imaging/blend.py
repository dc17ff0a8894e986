"""A design on the photographed product, so that it looks printed there.

What depends on the product alone is compiled once (:func:`compile_zone`); a generation only remaps.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.preparation import compile_zone
from luneo.imaging.warp import ALPHA, EVERY_LANE, LUMA_STEPS, Lanes, Warp, luma_of, sheet_of, strips
from luneo.imaging.zone_maps import Floats, UnusableZoneMaps, Words, ZoneMaps

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
    warp = Warp(sheet_of(artwork, maps, absorbing=chosen is Mode.MULTIPLY), maps)
    done = photo.copy()
    raw = {"RGB": "RGBX", "RGBA": "RGBA"}[photo.mode]
    for part in strips(maps):
        left, top, right, bottom = box = part.box(maps.origin)
        ground = np.frombuffer(photo.crop(box).tobytes("raw", raw), np.uint8).reshape(bottom - top, -1)
        pixels = _MODES[chosen](_Strip(ground.astype(np.uint16), warp.of(part), maps.lit)).astype(np.uint8)
        if raw == "RGBA":
            pixels[:, 3::4] = ground[:, 3::4]
        size = right - left, bottom - top
        done.paste(Image.frombuffer(photo.mode, size, pixels, "raw", raw, 0, 1), (left, top))
    return done


class _Strip:
    """Some rows: the ground, four levels a pixel; premultiplied ink within the zone, a word a pixel.

    ``lit`` is the luma of the product's lit surface, 0 to 1.
    """

    __slots__ = ("ground", "lit", "words")

    def __init__(self, ground: Words, words: Lanes, lit: float) -> None:
        self.ground = ground
        self.words = words
        self.lit = lit

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
    luma = luma_of(strip.ground.view(np.uint64))
    body, gloss = (table.take(luma, mode="clip").view(np.uint16) for table in _light(strip.lit))
    alpha = strip.alpha
    result = _times(strip.ground, 255 - alpha)
    result += _times(strip.ink, body)
    result += _times(alpha, gloss)
    return np.minimum(result, 255)


@lru_cache(maxsize=16)
def _light(lit: float) -> tuple[Lanes, Lanes]:
    """By luma: how much of the ink's colour is seen and how much white lies over it, parts of 255 in each lane."""
    shade = np.arange(LUMA_STEPS, dtype=np.float64) / (LUMA_STEPS * lit)
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
