"""Preparing a zone: everything that a generation needs not compute again."""

import math
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.light import folds_of, light_of, luminance_of
from luneo.imaging.surface import region_of, to_design
from luneo.imaging.zone_maps import Floats, ZoneMaps
from luneo.imaging.zones import PrintZone

LIGHT_GROUND: Final = 0.45
_OVERSAMPLING: Final = 1.25
_HIGHEST_FOLD: Final = 0.04
_STEEPEST_FOLD: Final = 0.6
_DARKEST_LIT: Final = 0.02
Box = tuple[int, int, int, int]


def compile_zone(photo: Image.Image, zone: PrintZone, mask: Image.Image | None = None) -> ZoneMaps:
    """The maps of a zone that :func:`luneo.imaging.zones.check_zone` has passed, for a photo of mode RGB or RGBA.

    ``mask`` is a picture of the photo's aspect whose white parts may be printed on and whose black ones (a hand, a
    strap) may not; grey is printed in part.
    """
    box = _region(zone, photo.size)
    luminance = luminance_of(photo.convert("RGB").crop(box))
    x, y = _centres(box)
    if zone.displacement:
        x, y = _displaced(zone, x, y, luminance)
    u, v = to_design(zone, x, y)
    covered = _coverage(u) * _coverage(v)
    if mask is not None:
        allowed = mask.convert("L").resize(photo.size, Image.Resampling.BILINEAR).crop(box)
        covered = covered * (np.asarray(allowed, np.float32) / 255)
    lit, ground = _tones(luminance, covered)
    levels = (covered * 255).round().astype(np.uint8)
    finest = _design_px(u, v, covered)
    return ZoneMaps.of(box[:2], (u, v), levels, design_px=finest, lit=lit, dark=ground < LIGHT_GROUND)


def _region(zone: PrintZone, photo_size: tuple[int, int]) -> Box:
    left, top, right, bottom = region_of(zone, photo_size)
    beyond = math.ceil(_reach(zone, (left, top, right, bottom)))
    width, height = photo_size
    return max(0, left - beyond), max(0, top - beyond), min(width, right + beyond), min(height, bottom + beyond)


def _reach(zone: PrintZone, box: Box) -> float:
    """How far the highest fold moves the design, in pixels."""
    return zone.displacement * _HIGHEST_FOLD * min(box[2] - box[0], box[3] - box[1])


def _centres(box: Box) -> tuple[Floats, Floats]:
    left, top, right, bottom = box
    # A pixel's colour belongs to its centre, half a pixel into it.
    x, y = np.meshgrid(np.arange(left, right, dtype=np.float32) + 0.5, np.arange(top, bottom, dtype=np.float32) + 0.5)
    return x, y


def _displaced(zone: PrintZone, x: Floats, y: Floats, luminance: Floats) -> tuple[Floats, Floats]:
    """Where the cloth's points would lie were it flat: a fold's crest leans towards the light that shows it."""
    flat = _coverage_of(zone, x, y)
    lit, _ = _tones(luminance, flat)
    across, down = light_of(luminance / lit, flat)
    left, top, right, bottom = int(x[0, 0]), int(y[0, 0]), int(x[0, -1]) + 1, int(y[-1, 0]) + 1
    moved = folds_of(luminance, flat) * np.float32(_reach(zone, (left, top, right, bottom)))
    # A design that moved by more than its own change of place would lie over itself.
    steepest = float(np.quantile(_steepness(moved)[flat > 0], 0.96))
    moved *= np.float32(min(1.0, _STEEPEST_FOLD / max(steepest, _STEEPEST_FOLD)))
    return x - moved * np.float32(across), y - moved * np.float32(down)


def _coverage_of(zone: PrintZone, x: Floats, y: Floats) -> Floats:
    u, v = to_design(zone, x, y)
    return _coverage(u) * _coverage(v)


def _steepness(values: Floats) -> Floats:
    """The change a pixel."""
    down, across = np.gradient(np.nan_to_num(values, nan=-1.0))
    steep: Floats = np.hypot(across, down).astype(np.float32)
    return steep


def _coverage(values: Floats) -> Floats:
    """How much of a pixel lies between 0 and 1 of a coordinate, from its distance to the edge in pixels."""
    steepness = np.maximum(_steepness(values), 1e-6)
    distance = np.minimum(values, 1 - values) / steepness
    covered: Floats = np.clip(np.nan_to_num(distance, nan=-1.0) + 0.5, 0, 1)
    return covered


def _design_px(u: Floats, v: Floats, mask: Floats) -> tuple[int, int]:
    inside = mask > 0.5  # noqa: PLR2004 - more in than out
    sides = []
    for values in (u, v):
        steep = _steepness(values)[inside]
        densest = 1 / max(1e-6, float(np.quantile(steep, 0.02))) if steep.size else 1.0
        sides.append(min(4096, max(8, math.ceil(densest * _OVERSAMPLING))))
    return sides[0], sides[1]


def _tones(luminance: Floats, mask: Floats) -> tuple[float, float]:
    """The luma of the zone's lit surface and of the most of it."""
    inside = luminance[mask > 0.5]  # noqa: PLR2004 - more in than out
    if not inside.size:
        return 1.0, 1.0
    return max(float(np.quantile(inside, 0.7)), _DARKEST_LIT), float(np.median(inside))
