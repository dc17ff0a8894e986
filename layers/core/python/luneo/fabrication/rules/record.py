"""What came of a design under the rules of its process, as data: each place once, and whether it was mended."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from luneo.fabrication.rules.findings import Finding, Report, meets
from luneo.fabrication.rules.inspection import judge
from luneo.fabrication.rules.kinds import MEANINGS, Geometry, Kind
from luneo.fabrication.rules.mending import Mended
from luneo.fabrication.rules.picture import told
from luneo.fabrication.rules.table import Keep, Severity

LANGUAGES: Final = ("en", "fr")


def record(mended: Mended, keep: Keep = Keep.GROUND) -> dict[str, Any]:
    """For JSON: lengths in mm from the top left; ``place_mm`` is left, top, right and bottom.

    ``passed`` is what counts, ``mended`` whether the drawing is another than the artwork. Each finding says what was
    measured against which limit and whether it was ``mended``; what a mend brought up that was not there before is
    listed, too. ``near_limit`` counts, by rule, the places that pass but so narrowly that the measure cannot be sure.
    """
    before, after = mended.before, mended.after
    told_of = before.as_data()
    fresh = [one for one in after.findings if not _meets(one, before.findings)]
    kept = {name: told_of[name] for name in ("process", "material", "size_mm", "tolerance_mm", "rules")}
    return (
        {"passed": mended.ok, "mended": bool(mended.mends)}
        | kept
        | {
            "reason": {language: after.reason(language) for language in LANGUAGES},
            "near_limit": near_limits(after, keep) if mended.ok else {},
            "done": {action.value: count for action, count in mended.counted().items()},
            "findings": [*_places(before.findings, after), *_places(fresh, after)],
        }
    )


def summary(facts: dict[str, Any], mended: Mended) -> dict[str, Any]:
    """The same for a list or a screen: only the places that the marked picture numbers, in its order."""
    short = {name: value for name, value in facts.items() if name not in {"rules", "done"}}
    return short | {"findings": list(_places(told(shown(mended)), mended.after))}


def near_limits(report: Report, keep: Keep = Keep.GROUND) -> dict[Kind, int]:
    """How many places pass by about ``tolerance_mm``: ink is there or not, and widths are known to 1.5 pixels."""
    # An inspection blames nothing within a tolerance of its limit, hence twice.
    room = 2 * report.art.tolerance_mm
    rules = tuple(replace(rule, limit_mm=rule.limit_mm + room) for rule in report.rules.rules)
    wider, found = judge(report.art, replace(report.rules, rules=rules), keep).counted(), report.counted()
    # A piece that hangs on nothing does so whatever its limit.
    measured = (kind for kind in wider if MEANINGS[kind].geometry is not Geometry.LOOSE)
    return {kind: wider[kind] - found.get(kind, 0) for kind in measured if wider[kind] > found.get(kind, 0)}


def shown(mended: Mended) -> Report:
    """The report to be marked: what was found where all of it was mended, what is left where it was not."""
    return mended.before if mended.ok else mended.after


def _places(findings: Iterable[Finding], after: Report) -> Iterator[dict[str, Any]]:
    for found in findings:
        yield {
            "rule": found.rule.kind.value,
            "severity": found.rule.severity.value,
            "place_mm": [round(value, 2) for value in found.box_mm],
            "measured_mm": round(found.measured_mm, 3),
            "limit_mm": found.rule.limit_mm,
            "count": found.count,
            "mended": found.rule.severity is Severity.BLOCK and not _meets(found, after.findings),
            "detail": {language: _sentence(found, language) for language in LANGUAGES},
        }


def _sentence(found: Finding, language: str) -> str:
    sentence = found.sentence(language)
    return f"{sentence[0].upper()}{sentence[1:]}. {found.advice(language)}"


def _meets(one: Finding, others: Iterable[Finding]) -> bool:
    return any(other.rule.kind is one.rule.kind and meets(one.box_mm, other.box_mm) for other in others)
