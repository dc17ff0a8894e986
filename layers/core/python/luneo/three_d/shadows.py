"""Soft shadows: how much of the studio's light reaches a point past the model itself.

For each direction of the light a depth map of the model is splatted from points on its surface; a point is lit from
there when nothing lies nearer to the light. Points are handled as rows of x, y and z, some thousands at a time:
a direction's arithmetic then stays in the processor's cache.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.studio import Samples

Array = NDArray[np.float32]
Cells = NDArray[np.intp]

POINTS_AT_ONCE = 1 << 15
POINTS_PER_CELL = 6.25
FINEST_MAP, COARSEST_MAP = 160, 32
PIXELS_PER_CELL = 2
BIAS_CELLS = 2.2
POINTS_SEED = 7


def map_side(size_px: int) -> int:
    """The cells along a depth map that a picture's size deserves: contours finer than a pixel are never seen."""
    return min(max(size_px // PIXELS_PER_CELL, COARSEST_MAP), FINEST_MAP)


def surface_points(corners: Array, side: int) -> Array:
    """Enough points for maps of ``side``, spread evenly over (m, 3, 3) triangles; always the same ones."""
    count = round(POINTS_PER_CELL * side * side)
    a, b, c = (corners[:, k].astype(np.float64) for k in range(3))
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    edges = np.cumsum(areas) / areas.sum()
    generator = np.random.default_rng(POINTS_SEED)
    which = np.searchsorted(edges, (np.arange(count) + 0.5) / count)
    which = np.minimum(which, len(a) - 1)
    s, t = generator.random((2, count, 1))
    fold = s + t > 1
    s, t = np.where(fold, 1 - s, s), np.where(fold, 1 - t, t)
    points: Array = (a[which] * (1 - s - t) + b[which] * s + c[which] * t).astype(np.float32)
    return points


class Shadows:
    """A model's depth maps, ``side`` cells wide, for every direction of the light.

    In a map lengths are counted in cells. A border of one cell, where nothing throws a shadow, catches all that lies
    outside.
    """

    def __init__(self, occluders: Array, samples: Samples, side: int) -> None:
        low, high = occluders.min(axis=0), occluders.max(axis=0)
        self._centre = (low + high) / 2
        self._cell = np.float32(np.linalg.norm(high - low) * 1.02 / side)
        self._side = side
        self._directions = samples.directions.astype(np.float32)
        self._strengths = samples.light.sum(axis=1).astype(np.float32)
        self._bases = [_basis(direction) for direction in samples.directions]
        self._maps = np.full((len(self._bases), (side + 2) ** 2), -np.inf, np.float32)
        for around in self._in_cells(occluders):
            for basis, depth in zip(self._bases, self._maps, strict=True):
                np.maximum.at(depth, self._cells(around, basis), _along(basis[2], around))

    def share(self, points: Array, normals: Array) -> Array:
        """The share 0…1 (n,) of the diffuse light that the model lets through to surface points (n, 3).

        ``normals`` are (n, 3), or (1, 3) for a plane.
        """
        # Each point is moved off its surface, further than one cell of a map can slope.
        away = points + normals * (self._cell * np.float32(BIAS_CELLS))
        whole = len(normals) == 1
        shares, start = [np.zeros(0, np.float32)], 0
        for around in self._in_cells(away):
            stop = start + around.shape[1]
            shares.append(self._share(around, np.ascontiguousarray((normals if whole else normals[start:stop]).T)))
            start = stop
        return np.concatenate(shares)

    def _in_cells(self, points: Array) -> Iterator[Array]:
        """Points as (3, n) cells from the centre, in parts."""
        for start in range(0, len(points), POINTS_AT_ONCE):
            around = (points[start : start + POINTS_AT_ONCE] - self._centre) / self._cell
            yield np.ascontiguousarray(around.T, np.float32)

    def _share(self, around: Array, normals: Array) -> Array:
        free: Array = np.zeros(around.shape[1], np.float32)
        lit = np.zeros_like(free)
        lights = zip(self._bases, self._directions, self._strengths, self._maps, strict=True)
        for basis, direction, strength, depth in lights:
            arriving = np.maximum(_along(direction, normals), 0) * strength
            if not arriving.any():
                continue
            gap = depth.take(self._cells(around, basis)) - _along(basis[2], around)
            # Soft comparison: fully shadowed once the occluder is a cell nearer to the light.
            free += arriving
            lit += arriving * np.clip(1 - gap, 0, 1)
        return (lit / np.maximum(free, 1e-6)).astype(np.float32, copy=False)

    def _cells(self, around: Array, basis: Array) -> Cells:
        """The place in a direction's map of each point."""
        middle, beyond = np.float32(self._side / 2 + 1), np.float32(self._side + 1)
        column, row = (np.clip(_along(axis, around) + middle, 0, beyond).astype(np.int32) for axis in basis[:2])
        row *= self._side + 2
        row += column
        cells: Cells = row.astype(np.intp)
        return cells


def _along(axis: Array, around: Array) -> Array:
    """How far (3, n) points lie along an axis."""
    # Not a matrix product: for three columns its threads cost more than they help.
    length: Array = around[0] * axis[0]
    length += around[1] * axis[1]
    length += around[2] * axis[2]
    return length


def _basis(direction: NDArray[np.float64]) -> Array:
    helper = np.array([0.0, 0.0, 1.0]) if abs(direction[1]) > 0.9 else np.array([0.0, 1.0, 0.0])  # noqa: PLR2004
    right = np.cross(helper, direction)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(direction, right), direction]).astype(np.float32)
