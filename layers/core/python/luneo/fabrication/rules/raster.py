"""Exact Euclidean geometry on a binary raster: distances, nearest ink, growth by discs.

Distances are between pixel centres. Beyond the raster's edge lies nothing: it neither ends a shape nor begins one.
"""

import math
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Squares = NDArray[np.int16]

MAX_REACH_PX: Final = 127
"""Two squares of it still fit the sixteen bits that keep the passes in the processor's cache."""
_BYTE_REACH_PX: Final = 11
"""Two squares of it fit eight, which are twice as fast."""
_BLOCK_PIXELS: Final = 1 << 16
_FARTHEST: Final = np.iinfo(np.int16).max


def squared_distances(mask: Mask, reach: float) -> Squares:
    """For every pixel the squared distance to the nearest one outside ``mask``; 0 outside it.

    Exact up to ``reach`` pixels; what is farther has a square beyond ``reach`` squared. Two separable passes (Meijster,
    Roerdink and Hesselink 2000), the second a lower envelope over ``reach`` neighbours, as limits are a few pixels.
    """
    far = min(math.ceil(reach) + 1, MAX_REACH_PX)
    columns = _along_columns(mask, far, np.uint8 if far <= _BYTE_REACH_PX else np.int16)
    squares = np.multiply(columns, columns, out=columns)
    out = np.empty(squares.shape, np.int16)
    step = max(1, _BLOCK_PIXELS // max(1, mask.shape[1]))
    for top in range(0, len(mask), step):
        out[top : top + step] = _along_rows(squares[top : top + step], far)
    return out


def _along_columns(mask: Mask, far: int, kind: type[np.integer[Any]]) -> NDArray[Any]:
    nearest = mask.view(np.uint8).astype(kind)
    nearest *= kind(far)
    step = np.empty_like(nearest[0])
    # Row by row, down and up again: a row stays in the cache, which numpy's own accumulation over an axis forgoes.
    for rows in (nearest, nearest[::-1]):
        for before, row in pairwise(rows):
            np.minimum(row, np.add(before, kind(1), out=step), out=row)
    return nearest


def _along_rows(squares: NDArray[Any], far: int) -> NDArray[Any]:
    out = squares.copy()
    shifted = np.empty_like(squares)
    for step in range(1, min(far, squares.shape[1])):
        if step * step >= int(out.max()):
            break
        moved = np.add(squares, squares.dtype.type(step * step), out=shifted)
        np.minimum(out[:, step:], moved[:, :-step], out=out[:, step:])
        np.minimum(out[:, :-step], moved[:, step:], out=out[:, :-step])
    return out


def within(seeds: Mask, radius: float) -> Mask:
    """Every pixel nearer than ``radius`` to a seed: growth by an open disc."""
    return nearer(squared_distances(~seeds, radius), radius)


def nearer(squares: Squares, radius: float) -> Mask:
    """Where a squared distance is less than ``radius``, compared in whole numbers: that is much faster."""
    near: Mask = squares < np.int16(min(math.ceil(radius * radius), _FARTHEST))
    return near


def peaks(values: NDArray[Any]) -> Mask:
    """Where no neighbour of the eight is larger: the ridge of a distance map, without its runs into corners."""
    padded = np.pad(values, 1, mode="edge")
    wide = np.maximum(np.maximum(padded[:, :-2], padded[:, 1:-1]), padded[:, 2:])
    top = np.maximum(np.maximum(wide[:-2], wide[1:-1]), wide[2:])
    ridge: Mask = values >= top
    return ridge


def touching(mask: Mask) -> Mask:
    """``mask`` and its eight neighbours."""
    padded = np.pad(mask, 1)
    wide = padded[:, :-2] | padded[:, 1:-1] | padded[:, 2:]
    near: Mask = wide[:-2] | wide[1:-1] | wide[2:]
    return near
