"""The inspection: each rule's geometry on the ink of an artwork."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from luneo.errors import Fault, Invalid
from luneo.fabrication.rules.findings import Finding, Report
from luneo.fabrication.rules.ink import Inked, inked
from luneo.fabrication.rules.kinds import Geometry
from luneo.fabrication.rules.raster import Mask, Squares, squared_distances
from luneo.fabrication.rules.regions import Regions, label
from luneo.fabrication.rules.table import Keep, Material, Rule, RuleSet, rule_set
from luneo.fabrication.rules.widths import reach_for, thin_parts, width_of
from luneo.styles.catalogue import Process

LONGEST_MM = 5000.0
_CELLS = 5
_SLIT = 4.0
_HALF_PX = 0.5


@dataclass(frozen=True, slots=True)
class Shape:
    """What is judged: the ``positive`` must hold or show, the ``ink`` is what was drawn; they differ in a stencil."""

    ink: Mask
    keep: Keep
    cuts: bool

    @property
    def positive(self) -> Mask:
        """What is laid down, or what stays of the sheet."""
        return ~self.ink if self.cuts and self.keep is Keep.GROUND else self.ink

    def held(self, regions: Regions) -> Mask:
        """Which regions of the positive hold by themselves: at the sheet's edge, or else the largest."""
        if self.keep is Keep.GROUND and (ended := regions.open_ended()).any():
            return ended
        areas = regions.areas
        largest: Mask = np.arange(regions.count) == (areas.argmax() if regions.count else 0)
        return largest


@dataclass(frozen=True, slots=True)
class Places:
    """Places that break one rule, in the raster's pixels: regions, measures, and a point (row, column) of each."""

    rule: Rule
    regions: Regions
    measures: NDArray[np.float64]
    spots: NDArray[np.intp]

    @property
    def mask(self) -> Mask:
        """The offending pixels."""
        return self.regions.mask(np.ones(self.regions.count, np.bool_))


def inspect(
    artwork: Image.Image,
    size_mm: tuple[float, float],
    process: Process,
    material: Material | None = None,
    *,
    keep: Keep = Keep.GROUND,
    rules: RuleSet | None = None,
) -> Report:
    """Every place of ``artwork``, spread over ``size_mm`` (width, height), that ``process`` could not make.

    Without ``material`` the strictest limits of the process apply. ``keep`` matters for cutting only. ``rules``
    replaces the table's. Measures are within one and a half pixels of the raster (``Report.art.tolerance_mm``); what is
    two pixels below its limit is always found, and what is one above it never blamed. Raises ``NothingToMake``,
    ``UnknownRules``, or ``Invalid`` for a size that is none.
    """
    chosen = rules or rule_set(process, material)
    return judge(inked(artwork, _checked(size_mm), chosen.finest_mm), chosen, keep)


def judge(art: Inked, rules: RuleSet, keep: Keep = Keep.GROUND) -> Report:
    """The report on ink that is on a raster already."""
    found = list(places(Shape(art.mask, keep, rules.cuts), rules, art.px_per_mm))
    findings = [finding for each in found for finding in _clustered(each, art)]
    findings.sort(key=lambda one: (one.rule.severity.value, one.measured_mm / one.rule.limit_mm))
    return Report(rules, art, tuple(findings), {each.rule.kind: each.mask for each in found})


def places(shape: Shape, rules: RuleSet, px_per_mm: float) -> Iterator[Places]:
    """The places that break a rule, rule by rule; a place is told once, by the rule that fits it best."""
    limits = limits_of(rules, px_per_mm)
    for geometry, regions, measures, spots in _broken(shape, limits):
        rule = rules.of(geometry)
        if rule and regions.count:
            yield Places(rule, regions, measures, spots)


def limits_of(rules: RuleSet, px_per_mm: float) -> dict[Geometry, float]:
    """The limits in pixels of a raster."""
    return {rule.meaning.geometry: rule.limit_mm * px_per_mm for rule in rules.rules}


@dataclass(frozen=True, slots=True)
class Pieces:
    """Which regions of the positive are too ``small``, which are ``loose``, and how wide a disc of their area is."""

    small: Mask
    loose: Mask
    across: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Openings:
    """The regions of the negative, which of them are too ``tight``, and the squared radius of their widest disc."""

    regions: Regions
    tight: Mask
    squares: Squares
    widest: Squares


def pieces(bodies: Regions, shape: Shape, limits: Mapping[Geometry, float]) -> Pieces:
    """Judge the regions of the positive one by one."""
    across = np.sqrt(bodies.areas * (4 / math.pi))
    held = shape.held(bodies) if shape.cuts else bodies.open_ended()
    small = ~held & (across < limits.get(Geometry.SMALL, 0) - _HALF_PX)
    loose = ~held & ~small if Geometry.LOOSE in limits else np.zeros_like(small)
    return Pieces(small, loose, across)


def openings(negative: Mask, shape: Shape, limits: Mapping[Geometry, float]) -> Openings:
    """Judge the regions of the negative one by one; those that reach the edge are open, and a long slit is a gap."""
    enclosed = limits.get(Geometry.ENCLOSED, 0)
    squares = squared_distances(negative, reach_for(max(enclosed, limits.get(Geometry.NEGATIVE_WIDTH, 0))))
    holes = label(negative, diagonal=shape.cuts)
    boxes, widest = holes.boxes(), holes.peak(squares)
    compact = (boxes[:, 2:] - boxes[:, :2]).max(1, initial=0) <= _SLIT * enclosed
    tight = ~holes.open_ended() & compact & (widest < (enclosed / 2) ** 2)
    return Openings(holes, tight, squares, widest)


_Broken = tuple[Geometry, Regions, NDArray[np.float64], NDArray[np.intp]]


def _broken(shape: Shape, limits: dict[Geometry, float]) -> Iterator[_Broken]:
    # Material that meets at a corner only does not hold; ink that does is one line.
    bodies = label(shape.positive, diagonal=not shape.cuts)
    judged = pieces(bodies, shape, limits)
    yield Geometry.SMALL, *_picked(bodies, judged.small, judged.across)
    yield Geometry.LOOSE, *_picked(bodies, judged.loose, judged.across)
    if limit := limits.get(Geometry.POSITIVE_WIDTH):
        thin = thin_parts(shape.positive & ~bodies.mask(judged.small), limit)
        yield Geometry.POSITIVE_WIDTH, thin.regions, thin.widths, thin.spots
    negative = ~shape.positive
    found = openings(negative, shape, limits)
    yield Geometry.ENCLOSED, *_picked(found.regions, found.tight, width_of(found.widest))
    if limit := limits.get(Geometry.NEGATIVE_WIDTH):
        thin = thin_parts(negative & ~found.regions.mask(found.tight), limit, found.squares)
        yield Geometry.NEGATIVE_WIDTH, thin.regions, thin.widths, thin.spots
    if limit := limits.get(Geometry.EDGE):
        yield Geometry.EDGE, *_edge(shape.ink, limit)


def _picked(
    regions: Regions, chosen: Mask, measures: NDArray[np.float64]
) -> tuple[Regions, NDArray[np.float64], NDArray[np.intp]]:
    kept = regions.of(chosen)
    boxes = kept.boxes()
    return kept, measures[chosen], (boxes[:, [1, 0]] + boxes[:, [3, 2]]) // 2


def _edge(ink: Mask, limit: float) -> tuple[Regions, NDArray[np.float64], NDArray[np.intp]]:
    """The ink outside the live area, and how near to the edge it comes."""
    depth = min(math.ceil(limit - _HALF_PX), (min(ink.shape) + 1) // 2)
    band = ink.copy()
    band[depth:-depth, depth:-depth] = False
    regions = label(band)
    height, width = ink.shape
    boxes = regions.boxes()
    clear = np.stack([boxes[:, 0], boxes[:, 1], width - boxes[:, 2], height - boxes[:, 3]], 1)
    return regions, clear.min(1, initial=max(ink.shape)).astype(np.float64), _nearest_edge(boxes, clear)


def _nearest_edge(boxes: NDArray[np.intp], clear: NDArray[np.intp]) -> NDArray[np.intp]:
    middle = (boxes[:, [1, 0]] + boxes[:, [3, 2]]) // 2
    side = clear.argmin(1) if len(clear) else np.zeros(0, np.intp)
    edges = np.stack([boxes[:, 0], boxes[:, 1], boxes[:, 2] - 1, boxes[:, 3] - 1], 1)
    along = side % 2 == 0
    at = np.take_along_axis(edges, side[:, None], 1)[:, 0]
    return np.stack([np.where(along, middle[:, 0], at), np.where(along, at, middle[:, 1])], 1)


def _clustered(found: Places, art: Inked) -> Iterable[Finding]:
    """Neighbouring places told as one, by a grid over the design, with the worst as its point."""
    cell = max(1, math.ceil(max(art.mask.shape) / _CELLS))
    order = np.argsort(found.measures, kind="stable")
    cells, first, owner = np.unique(found.spots[order] // cell, axis=0, return_index=True, return_inverse=True)
    boxes = found.regions.boxes()[order]
    for index in range(len(cells)):
        mine = boxes[owner.ravel() == index]
        worst = order[first[index]]
        box = (*mine[:, :2].min(0).tolist(), *mine[:, 2:].max(0).tolist())
        yield _finding(found, int(worst), box, len(mine), art)


def _finding(found: Places, worst: int, box: tuple[int, ...], count: int, art: Inked) -> Finding:
    height, width = art.mask.shape
    row, column = found.spots[worst].tolist()
    x, y = (column + 0.5) / width, (row + 0.5) / height
    left, top, right, bottom = box[0] / width, box[1] / height, box[2] / width, box[3] / height
    (wide, high), (across, down) = art.size_mm, art.art_px
    return Finding(
        found.rule,
        float(found.measures[worst]) / art.px_per_mm,
        (x * wide, y * high),
        (left * wide, top * high, right * wide, bottom * high),
        (x * across, y * down),
        (left * across, top * down, right * across, bottom * down),
        count,
    )


def _checked(size_mm: tuple[float, float]) -> tuple[float, float]:
    if not all(math.isfinite(side) and 0 < side <= LONGEST_MM for side in size_mm):
        detail = f"The finished size is two lengths in mm, each above 0 and at most {LONGEST_MM:g}."
        raise Invalid(detail, faults=[Fault("#/size_mm", detail)])
    return size_mm
