"""Bridges that hold what would fall out of a cut sheet, as a stencil's ties do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from luneo.fabrication.rules.raster import Mask
from luneo.fabrication.rules.regions import Regions

MOST_ISLANDS: Final = 40
"""More loose pieces than that are a texture, which bridges would turn into another picture."""
_MOST_POINTS: Final = 1500
_OPPOSITE: Final = -0.3
_SECOND_LENGTH: Final = 3.0
_MOST_SLENDER: Final = 10.0
"""How many times as long as wide a bridge may be; a longer one bends or breaks."""

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tie:
    """One bridge: from a point (row, column) on a loose piece to one on what holds."""

    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def length(self) -> float:
        """In pixels."""
        return float(np.hypot(self.start[0] - self.end[0], self.start[1] - self.end[1]))


def ties(bodies: Regions, loose: Mask, width: float) -> Iterator[Tie]:
    """Bridges of ``width`` pixels from every loose region to its nearest neighbours that hold, nearest pieces first.

    A second bridge on the far side keeps a piece from turning, where that is not much longer than the first. A piece
    that is too far from all others for a bridge of that width gets none.
    """
    held = _outline(bodies.mask(~loose))
    pieces = [_outline(bodies.mask(np.arange(bodies.count) == index)) for index in np.flatnonzero(loose)]
    pieces.sort(key=lambda piece: _nearest(piece, held).length if len(held) else 0.0)
    for piece in pieces:
        if not len(held) or (first := _nearest(piece, held)).length > _MOST_SLENDER * width:
            continue
        yield first
        yield from _second(piece, held, first, width)
        held = np.concatenate([held, piece])


def strip(shape: tuple[int, int], tie: Tie, width: float) -> Mask:
    """The pixels of a bridge; its ends reach half its width into what it joins."""
    start, end = np.array(tie.start), np.array(tie.end)
    low = np.maximum(np.floor(np.minimum(start, end) - width).astype(int), 0)
    high = np.minimum(np.ceil(np.maximum(start, end) + width).astype(int) + 1, shape)
    rows, columns = np.mgrid[low[0] : high[0], low[1] : high[1]]
    along = end - start
    share = ((rows - start[0]) * along[0] + (columns - start[1]) * along[1]) / max(float(along @ along), 1e-9)
    share = np.clip(share, 0, 1)
    away = np.hypot(rows - start[0] - share * along[0], columns - start[1] - share * along[1])
    mask = np.zeros(shape, np.bool_)
    mask[low[0] : high[0], low[1] : high[1]] = away <= width / 2
    return mask


def _second(piece: Points, held: Points, first: Tie, width: float) -> Iterator[Tie]:
    spokes = piece - piece.mean(0)
    toward = np.array(first.start) - piece.mean(0)
    far = piece[spokes @ toward < _OPPOSITE * np.linalg.norm(spokes, axis=1) * np.linalg.norm(toward)]
    if len(far):
        second = _nearest(far, held)
        if second.length <= min(_SECOND_LENGTH * (first.length + width), _MOST_SLENDER * width):
            yield second


def _nearest(piece: Points, held: Points) -> Tie:
    squares = ((piece[:, None] - held[None]) ** 2).sum(-1)
    one, other = np.unravel_index(int(squares.argmin()), squares.shape)
    (a, b), (c, d) = piece[one].tolist(), held[other].tolist()
    return Tie((a, b), (c, d))


def _outline(mask: Mask) -> Points:
    """Pixels at a mask's edge, thinned to a number that can be compared with every other."""
    padded = np.pad(mask, 1, mode="edge")
    inner = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    edge = np.argwhere(mask & ~inner).astype(np.float64)
    return edge[:: len(edge) // _MOST_POINTS + 1]
