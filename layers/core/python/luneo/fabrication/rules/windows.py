"""The parts of a raster that a mend must look at: around what is at fault, and no more."""

import math
from typing import Final

import numpy as np

from luneo.fabrication.rules.raster import Mask, touching
from luneo.fabrication.rules.regions import label

Window = tuple[slice, slice]
"""Rows and columns."""

_LEAST_PX: Final = 16
_MOSTLY: Final = 0.5


def whole(mask: Mask) -> Window:
    """All of a raster."""
    return slice(0, mask.shape[0]), slice(0, mask.shape[1])


def windows(marks: Mask, room_px: float) -> list[Window]:
    """Boxes that hold all marks with at least ``room_px`` around each; all of the raster where that is hardly more."""
    tile = max(_LEAST_PX, math.ceil(room_px))
    rows, columns = (-(-side // tile) for side in marks.shape)
    padded = np.zeros((rows * tile, columns * tile), np.bool_)
    padded[: marks.shape[0], : marks.shape[1]] = marks
    coarse = np.asarray(padded.reshape(rows, tile, columns, tile).any(axis=(1, 3)))
    boxes = (label(touching(coarse)).boxes() * tile).tolist()
    if sum((right - left) * (bottom - top) for left, top, right, bottom in boxes) > _MOSTLY * marks.size:
        return [whole(marks)]
    height, width = marks.shape
    return [
        (slice(top, min(bottom, height)), slice(left, min(right, width))) for left, top, right, bottom in boxes
    ]  # fmt: skip


def within_window(changed: Mask, window: Window, shape: tuple[int, int]) -> Mask:
    """What of a change reaches no side of its window but the raster's own: beyond it nothing is known."""
    rows, columns = window
    regions = label(changed)
    boxes = regions.boxes()
    cut = (
        (boxes[:, 0] == 0) & (columns.start > 0)
        | (boxes[:, 1] == 0) & (rows.start > 0)
        | (boxes[:, 2] == changed.shape[1]) & (columns.stop < shape[1])
        | (boxes[:, 3] == changed.shape[0]) & (rows.stop < shape[0])
    )
    return regions.mask(~cut) if cut.any() else changed
