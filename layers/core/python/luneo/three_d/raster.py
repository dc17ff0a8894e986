"""Which triangle is seen where: a z-buffer over a whole mesh, in batches of like-sized triangles.

Memory is bounded by :data:`SAMPLES_AT_ONCE` beside the buffers themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Indices = NDArray[np.int32]

SAMPLES_AT_ONCE = 1 << 20
SMALLEST_TILE, LARGEST_TILE = 2, 64
NOTHING = -1


@dataclass(frozen=True, slots=True)
class Coverage:
    """Per sample (row, column): the nearest triangle's index or NOTHING, and its depth (larger is nearer)."""

    triangle: Indices
    depth: Array


def rasterise(corners: Array, width: int, height: int) -> Coverage:
    """Draw triangles given as (m, 3, 3) corners: x and y in samples (y down, centres at +0.5), z = nearness.

    Nearness must be linear on the screen (1 / view depth). Both sides of a triangle are drawn.
    """
    coverage = Coverage(np.full(width * height, NOTHING, np.int32), np.full(width * height, -np.inf, np.float32))
    for triangles, lefts, tops, tile in _tiles(corners, width, height):
        at_once = max(1, SAMPLES_AT_ONCE // (tile[0] * tile[1]))
        for start in range(0, len(triangles), at_once):
            part = slice(start, start + at_once)
            _draw(coverage, corners, (triangles[part], lefts[part], tops[part]), tile, (width, height))
    shape = (height, width)
    return Coverage(coverage.triangle.reshape(shape), coverage.depth.reshape(shape))


def _tiles(corners: Array, width: int, height: int) -> Iterator[tuple[Indices, Indices, Indices, tuple[int, int]]]:
    """Tiles that cover the triangles' bounding boxes: (triangle, left, top) arrays for each tile's sides."""
    low = np.floor(corners[:, :, :2].min(axis=1) - 0.5)
    high = np.ceil(corners[:, :, :2].max(axis=1) + 0.5)
    frame = np.array([width, height])
    low, high = (np.clip(edge, 0, frame).astype(np.int32) for edge in (low, high))
    extent = high - low
    seen = np.flatnonzero((extent > 0).all(axis=1)).astype(np.int32)
    exponents = np.ceil(np.log2(extent[seen])).astype(np.int32)
    sides = np.clip(1 << exponents, SMALLEST_TILE, LARGEST_TILE)
    for tile in np.unique(sides, axis=0):
        chosen = seen[(sides == tile).all(axis=1)]
        yield (*_split(chosen, low, extent, tile), (int(tile[0]), int(tile[1])))


def _split(chosen: Indices, low: Indices, extent: Indices, tile: Indices) -> tuple[Indices, Indices, Indices]:
    across, down = (-(-extent[chosen, axis] // tile[axis]) for axis in (0, 1))
    counts = across * down
    triangles = np.repeat(chosen, counts)
    rank = (np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)).astype(np.int32)
    wide = np.repeat(across, counts)
    return triangles, low[triangles, 0] + rank % wide * tile[0], low[triangles, 1] + rank // wide * tile[1]


def _draw(
    coverage: Coverage,
    corners: Array,
    batch: tuple[Indices, Indices, Indices],
    tile: tuple[int, int],
    frame: tuple[int, int],
) -> None:
    triangles, lefts, tops = batch
    columns = lefts[:, None] + np.arange(tile[0], dtype=np.int32)
    rows = tops[:, None] + np.arange(tile[1], dtype=np.int32)
    x, y = (columns + np.float32(0.5))[:, None, :], (rows + np.float32(0.5))[:, :, None]
    a, b, c = (
        w[:, 0, None, None] * x + (w[:, 1, None, None] * y + w[:, 2, None, None])
        for w in barycentric_steps(corners[triangles])
    )
    inside = (np.minimum(np.minimum(a, b), c) >= 0) & (columns < frame[0])[:, None, :]
    inside &= (rows < frame[1])[:, :, None]
    which, row, column = np.nonzero(inside)
    z = corners[triangles, :, 2][which]
    near = (a[inside] * z[:, 0] + b[inside] * z[:, 1] + c[inside] * z[:, 2]).astype(np.float32, copy=False)
    _keep_nearest(coverage, tops[which] + row, lefts[which] + column, frame[0], near, triangles[which])


def _keep_nearest(
    coverage: Coverage, rows: Indices, columns: Indices, width: int, near: Array, triangles: Indices
) -> None:
    place = rows * width + columns
    nearer = near > coverage.depth[place]
    place, near, triangles = place[nearer], near[nearer], triangles[nearer]
    # Of several values for one place NumPy keeps the last: the nearest.
    order = np.argsort(near, kind="stable")
    coverage.depth[place[order]] = near[order]
    coverage.triangle[place[order]] = triangles[order]


def barycentric_steps(corners: Array) -> tuple[Array, Array, Array]:
    """For each corner, (m, 3) coefficients (p, q, r): its barycentric weight at (x, y) is p·x + q·y + r.

    Triangles without area on the screen get weights below zero everywhere.
    """
    points = corners[:, :, :2].astype(np.float64)
    (ax, ay), (bx, by), (cx, cy) = (points[:, k].T for k in range(3))
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    flat = np.abs(area) < 1e-9  # noqa: PLR2004  # far below a thousandth of a sample
    scale = 1 / np.where(flat, 1.0, area)

    def steps(px: Array, py: Array, qx: Array, qy: Array) -> Array:
        rows = np.stack([(py - qy) * scale, (qx - px) * scale, (px * qy - qx * py) * scale], axis=1)
        rows[flat] = (0.0, 0.0, -1.0)
        return rows.astype(np.float32)

    return steps(bx, by, cx, cy), steps(cx, cy, ax, ay), steps(ax, ay, bx, by)
