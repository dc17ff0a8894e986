"""Where a shape is narrower than a limit, and how narrow it is there.

A shape is wide enough where a disc of the limit's diameter fits and stays inside (a morphological opening). What no
disc covers is thin, unless it is only the point of a corner: a part with a single way into the body that is hardly
longer than the limit is wide, or that narrows steadily from there to nothing. A part with two ways in is a neck and
always counts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from luneo.fabrication.rules.raster import Mask, Squares, nearer, squared_distances, touching
from luneo.fabrication.rules.regions import Regions, label, meetings

POINT_LENGTH: Final = 1.5
"""How long, in limits, a point may be: a corner of 30 degrees leaves 1.43 limits uncovered, a stroke far more."""
WEDGE_LENGTH: Final = 6.0
"""How long, in limits, a part may be that narrows steadily: the point of an angle of 10 degrees."""
_STEADILY: Final = -0.55
_MARGIN_PX: Final = 1.0
_LOW: Final = 20


@dataclass(frozen=True, slots=True)
class Thin:
    """The thin parts of a mask, one region a part, in the raster's pixels.

    ``widths`` are the parts' measures and ``spots`` (row, column) the pixel where each was taken; ``ways`` counts
    the ways into the body: 0 stands free, 1 ends in it, 2 or more is a neck.
    """

    regions: Regions
    widths: NDArray[np.float64]
    spots: NDArray[np.intp]
    ways: NDArray[np.intp]

    def of(self, chosen: Mask) -> "Thin":
        """The parts that are chosen."""
        return Thin(self.regions.of(chosen), self.widths[chosen], self.spots[chosen], self.ways[chosen])


def width_of(squares: NDArray[np.int16]) -> NDArray[np.float64]:
    """The width that a squared distance on a shape's ridge stands for, in pixels, within half a pixel for upright bars.

    The middle of a bar of n pixels lies n / 2 or (n + 1) / 2 from the nearest pixel outside.
    """
    return np.maximum(2 * np.sqrt(squares.astype(np.float64)) - 0.5, 0.5)


def thin_parts(mask: Mask, limit: float, squares: Squares | None = None) -> Thin:
    """What of ``mask`` is narrower than ``limit`` pixels, to within half a pixel either way for upright shapes.

    ``squares`` are the mask's squared distances, exact to ``reach_for(limit)`` at least, when they are known already.
    """
    radius = limit / 2
    known = squared_distances(mask, reach_for(limit)) if squares is None else squares
    away = squared_distances(nearer(known, radius), radius + _MARGIN_PX)
    # The last pixel along an edge is the staircase of the raster, not a shape.
    parts = label(mask & ~nearer(away, radius + _MARGIN_PX))
    ways, narrowing = _doors(mask, parts, known)
    widths, spots = _measure(parts, known)
    boxes = parts.boxes()
    long = (boxes[:, 2:] - boxes[:, :2]).max(1, initial=0) / limit
    point = (long <= POINT_LENGTH) | (long <= WEDGE_LENGTH) & (narrowing <= _STEADILY)
    return Thin(parts, widths, spots, ways).of((ways != 1) | ~point)


def reach_for(limit: float) -> float:
    """How far distances must be exact to judge ``limit``, both in pixels."""
    return limit / 2 + 1


def _doors(mask: Mask, parts: Regions, squares: Squares) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """How many separate stretches of the body each part touches, and how it narrows away from them."""
    inside = parts.mask(np.ones(parts.count, np.bool_))
    doors = label(mask & touching(inside) & ~inside)
    pairs = meetings(parts, doors)
    ways = np.bincount(pairs[:, 0], minlength=parts.count)
    boxes = doors.boxes()
    middles = np.zeros((parts.count, 2))
    middles[pairs[:, 0]] = (boxes[pairs[:, 1]][:, [1, 0]] + boxes[pairs[:, 1]][:, [3, 2]] - 1) / 2
    return ways, _narrowing(parts, squares, middles)


def _narrowing(parts: Regions, squares: Squares, middles: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of its width that a part loses from its door to its end, by regression: a bar 0, a wedge -1."""
    at, owner = parts.pixels()
    row, column = np.divmod(at, parts.shape[1])
    depth = np.hypot(row - middles[owner, 0], column - middles[owner, 1])
    # Half a pixel less, as the outermost pixel of a point lies a whole one from what is outside.
    half = np.sqrt(squares.ravel()[at].astype(np.float64)) - 0.5
    count = np.maximum(np.bincount(owner, minlength=parts.count), 1)

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(owner, values, parts.count) / count

    far, wide = mean(depth), mean(half)
    slope = (mean(depth * half) - far * wide) / np.maximum(mean(depth * depth) - far * far, 1e-9)
    furthest = np.zeros(parts.count)
    np.maximum.at(furthest, owner, depth)
    return slope * furthest / np.maximum(wide - slope * far, 1e-9)


def _measure(parts: Regions, squares: Squares) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Width and place of each part, low on its ridge: a bar is as wide there as anywhere, a wedge not yet a point."""
    at, owner = parts.pixels()
    height, width = parts.shape
    values = np.zeros((height + 2) * (width + 2), np.int16)
    padded = at + 2 * (at // width) + width + 3
    values[padded] = squares.ravel()[at]
    ridge = np.ones(len(at), np.bool_)
    for step in (1, width + 1, width + 2, width + 3):
        ridge &= (values[padded] >= values[padded + step]) & (values[padded] >= values[padded - step])
    at, owner = at[ridge], owner[ridge]
    depths = squares.ravel()[at]
    order = np.lexsort((depths, owner))
    counts = np.bincount(owner, minlength=parts.count)
    chosen = order[np.cumsum(counts) - counts + counts * _LOW // 100]
    return width_of(depths[chosen]), np.stack(np.divmod(at[chosen], width), 1)
