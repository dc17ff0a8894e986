"""Mending: what can be put right without changing what the design shows, and a record of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from PIL import Image

from luneo.fabrication.rules.findings import Box, Report
from luneo.fabrication.rules.ink import Inked
from luneo.fabrication.rules.inspection import Shape, inspect, limits_of, openings, pieces
from luneo.fabrication.rules.kinds import Action, Geometry
from luneo.fabrication.rules.raster import Mask, Squares, peaks, squared_distances, touching, within
from luneo.fabrication.rules.recolour import recoloured
from luneo.fabrication.rules.regions import Regions, label, meetings
from luneo.fabrication.rules.table import Keep, Material, RuleSet
from luneo.fabrication.rules.ties import MOST_ISLANDS, strip, ties
from luneo.fabrication.rules.widths import WEDGE_LENGTH, Thin, reach_for, thin_parts
from luneo.styles.catalogue import Process

MOST_CHANGED: Final = 0.03
"""The share of the ink that may go, or come, as specks and openings: more is a texture, not dust."""
_SPARE_PX: Final = 1.0


@dataclass(frozen=True, slots=True)
class Mend:
    """One change and the box (left, top, right, bottom) that holds it, in mm."""

    action: Action
    box_mm: Box


@dataclass(frozen=True, slots=True)
class Mended:
    """The outcome: ``artwork`` (at least as fine as the one given), what was done, and the reports of both."""

    artwork: Image.Image = field(repr=False)
    mends: tuple[Mend, ...]
    before: Report
    after: Report

    @property
    def ok(self) -> bool:
        """Whether the mended artwork can be produced."""
        return self.after.ok

    def counted(self) -> dict[Action, int]:
        """How often each thing was done."""
        done = [mend.action for mend in self.mends]
        return {action: done.count(action) for action in Action if action in done}

    def require(self) -> None:
        """Raise ``NotProducible``, with what is still wrong and what to do, unless it can be produced."""
        self.after.require()

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        boxes = [
            {"action": mend.action.value, "box_mm": [round(value, 2) for value in mend.box_mm]} for mend in self.mends
        ]
        return {"ok": self.ok, "mends": boxes, "before": self.before.as_data(), "after": self.after.as_data()}


def mend(
    artwork: Image.Image,
    size_mm: tuple[float, float],
    process: Process,
    material: Material | None = None,
    *,
    keep: Keep = Keep.GROUND,
    rules: RuleSet | None = None,
) -> Mended:
    """The artwork with its faults put right where that is safe, and inspected again as if it had come from outside.

    Specks and short tails are dropped, pinholes and blind slits filled, while they are few; loose pieces are tied where
    the process cuts; thin lines are thickened where no gap gets too narrow by it, narrow gaps widened where no line
    gets too thin. Arguments and refusals are those of :func:`inspect`; a good artwork comes back as it is.
    """
    before = inspect(artwork, size_mm, process, material, keep=keep, rules=rules)
    if before.ok:
        return Mended(artwork, (), before, before)
    changes: list[Mend] = []
    mask = before.art.mask
    for done, ink in _steps(before.art, before.rules, keep):
        mask = ink
        changes += done
    if not changes:
        return Mended(artwork, (), before, before)
    better = recoloured(artwork, before.art.mask, mask)
    after = inspect(better, size_mm, process, material, keep=keep, rules=before.rules)
    return Mended(better, tuple(changes), before, after)


def _steps(art: Inked, rules: RuleSet, keep: Keep) -> Iterator[tuple[list[Mend], Mask]]:
    limits = limits_of(rules, art.px_per_mm)
    positive = (shape := Shape(art.mask, keep, rules.cuts)).positive
    drawn = positive is shape.ink
    for action, step in (*_TIDYING, (Action.TIED, _tied), *_FITTING, *_TIDYING, *_FITTING, *_TIDYING):
        ink = positive if drawn else ~positive
        changed = step(Shape(ink, keep, rules.cuts), limits)
        done = _recorded(action, changed, art)
        positive = positive ^ changed
        yield done, positive if drawn else ~positive


def _recorded(action: Action, changed: Mask, art: Inked) -> list[Mend]:
    height, width = changed.shape
    (wide, high) = art.size_mm
    scale = np.array([wide / width, high / height, wide / width, high / height])
    boxes = (label(touching(changed)).boxes() * scale).tolist() if changed.any() else []
    return [Mend(action, (left, top, right, bottom)) for left, top, right, bottom in boxes]


def _nothing(shape: Shape) -> Mask:
    return np.zeros_like(shape.ink)


def _few(changed: Mask, shape: Shape) -> Mask:
    return changed if changed.sum() <= MOST_CHANGED * shape.ink.sum() else _nothing(shape)


def _dropped(shape: Shape, limits: dict[Geometry, float]) -> Mask:
    bodies = label(shape.positive, diagonal=not shape.cuts)
    return _few(bodies.mask(pieces(bodies, shape, limits).small), shape)


def _filled(shape: Shape, limits: dict[Geometry, float]) -> Mask:
    found = openings(~shape.positive, shape, limits)
    return _few(found.regions.mask(found.tight), shape)


def _tied(shape: Shape, limits: dict[Geometry, float]) -> Mask:
    bodies = label(shape.positive, diagonal=not shape.cuts)
    loose = pieces(bodies, shape, limits).loose
    bridges = _nothing(shape)
    if 0 < loose.sum() <= MOST_ISLANDS:
        width = limits[Geometry.LOOSE] + 2 * _SPARE_PX
        for tie in ties(bodies, loose, width):
            bridges |= strip(bodies.shape, tie, width)
    return bridges & ~shape.positive


def _thickened(shape: Shape, limits: dict[Geometry, float]) -> Mask:
    return _grown(shape.positive, limits.get(Geometry.POSITIVE_WIDTH, 0), limits.get(Geometry.NEGATIVE_WIDTH, 0))


def _widened(shape: Shape, limits: dict[Geometry, float]) -> Mask:
    return _grown(~shape.positive, limits.get(Geometry.NEGATIVE_WIDTH, 0), limits.get(Geometry.POSITIVE_WIDTH, 0))


def _trimmed(shape: Shape, limits: dict[Geometry, float]) -> Mask:
    """Short tails: they are lost in the making anyway."""
    return _few(_tails(shape.positive, limits.get(Geometry.POSITIVE_WIDTH, 0)), shape)


def _closed(shape: Shape, limits: dict[Geometry, float]) -> Mask:
    """Short slits that end blindly: they close in the making anyway, and part nothing."""
    return _few(_tails(~shape.positive, limits.get(Geometry.NEGATIVE_WIDTH, 0)), shape)


def _tails(mask: Mask, limit: float) -> Mask:
    parts = (thin := thin_parts(mask, limit)).regions
    boxes = parts.boxes()
    short = (boxes[:, 2:] - boxes[:, :2]).max(1, initial=0) <= WEDGE_LENGTH * limit
    return parts.mask((thin.ways == 1) & short)


def _grown(mask: Mask, limit: float, spare: float) -> Mask:
    """What to add so that thin parts of ``mask`` reach ``limit`` while what is outside keeps ``spare``, both in pixels.

    Growth that would join two shapes, swallow one, or leave less than ``spare`` beside it, is not done at all.
    """
    squares = squared_distances(mask, reach_for(limit))
    thin = thin_parts(mask, limit, squares)
    if not thin.regions.count:
        return np.zeros_like(mask)
    ridge = _spine(thin, squares)
    growth = label(_strung(ridge, limit / 2 + _SPARE_PX) & ~mask)
    sound = _one_sided(growth, mask) & ~_swallowing(growth, mask, limit) & ~_crowding(growth, mask, spare)
    return growth.mask(sound)


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
    row, column = np.nonzero(inside)
    owner = parts.at(row, column)
    deep[row, column] = (4 * depth[row, column] >= parts.peak(squares)[owner]) | (thin.ways[owner] > 1)
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


_TIDYING: Final = ((Action.DROPPED, _dropped), (Action.FILLED, _filled))
_FITTING: Final = (
    (Action.THICKENED, _thickened), (Action.DROPPED, _trimmed), (Action.WIDENED, _widened), (Action.FILLED, _closed),
)  # fmt: skip
