"""The single steps of a mend: each says which pixels of the positive would change, and never changes a sound place."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from luneo.fabrication.rules.inspection import Shape, openings, pieces
from luneo.fabrication.rules.kinds import Geometry
from luneo.fabrication.rules.raster import Mask, Squares, peaks, squared_distances, touching, within
from luneo.fabrication.rules.regions import Regions, label, meetings
from luneo.fabrication.rules.ties import MOST_ISLANDS, strip, ties
from luneo.fabrication.rules.widths import WEDGE_LENGTH, Thin, reach_for, thin_parts

_SPARE_PX: Final = 1.0
Limits = Mapping[Geometry, float]
"""In pixels."""


def dropped(shape: Shape, limits: Limits) -> Mask:
    """Specks."""
    bodies = label(shape.positive, diagonal=not shape.cuts)
    return bodies.mask(pieces(bodies, shape, limits).small)


def filled(shape: Shape, limits: Limits) -> Mask:
    """Pinholes."""
    found = openings(~shape.positive, shape, limits)
    return found.regions.mask(found.tight)


def tied(shape: Shape, limits: Limits) -> Mask:
    """Bridges to what would fall out."""
    bodies = label(shape.positive, diagonal=not shape.cuts)
    loose = pieces(bodies, shape, limits).loose
    bridges = np.zeros_like(shape.ink)
    if 0 < loose.sum() <= MOST_ISLANDS:
        width = limits[Geometry.LOOSE] + 2 * _SPARE_PX
        for tie in ties(bodies, loose, width):
            bridges |= strip(bodies.shape, tie, width)
    return bridges & ~shape.positive


def thickened(shape: Shape, limits: Limits) -> Mask:
    """What thin lines want."""
    return _grown(shape.positive, limits.get(Geometry.POSITIVE_WIDTH, 0), limits.get(Geometry.NEGATIVE_WIDTH, 0))


def emboldened(shape: Shape, limits: Limits) -> Mask:
    """The same, whatever is beside them."""
    return _band(shape.positive, limits.get(Geometry.POSITIVE_WIDTH, 0))


def widened(shape: Shape, limits: Limits) -> Mask:
    """What narrow gaps want."""
    return _grown(~shape.positive, limits.get(Geometry.NEGATIVE_WIDTH, 0), limits.get(Geometry.POSITIVE_WIDTH, 0))


def opened(shape: Shape, limits: Limits) -> Mask:
    """The same, whatever is beside them."""
    return _band(~shape.positive, limits.get(Geometry.NEGATIVE_WIDTH, 0))


def trimmed(shape: Shape, limits: Limits) -> Mask:
    """Short tails: they are lost in the making anyway."""
    return _tails(shape.positive, limits.get(Geometry.POSITIVE_WIDTH, 0))


def closed(shape: Shape, limits: Limits) -> Mask:
    """Short slits that end blindly: they close in the making anyway, and part nothing."""
    return _tails(~shape.positive, limits.get(Geometry.NEGATIVE_WIDTH, 0))


def _tails(mask: Mask, limit: float) -> Mask:
    parts = (thin := thin_parts(mask, limit)).regions
    boxes = parts.boxes()
    short = (boxes[:, 2:] - boxes[:, :2]).max(1, initial=0) <= WEDGE_LENGTH * limit
    return parts.mask((thin.ways == 1) & short)


def _grown(mask: Mask, limit: float, spare: float) -> Mask:
    """What to add so that thin parts of ``mask`` reach ``limit`` while what is outside keeps ``spare``, both in pixels.

    Growth that would join two shapes, swallow one, or leave less than ``spare`` beside it, is not done at all.
    """
    growth = label(_band(mask, limit))
    sound = _one_sided(growth, mask) & ~_swallowing(growth, mask, limit) & ~_crowding(growth, mask, spare)
    return growth.mask(sound)


def _band(mask: Mask, limit: float) -> Mask:
    """What is missing about the middle lines of thin parts, so that they are as wide as the limit."""
    squares = squared_distances(mask, reach_for(limit))
    thin = thin_parts(mask, limit, squares)
    if not thin.regions.count:
        return np.zeros_like(mask)
    return _strung(_spine(thin, squares), limit / 2 + _SPARE_PX) & ~mask


def _strung(spine: Mask, radius: float) -> Mask:
    """Discs about a middle line, with the notches between neighbouring ones closed: a band rather than beads."""
    wide = within(spine, 2 * radius)
    band: Mask = ~within(~wide, radius + _SPARE_PX)
    return band | within(spine, radius)


def _spine(thin: Thin, squares: Squares) -> Mask:
    """The parts' middle lines: peaks across at least one direction; of parts that end, not the runs into corners."""
    parts = thin.regions
    inside = parts.mask(np.ones(parts.count, np.bool_))
    depth = np.where(inside, squares, 0)
    padded = np.pad(depth, 1)
    across = np.zeros_like(inside)
    for (top, left), (bottom, right) in (((0, 1), (2, 1)), ((1, 0), (1, 2)), ((0, 0), (2, 2)), ((0, 2), (2, 0))):
        one = padded[top : top + depth.shape[0], left : left + depth.shape[1]]
        other = padded[bottom : bottom + depth.shape[0], right : right + depth.shape[1]]
        across |= (depth >= one) & (depth >= other) & ((depth > one) | (depth > other))
    deep = np.zeros_like(inside)
    at, owner = parts.pixels()
    deep.ravel()[at] = (4 * depth.ravel()[at] >= parts.peak(squares)[owner]) | (thin.ways[owner] > 1)
    spine: Mask = inside & deep & (across | peaks(depth))
    return spine


def _one_sided(growth: Regions, mask: Mask) -> Mask:
    """Growth that meets the shape along one stretch only: along two it would close something."""
    everything = growth.mask(np.ones(growth.count, np.bool_))
    stretches = label(mask & touching(everything))
    met = np.bincount(meetings(growth, stretches)[:, 0], minlength=growth.count)
    single: Mask = met == 1
    return single


def _swallowing(growth: Regions, mask: Mask, limit: float) -> Mask:
    """Growth that takes the middle line of what is outside, and with it all of a narrow shape there."""
    middle = peaks(squared_distances(~mask, limit / 2 + 2 * _SPARE_PX)) & growth.mask(np.ones(growth.count, np.bool_))
    swallowed = np.zeros(growth.count, np.bool_)
    swallowed[growth.at(*np.nonzero(middle))] = True
    return swallowed


def _crowding(growth: Regions, mask: Mask, spare: float) -> Mask:
    """Growth beside which less than ``spare`` would be left."""
    crowded = np.zeros(growth.count, np.bool_)
    if spare:
        everything = growth.mask(np.ones(growth.count, np.bool_))
        narrow = thin_parts(~(mask | everything), spare).regions
        near = label(touching(touching(narrow.mask(np.ones(narrow.count, np.bool_)))))
        crowded[meetings(growth, near)[:, 0]] = True
    return crowded
