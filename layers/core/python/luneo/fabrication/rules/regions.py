"""Connected regions of a binary raster, labelled by runs: what a row holds in one piece is one item.

Measures of thousands of regions are then a few array operations, whatever the number of pixels.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luneo.fabrication.rules.raster import Mask

Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions of a mask of ``shape``: ``labels`` (0 to ``count`` - 1) says to which each run belongs.

    A run covers the columns ``first`` to before ``last`` of its ``row``; runs are in reading order.
    """

    shape: tuple[int, int]
    row: Ints
    first: Ints
    last: Ints
    labels: Ints
    count: int

    @property
    def areas(self) -> Ints:
        """Pixels of each region."""
        return np.bincount(self.labels, self.last - self.first, self.count).astype(np.intp)

    def boxes(self) -> Ints:
        """Left, top, right and bottom of each region, the latter two exclusive; shape (count, 4)."""
        boxes = np.empty((self.count, 4), np.intp)
        boxes[:, :2] = max(self.shape)
        boxes[:, 2:] = 0
        for column, values, pick in ((0, self.first, np.minimum), (1, self.row, np.minimum),
                                     (2, self.last, np.maximum), (3, self.row + 1, np.maximum)):  # fmt: skip
            pick.at(boxes[:, column], self.labels, values)
        return boxes

    def open_ended(self) -> Mask:
        """Which regions reach the raster's edge."""
        boxes = self.boxes()
        height, width = self.shape
        ended: Mask = (boxes[:, :2] == 0).any(1) | (boxes[:, 2] == width) | (boxes[:, 3] == height)
        return ended

    def peak(self, values: NDArray[Any]) -> NDArray[Any]:
        """The largest of ``values`` (of the raster's shape) in each region."""
        best = np.zeros(self.count, values.dtype)
        if self.count:
            covered = values.ravel()[self.pixels()[0]]
            starts = np.cumsum(self.last - self.first) - (self.last - self.first)
            np.maximum.at(best, self.labels, np.maximum.reduceat(covered, starts))
        return best

    def mask(self, chosen: Mask) -> Mask:
        """The pixels of the regions that are chosen, one flag a region."""
        kept = chosen[self.labels]
        filled = np.zeros(self.shape, np.bool_)
        filled.ravel()[self._covered(kept)] = True
        return filled

    def pixels(self) -> tuple[Ints, Ints]:
        """Where each pixel lies in the raveled raster, in reading order, and the label it has."""
        everywhere = np.ones(len(self.row), np.bool_)
        return self._covered(everywhere), np.repeat(self.labels, self.last - self.first)

    def _covered(self, kept: Mask) -> Ints:
        lengths = (self.last - self.first)[kept]
        starts = self.row[kept] * self.shape[1] + self.first[kept]
        before = np.cumsum(lengths) - lengths
        return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))

    def of(self, chosen: Mask) -> "Regions":
        """The regions that are chosen, in the same order."""
        kept = chosen[self.labels]
        renamed = (np.cumsum(chosen) - 1)[self.labels[kept]].astype(np.intp)
        return Regions(self.shape, self.row[kept], self.first[kept], self.last[kept], renamed, int(chosen.sum()))

    def at(self, row: Ints, column: Ints) -> Ints:
        """The labels at pixels that all lie in regions."""
        run = np.searchsorted(self.row * self.shape[1] + self.first, row * self.shape[1] + column, side="right") - 1
        return self.labels[run]


def label(mask: Mask, *, diagonal: bool = True) -> Regions:
    """The regions of ``mask``, joined over the eight neighbours, or the four when not ``diagonal``."""
    row, first, last = _runs(mask)
    above, below = _pairs((row, first, last), (row, first, last), mask.shape[1], -1, diagonal=diagonal)
    roots = _roots(len(row), above, below)
    kept, labels = np.unique(roots, return_inverse=True)
    return Regions((mask.shape[0], mask.shape[1]), row, first, last, labels.astype(np.intp), len(kept))


def meetings(one: Regions, other: Regions) -> Ints:
    """The pairs of labels that touch, corners included; shape (pairs, 2), each once."""
    pairs = []
    for offset in (-1, 0, 1):
        mine, theirs = _pairs(
            (one.row, one.first, one.last), (other.row, other.first, other.last), one.shape[1], offset, diagonal=True
        )
        pairs.append(np.stack([one.labels[mine], other.labels[theirs]], 1))
    return np.unique(np.concatenate(pairs), axis=0)


def _runs(mask: Mask) -> tuple[Ints, Ints, Ints]:
    padded = np.zeros((mask.shape[0], mask.shape[1] + 1), np.bool_)
    padded[:, :-1] = mask
    flat = padded.ravel()
    turns = np.flatnonzero(flat[1:] != flat[:-1]) + 1
    if flat[0]:
        turns = np.concatenate([np.zeros(1, np.intp), turns])
    starts, ends = turns[::2], turns[1::2]
    row = starts // padded.shape[1]
    return row, starts - row * padded.shape[1], ends - row * padded.shape[1]


def _pairs(
    one: tuple[Ints, Ints, Ints], other: tuple[Ints, Ints, Ints], width: int, offset: int, *, diagonal: bool
) -> tuple[Ints, Ints]:
    """Indices of runs of ``one`` and of ``other``, ``offset`` rows on, that overlap or, diagonally, abut."""
    stride = width + 2
    row, first, last = one
    base = (row + offset) * stride
    # A slack of one column makes runs that meet at a corner overlap.
    slack = int(diagonal)
    low = np.searchsorted(other[0] * stride + other[2], base + first - slack, side="right")
    high = np.searchsorted(other[0] * stride + other[1], base + last + slack, side="left")
    counts = np.maximum(high - low, 0)
    mine = np.repeat(np.arange(len(row)), counts)
    within = np.arange(len(mine)) - np.repeat(np.cumsum(counts) - counts, counts)
    return mine, np.repeat(low, counts) + within


def _roots(count: int, one: Ints, other: Ints) -> Ints:
    """The smallest index of each connected set: links hook the larger root to the smaller until none is left."""
    root = np.arange(count)
    while len(one):
        a, b = root[one], root[other]
        apart = a != b
        one, other, a, b = one[apart], other[apart], a[apart], b[apart]
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while not np.array_equal(shorter := root[root], root):
            root = shorter
    return root
