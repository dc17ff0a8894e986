"""Which triangle is seen where: a z-buffer over a whole mesh, filled span by span.

A span is the run of samples that a triangle covers in one row. Memory is bounded by :data:`SPANS_AT_ONCE` and
:data:`SAMPLES_AT_ONCE` beside the buffer itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Exact = NDArray[np.float64]
Indices = NDArray[np.int32]
Places = NDArray[np.int64]

SPANS_AT_ONCE = 1 << 15
SAMPLES_AT_ONCE = 1 << 17
NOTHING = -1
FLATTEST = 1e-9
"""Twice the area of the smallest triangle drawn, in square samples: far below a thousandth of one."""

# The depth is the upper half: a larger 64-bit number is a nearer sample, and one maximum settles both fields.
_SAMPLE = np.dtype([("triangle", "<i4"), ("depth", "<f4")])
_EMPTY = int(np.array((NOTHING, -np.inf), _SAMPLE).view("<i8"))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Per sample (row, column): the nearest triangle's index or NOTHING, and its depth (larger is nearer)."""

    triangle: Indices
    depth: Array


@dataclass(frozen=True, slots=True)
class _Spans:
    """Runs of samples: the triangle, the place of the first sample, the count, and the first sample's depth."""

    triangle: Places
    start: Places
    length: Places
    depth: Exact


def rasterise(corners: Array, width: int, height: int) -> Coverage:
    """Draw triangles given as (m, 3, 3) corners: x and y in samples (y down, centres at +0.5), z = nearness.

    Nearness must be positive and linear on the screen (1 / view depth). Both sides of a triangle are drawn.
    """
    keys = np.full(width * height, _EMPTY, np.int64)
    steps = np.stack(_exact_steps(corners), axis=1)
    slopes: Exact = np.einsum("mkc,mk->mc", steps, corners[:, :, 2].astype(np.float64))
    for spans in _spans(corners, steps, slopes, (width, height)):
        for part in batches(spans.length, SAMPLES_AT_ONCE):
            _draw(keys, spans, part, slopes[:, 0])
    shown = keys.view(_SAMPLE).reshape(height, width)
    return Coverage(shown["triangle"], shown["depth"])


def batches(counts: NDArray[np.integer], at_once: int) -> Iterator[slice]:
    """Consecutive slices of ``counts`` that add up to about ``at_once`` each."""
    ends = np.cumsum(counts)
    start = 0
    while start < len(ends):
        before = ends[start] - counts[start]
        stop = max(start + 1, int(np.searchsorted(ends, before + at_once, side="right")))
        yield slice(start, stop)
        start = stop


def _spans(corners: Array, steps: Exact, slopes: Exact, frame: tuple[int, int]) -> Iterator[_Spans]:
    """All triangles' spans within the frame, in batches."""
    y = corners[:, :, 1].astype(np.float64)
    top = np.clip(np.ceil(y.min(axis=1) - 0.5), 0, frame[1]).astype(np.int64)
    bottom = np.clip(np.floor(y.max(axis=1) - 0.5) + 1, 0, frame[1]).astype(np.int64)
    tall = np.flatnonzero(bottom > top)
    heights = (bottom - top)[tall]
    for part in batches(heights, SPANS_AT_ONCE):
        triangle = np.repeat(tall[part], heights[part])
        row = top[triangle] + _ranks(heights[part])
        yield _cut(triangle, row, steps, slopes, frame[0])


def _cut(triangle: Places, row: Places, steps: Exact, slopes: Exact, width: int) -> _Spans:
    """The samples of each row on the inner side of all three edges: where p·x + q·y + r is not negative."""
    y = row + 0.5
    left, right = np.full(len(row), 0.5), np.full(len(row), width - 0.5)
    for edge in range(3):
        p, q, r = (steps[triangle, edge, k] for k in range(3))
        rest = q * y + r
        level = p == 0
        crossing = -rest / np.where(level, 1.0, p)
        np.maximum(left, crossing, out=left, where=p > 0)
        np.minimum(right, crossing, out=right, where=p < 0)
        right[level & (rest < 0)] = -1.0
    first = np.ceil(np.minimum(left, width + 0.5) - 0.5).astype(np.int64)
    length = np.floor(np.maximum(right, -1.0) - 0.5).astype(np.int64) + 1 - first
    drawn = np.flatnonzero(length > 0)
    triangle, row, first = triangle[drawn], row[drawn], first[drawn]
    plane = slopes[triangle]
    depth = plane[:, 0] * (first + 0.5) + plane[:, 1] * y[drawn] + plane[:, 2]
    return _Spans(triangle, row * width + first, length[drawn], depth)


def _draw(keys: NDArray[np.int64], spans: _Spans, part: slice, growth: Exact) -> None:
    triangle, length = spans.triangle[part], spans.length[part]
    rank = _ranks(length)
    near = rank * np.repeat(growth[triangle].astype(np.float32), length)
    near += np.repeat(spans.depth[part].astype(np.float32), length)
    key = np.maximum(near, 0).astype(np.float32, copy=False).view(np.int32).astype(np.int64) << 32
    key |= np.repeat(triangle, length)
    np.maximum.at(keys, np.repeat(spans.start[part], length) + rank, key)


def _ranks(counts: Places) -> Indices:
    """0, 1, 2 … anew for each count."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int32) - np.repeat((ends - counts).astype(np.int32), counts)


def barycentric_steps(corners: Array) -> Array:
    """(m, 3, 3): for each corner (p, q, r), so that its barycentric weight at (x, y) is p·x + q·y + r.

    Triangles without area on the screen get weights below zero everywhere.
    """
    return np.stack(_exact_steps(corners), axis=1).astype(np.float32)


def _exact_steps(corners: Array) -> tuple[Exact, Exact, Exact]:
    points = corners[:, :, :2].astype(np.float64)
    (ax, ay), (bx, by), (cx, cy) = (points[:, k].T for k in range(3))
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    flat = np.abs(area) < FLATTEST
    scale = 1 / np.where(flat, 1.0, area)

    def steps(px: Exact, py: Exact, qx: Exact, qy: Exact) -> Exact:
        rows = np.stack([(py - qy) * scale, (qx - px) * scale, (px * qy - qx * py) * scale], axis=1)
        rows[flat] = (0.0, 0.0, -1.0)
        return rows

    return steps(bx, by, cx, cy), steps(cx, cy, ax, ay), steps(ax, ay, bx, by)
