"""What is wrong between two pictures that should be the same: each explanation is tried, the best one is named."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from luneo.fabrication.parity.compare import View, distance, field, largest_region
from luneo.fabrication.parity.findings import Finding, Kind, finding
from luneo.fabrication.parity.light import Light, looks, soft
from luneo.fabrication.parity.limits import EMPTIED, Limits
from luneo.fabrication.parity.negative import negatives
from luneo.fabrication.parity.register import candidates, overlap, remainder
from luneo.fabrication.parity.residue import classified

_EXPLAINS: Final = 0.6
"""An explanation counts if it leaves less than this of the difference."""
_LEAST_PX: Final = 8
_AT_A_GLANCE: Final = 1.1
"""How much more it may leave at a glance, after which all pixels are asked."""
_GLANCED_PX: Final = 128
_NOISE: Final = 0.3
"""In L*a*b*: a mean distance that no explanation is sought for."""
_Turn = Callable[[Light], Light]
_TURNS: Final[tuple[tuple[Kind, _Turn, str, str], ...]] = (
    (Kind.MIRROR, lambda picture: np.flip(picture, -2), "left to right", "de gauche à droite"),
    (Kind.MIRROR, lambda picture: np.flip(picture, -3), "top to bottom", "de haut en bas"),
    (Kind.ROTATION, lambda picture: np.flip(picture, (-3, -2)), "180°", "180°"),
    (Kind.ROTATION, lambda picture: np.rot90(picture, 1, (-3, -2)), "90° to the left", "90° vers la gauche"),
    (Kind.ROTATION, lambda picture: np.rot90(picture, 3, (-3, -2)), "90° to the right", "90° vers la droite"),
)
"""What is done to an array of (…, height, width, channels); quarter turns fit square pictures alone."""
_EVERYTHING: Final = (slice(None), slice(None))


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """The finding for a fault, and the reference as it would look with it over the ``part`` that both pictures have.

    ``left`` is the share of the difference that the fault does not account for.
    """

    finding: Finding
    left: float
    reference: Light
    part: tuple[slice, slice] = _EVERYTHING


def explain(view: View, profile: bytes | None, limits: Limits, scale: tuple[float, float]) -> list[Finding]:
    """The findings on a rendering. ``scale`` is mm a pixel across and down.

    A rendering within the limits is still refused if it is clearly nearer to, say, its own mirror image: nearly
    symmetrical art differs little from it.
    """
    sound = within(view, limits)
    if sound and not _suspected(view, profile, limits, scale):
        return []
    best = _likeliest(view, profile, limits.shift(scale), scale)
    if best is None or best.left > (limits.clearly if sound else _EXPLAINS):
        return [] if sound else classified(view, limits, scale)
    beside = View.of(best.reference, view.rendered).cut(*best.part)
    return [best.finding, *([] if within(beside, limits) else classified(beside, limits, scale, certain=True))]


def _suspected(view: View, profile: bytes | None, limits: Limits, scale: tuple[float, float]) -> bool:
    """Whether anything explains a difference that is within the limits, by a glance at a part of the pixels."""
    if distance(view.seen, view.seen_rendered) < _NOISE:
        return False
    glance = min(view.difference.shape) >= _GLANCED_PX
    seen, coarser = (view.coarse(), (2 * scale[0], 2 * scale[1])) if glance else (view, scale)
    best = _likeliest(seen, profile, limits.shift(scale), coarser)
    return best is not None and best.left <= limits.clearly * _AT_A_GLANCE


def _likeliest(view: View, profile: bytes | None, limit: float, scale: tuple[float, float]) -> Explanation | None:
    plain = distance(view.seen, view.seen_rendered)
    tried = [*_turned(view, plain), *_negative(view, profile, plain), *_shifted(view, limit, scale)]
    return min(tried, key=lambda each: each.left, default=None)


def within(view: View, limits: Limits) -> bool:
    """Whether the rendering is the reference, as far as the medium allows."""
    different = view.difference > limits.visible
    return bool(
        view.difference.mean() <= limits.mean
        and view.tint(limits.tinted) <= limits.tint
        and different.mean() <= limits.share
        and largest_region(different)[0] <= limits.region
        and view.likeness >= limits.likeness
        and (view.patches > EMPTIED).mean() <= limits.emptied
    )


def _turned(view: View, plain: float) -> Iterator[Explanation]:
    for kind, turned, way, way_fr in _TURNS:
        seen = turned(view.seen)
        if seen.shape == view.seen_rendered.shape:
            left = distance(seen, view.seen_rendered) / plain
            told = finding(kind, left, _EXPLAINS, "of the difference", way=way, way_fr=way_fr)
            yield Explanation(told, left, turned(view.reference))


def _negative(view: View, profile: bytes | None, plain: float) -> Iterator[Explanation]:
    for light, way, way_fr in negatives(view.reference, profile):
        left = distance(looks(soft(light), view.grounds), view.seen_rendered) / plain
        told = finding(Kind.INVERSION, left, _EXPLAINS, "of the difference", way=way, way_fr=way_fr)
        yield Explanation(told, left, light)


def _shifted(view: View, limit: float, scale: tuple[float, float]) -> Iterator[Explanation]:
    seen, seen_rendered = field(view.seen), field(view.seen_rendered)
    for across, down in candidates(seen, seen_rendered):
        rows, columns = overlap(seen.shape, (across, down))
        if min(len(range(*rows.indices(seen.shape[0]))), len(range(*columns.indices(seen.shape[1])))) < _LEAST_PX:
            continue
        there, fixed = np.roll(seen, (down, across), axis=(0, 1))[rows, columns], seen_rendered[rows, columns]
        x, y = remainder(there, fixed)
        off = (across + x) * scale[0], (down + y) * scale[1]
        if math.hypot(*off) <= limit:
            continue
        left = distance(there, fixed) / max(distance(seen[rows, columns], fixed), 1e-6)
        told = finding(Kind.SHIFT, math.hypot(*off), limit, "mm", way=_way(off), way_fr=_way_fr(off))
        yield Explanation(told, left, np.roll(view.reference, (down, across), axis=(0, 1)), (rows, columns))


def _way(off: tuple[float, float]) -> str:
    sides = ("left" if off[0] < 0 else "right", "up" if off[1] < 0 else "down")
    return " and ".join(f"{abs(step):.2f} mm {side}" for step, side in zip(off, sides, strict=True))


def _way_fr(off: tuple[float, float]) -> str:
    sides = ("à gauche" if off[0] < 0 else "à droite", "vers le haut" if off[1] < 0 else "vers le bas")
    return " et ".join(f"{abs(step):.2f} mm {side}" for step, side in zip(off, sides, strict=True))
