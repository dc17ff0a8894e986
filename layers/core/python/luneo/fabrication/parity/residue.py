"""Naming a difference that no move and no negative explains, by where it is and what it does to the edges."""

from typing import Final

import numpy as np

from luneo.fabrication.parity.compare import Mask, View, correlation, edges, field, largest_region
from luneo.fabrication.parity.findings import Finding, Kind, finding
from luneo.fabrication.parity.light import Box, Light, on, soft
from luneo.fabrication.parity.limits import Limits
from luneo.fabrication.parity.negative import is_reversed

_FLAT: Final = 1.5
"""In L*a*b*: a line of pixels that varies less holds nothing."""
_FULL: Final = 0.985
_NOT_FULL: Final = 0.9
"""In linear light: where a channel is at its end, and where it was not yet."""
_CLIPPED_SHARE: Final = 0.15
_ALIKE: Final = 0.8
_SAME_EDGES: Final = 0.7
_COVERAGE: Final = 0.25
_SIDES: Final = {
    "left": ("on the left", "à gauche"),
    "right": ("on the right", "à droite"),
    "top": ("at the top", "en haut"),
    "bottom": ("at the bottom", "en bas"),
}


def classified(  # noqa: PLR0911 - one way out for each name
    view: View, limits: Limits, scale: tuple[float, float], *, certain: bool = False
) -> list[Finding]:
    """The likeliest name for what is left.

    When something else was found already (``certain``), only what stands out beside it is told.
    """
    different = view.difference > limits.visible
    share, place = largest_region(different)
    where = _in_mm(place, scale)
    if is_reversed(view.likeness):
        return [finding(Kind.INVERSION, view.likeness, limits.likeness, "likeness", way="", way_fr="")]
    if sides := _cut_sides(view, different, limits):
        return [_clipped(share, limits, where, sides)]
    coverage = np.abs(view.reference[..., 3] - view.rendered[..., 3]) > _COVERAGE
    if largest_region(coverage)[0] > limits.region:
        share, place = largest_region(coverage)
        return [finding(Kind.MISSING_LAYER, share * 100, limits.region * 100, "%", place=_in_mm(place, scale))]
    keeps = _edges_kept(view, different)
    if limits.has_tones and _is_tonal(view, different):
        return [_clipped(share, limits, where, None)]
    tint = view.tint(limits.tinted)
    if limits.has_tones and keeps >= _SAME_EDGES and tint > limits.tint:
        why, why_fr = (
            f"they are off by {tint:.1f} (CIEDE2000) on average",
            f"l'écart moyen est de {tint:.1f} (CIEDE2000)",
        )
        return [finding(Kind.WRONG_PROFILE, tint, limits.tint, "ΔE2000", why=why, why_fr=why_fr)]
    if share > limits.region or not (limits.has_tones or certain):
        return [finding(Kind.MISSING_LAYER, share * 100, limits.region * 100, "%", place=where)]
    if certain:
        return []
    return [finding(Kind.DIFFERENCE, float(view.difference.mean()), limits.mean, "ΔE2000")]


def _clipped(share: float, limits: Limits, where: Box | None, sides: list[str] | None) -> Finding:
    told = [_SIDES[side] for side in sides] if sides else [("light or dark tones", "des tons clairs ou foncés")]
    way, way_fr = (", ".join(each[language] for each in told) for language in (0, 1))
    return finding(Kind.CLIPPING, share * 100, limits.region * 100, "%", place=where, way=way, way_fr=way_fr)


def _in_mm(box: Box | None, scale: tuple[float, float]) -> Box | None:
    if box is None:
        return None
    left, top, right, bottom = box
    return left * scale[0], top * scale[1], (right - left) * scale[0], (bottom - top) * scale[1]


def _cut_sides(view: View, different: Mask, limits: Limits) -> list[str]:
    """The sides from which the rendering is bare though the reference is not, with the rest of it sound."""
    height, width = different.shape
    depth = {}
    for side, turns in (("top", 0), ("right", 1), ("bottom", 2), ("left", 3)):
        # Each side in turn on top.
        depth[side] = _bare_lines(np.rot90(field(view.seen_rendered), turns), np.rot90(different, turns))
    if not any(depth.values()):
        return []
    rows, columns = slice(depth["top"], height - depth["bottom"]), slice(depth["left"], width - depth["right"])
    kept = different[rows, columns]
    if kept.size < different.size / 10 or kept.mean() > max(limits.share, different.mean() / 4):
        return []
    return [side for side, lines in depth.items() if lines]


def _bare_lines(rendered: Light, different: Mask) -> int:
    """How many lines from the top are one flat colour, with a difference in most of them."""
    ground = np.median(rendered[0], axis=0)
    flat = np.abs(rendered - ground).max(axis=(1, 2)) < _FLAT
    lines = int(len(flat) if flat.all() else flat.argmin())
    # The lines after the last one are softened into what follows.
    return lines + 2 if 0 < lines < len(flat) and different[:lines].any(axis=1).mean() > 0.5 else 0  # noqa: PLR2004


def _is_tonal(view: View, different: Mask) -> bool:
    """Whether tones have run into a channel's end: all beyond a certain one, wherever they are."""
    before, after = (soft(on(1.0, light)) for light in (view.reference, view.rendered))
    return any(_have_run(*ends, different) for ends in ((before, after), (1 - before, 1 - after)))


def _have_run(before: Light, after: Light, different: Mask) -> bool:
    full = after > _FULL
    run = full & (before < _NOT_FULL)
    if run.any(axis=-1).sum() < _CLIPPED_SHARE * max(1, different.sum()):
        return False
    beyond = before > np.quantile(before[run], 0.1)
    return bool(full[beyond].mean() > _ALIKE)


def _edges_kept(view: View, different: Mask) -> float:
    """How well the edges within the different part agree."""
    near = different | np.roll(different, 1, 0) | np.roll(different, -1, 0)
    near = near | np.roll(near, 1, 1) | np.roll(near, -1, 1)
    if not near.any():
        return 1.0
    first, second = (edges(field(seen))[:, near] for seen in (view.seen, view.seen_rendered))
    return correlation(first, second)
