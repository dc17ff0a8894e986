"""Artwork as a relief: how much ink is where, and how a cut of that shape takes the light of the photograph."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.light import LUMINANCE, blurred, light_of
from luneo.imaging.warp import ALPHA, Sheet, sheet_of, strips, warped
from luneo.imaging.zone_maps import Floats, ZoneMaps

_UNITS_A_SIDE: Final = 260.0
_MARGIN_UNITS: Final = 6


@dataclass(frozen=True, slots=True)
class Relief:
    """A piece of the photo and the cut to be made in it; all arrays share its rows and columns.

    ``box`` is (left, top, right, bottom) in the photo: the zone and a margin that shadows may fall on. ``ground`` holds
    the photo's colours (rows, columns, 3) from 0 to 1, ``density`` how much ink is where, 0 to 1. ``unit`` is the
    length in pixels that all widths of a finish are told in: it grows with the zone, so that a preview of any size
    looks alike. ``light`` points to where the light comes from (x right, y down; length 1).
    """

    box: tuple[int, int, int, int]
    ground: Floats
    density: Floats
    u: Floats
    v: Floats
    unit: float
    light: tuple[float, float]


def relief_of(photo: Image.Image, artwork: Image.Image, maps: ZoneMaps) -> Relief:
    """The relief of the artwork on the zone of a photo of mode RGB or RGBA."""
    unit = max(0.5, math.sqrt(float(maps.mask.sum()) / 255) / _UNITS_A_SIDE)
    (left, top), (rows, columns) = maps.origin, maps.mask.shape
    margin = math.ceil(_MARGIN_UNITS * unit)
    box = (
        max(0, left - margin), max(0, top - margin),
        min(photo.width, left + columns + margin), min(photo.height, top + rows + margin),
    )  # fmt: skip
    around = ((top - box[1], box[3] - top - rows), (left - box[0], box[2] - left - columns))
    ground = np.asarray(photo.convert("RGB").crop(box), np.float32) / 255
    density = np.pad(_density(artwork, maps) * (maps.mask / np.float32(255)), around)
    u, v = (np.pad(each, around, mode="edge") for each in maps.uv)
    return Relief(box, ground, density, u, v, unit, light_of(maps.shade, maps.mask / np.float32(255)))


def _density(artwork: Image.Image, maps: ZoneMaps) -> Floats:
    """Dark ink counts in full, white not at all; pale line art on a clear ground is brought up to full depth."""
    sheet = _darkness(sheet_of(artwork, maps))
    words = np.concatenate([warped(sheet, maps, rows, masked=False) for rows in strips(maps)])
    dark = (words & np.uint64(0xFF)).astype(np.float32) / 255
    opaque = words >> np.uint64(ALPHA) > 127  # noqa: PLR2004 - more ink than not
    deepest = float(np.quantile(dark[opaque], 0.95)) if opaque.any() else 1.0
    clear = not opaque.all()
    full = max(deepest, 0.05) if clear else max(deepest, 0.4)
    density: Floats = np.clip(dark / np.float32(full), 0, 1)
    return density


def _darkness(sheet: Sheet) -> Sheet:
    """The design with its darkness, alpha less luminance, in place of its colours."""
    lanes = sheet.words.view(np.uint16).reshape(-1, 4)
    alpha = lanes[:, 3]
    luminance = lanes[:, 0] * LUMINANCE[0]
    luminance += lanes[:, 1] * LUMINANCE[1]
    luminance += lanes[:, 2] * LUMINANCE[2]
    dark = np.zeros_like(lanes)
    # Rounding may take a white pixel's luminance above its alpha by a hair.
    dark[:, 0] = np.maximum(alpha - luminance, 0).round()
    dark[:, 3] = alpha
    return Sheet(dark.view(np.uint64).ravel(), sheet.size)


def moved(values: Floats, across: float, down: float) -> Floats:
    """The values moved by whole pixels nearest to (across, down); what comes in at an edge is 0."""
    dx, dy = round(across), round(down)
    rows, columns = values.shape
    result = np.zeros_like(values)
    result[max(0, dy) : rows + min(0, dy), max(0, dx) : columns + min(0, dx)] = values[
        max(0, -dy) : rows - max(0, dy), max(0, -dx) : columns - max(0, dx)
    ]
    return result


def slope(values: Floats) -> tuple[Floats, Floats]:
    """The change a pixel (down, across)."""
    return np.asarray(np.gradient(values, axis=0), np.float32), np.asarray(np.gradient(values, axis=1), np.float32)


def facing(relief: Relief, softness: float) -> Floats:
    """How far the cut's walls turn to the light: 1 the wall that faces it, -1 the one that lies in its own shadow.

    ``softness`` is the width of a wall, in units.
    """
    sigma = max(0.45, softness * relief.unit)
    depth = blurred(relief.density, sigma)
    down, across = slope(depth)
    # A cut's depth rises behind the near edge, so that wall turns its back to the light.
    lit: Floats = np.clip((across * relief.light[0] + down * relief.light[1]) * (2.5 * sigma), -1, 1)
    return lit


def grain(shape: tuple[int, int], seed: int) -> Floats:
    """Fine noise of mean 0 and deviation 1, the same for the same shape and seed."""
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(shape, np.float32)


def colour(red: float, green: float, blue: float) -> Floats:
    """An sRGB colour from 0 to 1 that pictures can be multiplied by."""
    return np.array((red, green, blue), np.float32)
