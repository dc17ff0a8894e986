"""A text under the fabrication rules of its zone: letters are never mended, so what cannot be made is refused at once.

Thickened or tied letters would be another typeface, and outlines go to the tool as they are.
"""

import math
from collections.abc import Iterable
from typing import Final

from PIL import Image

from luneo.errors import Invalid
from luneo.fabrication.rules.findings import Finding, meets
from luneo.fabrication.rules.ink import PIXELS_A_LIMIT
from luneo.fabrication.rules.inspection import inspect
from luneo.fabrication.rules.kinds import Action, Geometry
from luneo.fabrication.rules.mending import Mended, mend
from luneo.fabrication.rules.table import RuleSet, Severity, rule_set
from luneo.generations.target import PrintTarget
from luneo.styles.catalogue import Process
from luneo.typography.ink import Area
from luneo.typography.layer import POINTER, PlacedText
from luneo.typography.raster import laid_over

_INK: Final = (0, 0, 0)
_BY_ITSELF: Final = frozenset({Action.FILLED, Action.DROPPED})
_TENTHS: Final = 10
_LEAST_MM: Final = 0.01
# A shopper waits for the answer; letters are few, and their box is small.
_MOST_PIXELS: Final = 1024 * 1024


def refuse_unmakeable(text: PlacedText, target: PrintTarget) -> None:
    """Let no letter through that the zone's process could not make of its material.

    Raises:
        Invalid: a stroke, a gap or an opening is too small (at ``#/text/size_mm``, with the em that would do), or a
            part of a letter would fall out (at ``#/text/content``).
    """
    if not target.by_rules:
        return
    rules = rule_set(Process(target.process), target.substrate, thickness_mm=target.thickness_mm)
    drawn, size_mm = _drawn(text, rules)
    found = inspect(drawn, size_mm, rules.process, rules.material, keep=target.keep, rules=rules).of(Severity.BLOCK)
    for finding in found:
        if finding.rule.meaning.geometry is Geometry.LOOSE:
            raise Invalid.at(f"{POINTER}/content", f"{_told(finding)} Leave out letters with enclosed parts.")
    if found and (left := _left(found, _once(drawn, size_mm, rules, target))):
        worst = max(left, key=_shortfall)
        raise Invalid.at(f"{POINTER}/size_mm", f"{_told(worst)} {_remedy(text, worst)}")


def _once(drawn: Image.Image, size_mm: tuple[float, float], rules: RuleSet, target: PrintTarget) -> Mended:
    return mend(drawn, size_mm, rules.process, keep=target.keep, rules=rules, rounds=1)


def _drawn(text: PlacedText, rules: RuleSet) -> tuple[Image.Image, tuple[float, float]]:
    """The letters by themselves, amid as much bare ground as any rule asks for, and the picture's size in mm."""
    margin = max(rule.limit_mm for rule in rules.rules) * 2
    left, top, right, bottom = text.box_mm
    size_mm = (right - left + 2 * margin, bottom - top + 2 * margin)
    scale = min(PIXELS_A_LIMIT / rules.finest_mm, math.sqrt(_MOST_PIXELS / (size_mm[0] * size_mm[1])))
    clear = Image.new("RGBA", (round(size_mm[0] * scale), round(size_mm[1] * scale)), (0, 0, 0, 0))
    return laid_over(clear, [Area(text.letters.outline, _INK)], size_mm, (margin - left, margin - top)), size_mm


def _left(found: Iterable[Finding], mended: Mended) -> list[Finding]:
    """What stands in the way, but for short slits and tips, which the tool itself closes or leaves out."""
    by_itself = [each.box_mm for each in mended.mends if each.action in _BY_ITSELF]
    return [one for one in found if not any(meets(one.box_mm, box) for box in by_itself)]


def _told(finding: Finding) -> str:
    sentence = finding.sentence()
    return f"{sentence[0].upper()}{sentence[1:]}."


def _remedy(text: PlacedText, finding: Finding) -> str:
    needed = text.size_mm * _shortfall(finding)
    enough = math.ceil(needed * _TENTHS) / _TENTHS
    return f"Set the text {enough:g} mm high or more, or choose a bolder font."


def _shortfall(finding: Finding) -> float:
    """By how much everything must grow for this place to do."""
    return finding.rule.limit_mm / max(finding.measured_mm, _LEAST_MM)
