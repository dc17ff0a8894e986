"""Soft shadows: how much of the studio's light reaches a point past the model itself.

For each direction of the light a depth map of the model is splatted from points on its surface; a point is lit from
there when nothing lies nearer to the light.
"""

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.studio import Samples

Array = NDArray[np.float32]

POINTS_AT_ONCE = 65_536
SURFACE_POINTS = 160_000
MAP_SIDE = 160
BIAS_CELLS = 2.2
POINTS_SEED = 7


def surface_points(corners: Array) -> Array:
    """Points spread evenly over triangles given as (m, 3, 3) corners; always the same ones."""
    a, b, c = (corners[:, k].astype(np.float64) for k in range(3))
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    edges = np.cumsum(areas) / areas.sum()
    generator = np.random.default_rng(POINTS_SEED)
    which = np.searchsorted(edges, (np.arange(SURFACE_POINTS) + 0.5) / SURFACE_POINTS)
    which = np.minimum(which, len(a) - 1)
    s, t = generator.random((2, SURFACE_POINTS, 1))
    fold = s + t > 1
    s, t = np.where(fold, 1 - s, s), np.where(fold, 1 - t, t)
    points: Array = (a[which] * (1 - s - t) + b[which] * s + c[which] * t).astype(np.float32)
    return points


class Shadows:
    """A model's depth maps for every direction of the light."""

    def __init__(self, occluders: Array, samples: Samples) -> None:
        low, high = occluders.min(axis=0), occluders.max(axis=0)
        self._centre = (low + high) / 2
        self._radius = float(np.linalg.norm(high - low)) / 2 * 1.02
        self._directions = samples.directions.astype(np.float32)
        self._strengths = samples.light.sum(axis=1).astype(np.float32)
        self._bases = [_basis(direction) for direction in samples.directions]
        around = occluders - self._centre
        self._maps = [_depth_map(around @ basis.T, self._radius) for basis in self._bases]

    def share(self, points: Array, normals: Array) -> Array:
        """The share 0…1 (n,) of the diffuse light that the model lets through to surface points (n, 3)."""
        parts = range(0, len(points), POINTS_AT_ONCE)
        shares = [self._share(points[i : i + POINTS_AT_ONCE], normals[i : i + POINTS_AT_ONCE]) for i in parts]
        return np.concatenate([np.zeros(0, np.float32), *shares])

    def _share(self, points: Array, normals: Array) -> Array:
        cell = 2 * self._radius / MAP_SIDE
        # Each point is moved off its surface, further than one cell of a map can slope.
        away = (points + normals * np.float32(cell * BIAS_CELLS) - self._centre).astype(np.float32)
        free, lit = np.zeros((2, len(points)), np.float32)
        cosines = normals @ self._directions.T
        for k, basis in enumerate(self._bases):
            facing = np.flatnonzero(cosines[:, k] > 0)
            arriving = cosines[facing, k] * self._strengths[k]
            free[facing] += arriving
            lit[facing] += arriving * _visible(self._maps[k], away[facing] @ basis.T, self._radius, cell)
        return (lit / np.maximum(free, 1e-6)).astype(np.float32, copy=False)


def _basis(direction: NDArray[np.float64]) -> Array:
    helper = np.array([0.0, 0.0, 1.0]) if abs(direction[1]) > 0.9 else np.array([0.0, 1.0, 0.0])  # noqa: PLR2004
    right = np.cross(helper, direction)
    right /= np.linalg.norm(right)
    return np.stack([right, np.cross(direction, right), direction]).astype(np.float32)


def _cells(local: Array, radius: float) -> NDArray[np.int32]:
    scale = np.float32(MAP_SIDE / (2 * radius))
    columns = ((local[:, 0] + radius) * scale).astype(np.int32)
    rows = ((local[:, 1] + radius) * scale).astype(np.int32)
    return np.clip(rows, 0, MAP_SIDE - 1) * MAP_SIDE + np.clip(columns, 0, MAP_SIDE - 1)


def _depth_map(local: Array, radius: float) -> Array:
    depth = np.full(MAP_SIDE * MAP_SIDE, -np.inf, np.float32)
    np.maximum.at(depth, _cells(local, radius), local[:, 2])
    return depth


def _visible(depth: Array, local: Array, radius: float, cell: float) -> Array:
    """Soft comparison: fully shadowed once the occluder is a cell nearer to the light."""
    outside = (np.abs(local[:, :2]) > radius).any(axis=1)
    gap = (depth[_cells(local, radius)] - local[:, 2]) / np.float32(cell)
    visible = np.clip(1 - gap, 0, 1)
    return np.where(outside, np.float32(1), visible).astype(np.float32)
