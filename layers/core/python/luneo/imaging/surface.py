"""From photo pixels back to the design: perspective, cylinder and the bow of a round rim."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luneo.imaging.zones import PrintZone, Quad

Grid = NDArray[np.floating[Any]]


def homography(quad: Quad) -> NDArray[np.float64]:
    """The 3 by 3 matrix that takes the unit square (0,0)-(1,0)-(1,1)-(0,1) to the quad; exact for four points."""
    rows, right = [], []
    for (u, v), (x, y) in zip(((0, 0), (1, 0), (1, 1), (0, 1)), quad, strict=True):
        rows += [[u, v, 1, 0, 0, 0, -u * x, -v * x], [0, 0, 0, u, v, 1, -u * y, -v * y]]
        right += [x, y]
    solved = np.linalg.solve(np.array(rows, np.float64), np.array(right, np.float64))
    return np.append(solved, 1.0).reshape(3, 3)


def to_design(zone: PrintZone, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Where photo points lie on the design, as (u, v) from 0 to 1 within the zone; beyond the horizon they are NaN.

    On a cylinder seen side on, a point at angle φ stands at sin φ, and sags by its depth, cos φ: the flat zone's
    coordinates are unrolled by the inverse of that.
    """
    u, v = _through(np.linalg.inv(homography(zone.quad)), x, y)
    if zone.curvature == 0:
        return u, v
    half = zone.curvature * math.pi / 2
    sine = (2 * u - 1) * math.sin(half)
    seen = np.clip(sine, -1, 1)
    # Beyond the cylinder's outline the angle runs on, so that edges there have a slope and no seam.
    angle = np.arcsin(seen) + (sine - seen) * 8
    sag = (np.cos(angle) - math.cos(half)) / (1 - math.cos(half))
    top, bottom = zone.bow
    return (angle / half + 1) / 2, (v - top * sag) / (1 + (bottom - top) * sag)


def to_photo(zone: PrintZone, u: Grid, v: Grid) -> tuple[Grid, Grid]:
    """The inverse of :func:`to_design`: where points of the design stand on the photo, in pixels."""
    if zone.curvature:
        half = zone.curvature * math.pi / 2
        angle = (2 * u - 1) * half
        sag = (np.cos(angle) - math.cos(half)) / (1 - math.cos(half))
        top, bottom = zone.bow
        u, v = (np.sin(angle) / math.sin(half) + 1) / 2, v * (1 + (bottom - top) * sag) + top * sag
    return _through(homography(zone.quad), u, v)


def _through(matrix: Grid, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    a, b, c = (row[0] * x + row[1] * y + row[2] for row in matrix)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Behind the horizon of the perspective there is no surface.
        away = np.where(c > 0, c, np.nan)
        return (a / away).astype(np.float32), (b / away).astype(np.float32)


def region_of(zone: PrintZone, photo_size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The smallest pixel box (left, top, right, bottom) of the photo that holds the whole zone, bow included."""
    along = np.linspace(0, 1, 65, dtype=np.float32)
    ends = np.zeros_like(along)
    u = np.concatenate([along, along, ends, ends + 1])
    v = np.concatenate([ends, ends + 1, along, along])
    x, y = to_photo(zone, u, v)
    width, height = photo_size
    left, top = max(0, math.floor(x.min()) - 1), max(0, math.floor(y.min()) - 1)
    return left, top, min(width, math.ceil(x.max()) + 1), min(height, math.ceil(y.max()) + 1)
