"""Which styles a zone can be offered, and what a model is told so that its drawing can be made. Light: no imaging."""

from typing import Final

from luneo.fabrication.resolution import Millimetres
from luneo.fabrication.rules.kinds import Geometry
from luneo.fabrication.rules.table import INKED, Keep, Material, RuleSet, rule_set
from luneo.styles.catalogue import Process, Style

_HEADROOM: Final = 1.25
"""Models keep roughly to what they are told."""
_HELD: Final = {
    Keep.GROUND: " It is cut out as a stencil: whatever is enclosed by black hangs on the rest by a bridge.",
    Keep.INK: " It is cut out in one piece: all black parts are joined.",
}


def suits(
    style: Style,
    process: Process,
    size_mm: Millimetres,
    material: Material | None = None,
    *,
    thickness_mm: float | None = None,
) -> bool:
    """Whether the style can be made there: the process is one of its own, and its detail is no finer than the tool."""
    if process not in style.processes or process not in INKED:
        return process in style.processes
    return style.details * _widest(rule_set(process, material, thickness_mm=thickness_mm)) <= min(size_mm)


def brief(rules: RuleSet, size_mm: Millimetres, keep: Keep = Keep.GROUND) -> str:
    """What to draw so that the tool can make it, in words and shares of the picture that a model understands."""
    least = _HEADROOM * _widest(rules)
    share = f"1/{max(2, int(min(size_mm) / least))} of the picture's shorter side"
    return (
        f"It will be made {size_mm[0]:g} x {size_mm[1]:g} mm large by a tool with one ink: solid black or nothing, no "
        f"grey, no shading. No line is thinner and no gap narrower than {share} ({least:.1f} mm), in a hatching, too; "
        f"leave out smaller detail.{_HELD[keep] if rules.cuts else ''}"
    )


def _widest(rules: RuleSet) -> float:
    """What both a line and a gap need, in mm."""
    found = (rules.of(geometry) for geometry in (Geometry.POSITIVE_WIDTH, Geometry.NEGATIVE_WIDTH))
    return max(rule.limit_mm for rule in found if rule)
