"""What an inspection says, as data."""

from dataclasses import dataclass, field
from typing import Any

from luneo.errors import Invalid
from luneo.fabrication.rules.ink import Inked
from luneo.fabrication.rules.kinds import Kind
from luneo.fabrication.rules.raster import Mask
from luneo.fabrication.rules.table import Rule, RuleSet, Severity

Box = tuple[float, float, float, float]


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) touch."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


class NotProducible(Invalid):
    """The design cannot be made as it is; ``reason_fr`` is the detail in French, ``findings`` the places."""

    slug = "not-producible"
    title = "The design cannot be produced"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place, or ``count`` neighbouring ones, that break a rule.

    ``measured_mm`` is the worst there, taken at ``point_mm``; ``box_mm`` (left, top, right, bottom) holds all of them.
    The pixel values are the artwork's own. Origin top left.
    """

    rule: Rule
    measured_mm: float
    point_mm: tuple[float, float]
    box_mm: Box
    point_px: tuple[float, float]
    box_px: Box
    count: int

    def sentence(self, language: str = "en") -> str:
        """What is wrong, in plain words."""
        return self._told(self.rule.meaning.words(language).fault, language)

    def advice(self, language: str = "en") -> str:
        """What to do about it."""
        return self._told(self.rule.meaning.words(language).advice, language)

    def _told(self, template: str, language: str) -> str:
        measured, limit = (millimetres(value, language) for value in (self.measured_mm, self.rule.limit_mm))
        return template.format(measured=measured, limit=limit)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        rule = self.rule
        return {
            "kind": rule.kind.value,
            "severity": rule.severity.value,
            "measured_mm": round(self.measured_mm, 3),
            "limit_mm": rule.limit_mm,
            "count": self.count,
            "point_mm": [round(value, 2) for value in self.point_mm],
            "box_mm": [round(value, 2) for value in self.box_mm],
            "point_px": [round(value, 1) for value in self.point_px],
            "box_px": [round(value, 1) for value in self.box_px],
            "message_en": self.sentence("en"),
            "message_fr": self.sentence("fr"),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found, the worst first; ``marks`` holds each kind's offending pixels, on the raster of ``art``."""

    rules: RuleSet
    art: Inked = field(repr=False)
    findings: tuple[Finding, ...]
    marks: dict[Kind, Mask] = field(repr=False, compare=False)

    @property
    def ok(self) -> bool:
        """Whether it can be produced: nothing blocks."""
        return not self.of(Severity.BLOCK)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(finding for finding in self.findings if finding.rule.severity is severity)

    def counted(self) -> dict[Kind, int]:
        """How many places break each kind of rule."""
        kinds = {finding.rule.kind for finding in self.findings}
        return {
            kind: sum(one.count for one in self.findings if one.rule.kind is kind) for kind in Kind if kind in kinds
        }

    def reason(self, language: str = "en") -> str:
        """Why it cannot be produced and what to do, in plain words; empty where it can."""
        worst: dict[Kind, Finding] = {}
        for finding in self.of(Severity.BLOCK):
            worst.setdefault(finding.rule.kind, finding)
        return " ".join(self._why(finding, language) for finding in worst.values())

    def require(self) -> None:
        """Raise :class:`NotProducible` unless it can be produced."""
        if not self.ok:
            places = [finding.as_data() for finding in self.of(Severity.BLOCK)]
            raise NotProducible(self.reason("en"), reason_fr=self.reason("fr"), findings=places)

    def as_data(self) -> dict[str, Any]:
        """For JSON: lengths in mm, pixels of the artwork."""
        return {
            "ok": self.ok,
            "process": self.rules.process.value,
            "material": self.rules.material and self.rules.material.value,
            "size_mm": list(self.art.size_mm),
            "size_px": list(self.art.art_px),
            "tolerance_mm": round(self.art.tolerance_mm, 3),
            "reason_en": self.reason("en"),
            "reason_fr": self.reason("fr"),
            "rules": [
                {
                    "kind": rule.kind.value,
                    "limit_mm": rule.limit_mm,
                    "severity": rule.severity.value,
                    "source": rule.source,
                }
                for rule in self.rules.rules
            ],
            "findings": [finding.as_data() for finding in self.findings],
        }

    def _why(self, finding: Finding, language: str) -> str:
        count = self.counted()[finding.rule.kind]
        french = language.lower().startswith("fr")
        places = (f" (à {count} endroits)" if french else f" (in {count} places)") if count > 1 else ""
        sentence = finding.sentence(language)
        return f"{sentence[0].upper()}{sentence[1:]}{places}. {finding.advice(language)}"


def millimetres(value: float, language: str = "en") -> str:
    """Two decimals, with the language's sign."""
    shown = f"{value:.2f}"
    return shown.replace(".", ",") if language.lower().startswith("fr") else shown
