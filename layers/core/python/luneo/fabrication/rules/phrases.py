"""What a marked picture and a command say around the findings, in English and French."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from luneo.fabrication.rules.findings import Finding, Report, millimetres
from luneo.fabrication.rules.kinds import Action, Geometry
from luneo.fabrication.rules.table import Material, Severity
from luneo.styles.catalogue import Process

_PROCESSES_EN: Final = {
    Process.ENGRAVE: "Engraving", Process.CUT: "Cutting", Process.PRINT: "Printing", Process.EMBROIDER: "Embroidery",
}  # fmt: skip
_PROCESSES_FR: Final = {
    Process.ENGRAVE: "Gravure", Process.CUT: "Découpe", Process.PRINT: "Impression", Process.EMBROIDER: "Broderie",
}  # fmt: skip
_MATERIALS_FR: Final = {
    Material.WOOD: "bois", Material.METAL: "métal", Material.GLASS: "verre", Material.LEATHER: "cuir",
    Material.ACRYLIC: "acrylique", Material.PAPER: "papier", Material.CERAMIC: "céramique", Material.FABRIC: "tissu",
}  # fmt: skip

_ACTIONS_EN: Final = {
    Action.DROPPED: "specks dropped", Action.FILLED: "openings filled", Action.TIED: "bridges added",
    Action.THICKENED: "lines thickened", Action.WIDENED: "gaps widened",
    Action.SIMPLIFIED: "details simplified",
}  # fmt: skip
_ACTIONS_FR: Final = {
    Action.DROPPED: "points supprimés", Action.FILLED: "blancs remplis", Action.TIED: "ponts ajoutés",
    Action.THICKENED: "traits épaissis", Action.WIDENED: "écarts élargis",
    Action.SIMPLIFIED: "détails simplifiés",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's."""

    language: str
    processes: Mapping[Process, str]
    materials: Mapping[Material, str]
    any_material: str
    on: str
    good: str
    warned: str
    bad: str
    place: str
    places: str
    need: str
    loose: str
    nothing: str
    exact: str
    others: str
    mended: str
    repaired: str
    actions: Mapping[Action, str]
    headings: tuple[str, ...]

    def verdict(self, report: Report) -> str:
        """One line: can it be made?"""
        blocking = sum(one.count for one in report.of(Severity.BLOCK))
        if blocking:
            return f"{self.bad} {self.counted(blocking)}"
        return self.warned if report.findings else self.good

    def put_right(self, report: Report) -> str:
        """One line on what was mended, so that it can be made."""
        return self.repaired.format(places=self.counted(sum(one.count for one in report.of(Severity.BLOCK))))

    def subject(self, report: Report) -> str:
        """Process, material and size."""
        rules, (width, height) = report.rules, report.art.size_mm
        material = self.materials[rules.material] if rules.material else self.any_material
        return f"{self.processes[rules.process]} {self.on} {material} · {width:g} x {height:g} mm"

    def needs(self, finding: Finding) -> str:
        """The limit, and how many neighbours share the fault."""
        limit = millimetres(finding.rule.limit_mm, self.language)
        template = self.loose if finding.rule.meaning.geometry is Geometry.LOOSE else self.need
        shared = f" · {self.counted(finding.count)}" if finding.count > 1 else ""
        return template.format(limit=limit) + shared

    def counted(self, count: int) -> str:
        """So many places."""
        return f"{count} {self.place if count == 1 else self.places}"

    def exactness(self, report: Report, shown: Sequence[Finding] = ()) -> str:
        """How far a measure may be from the truth, and how many places have colour but no number."""
        exact = self.exact.format(tolerance=millimetres(report.art.tolerance_mm, self.language))
        others = sum(one.count for one in report.findings) - sum(one.count for one in shown)
        return f"{self.others.format(places=self.counted(others))} · {exact}" if others else exact


_EN: Final = Phrases(
    "en", _PROCESSES_EN, MappingProxyType({material: material.value for material in Material}), "any material", "on",
    "Ready to produce", "Can be produced, with a warning", "Cannot be produced as it is:", "place", "places",
    "needs {limit} mm", "needs bridges of {limit} mm", "Every line, gap and opening is above its limit.",
    "measured to ± {tolerance} mm", "{places} more in colour",
    "Mended", "Ready to produce, mended in {places}", _ACTIONS_EN, ("rule", "measured", "limit", "places", "left"),
)  # fmt: skip
_FR: Final = Phrases(
    "fr", _PROCESSES_FR, _MATERIALS_FR, "toute matière", "sur",
    "Prêt à fabriquer", "Fabricable, avec une réserve", "Impossible à fabriquer tel quel :", "endroit", "endroits",
    "il faut {limit} mm", "il faut des ponts de {limit} mm", "Chaque trait, écart et blanc respecte sa limite.",
    "mesuré à ± {tolerance} mm", "{places} de plus en couleur",
    "Réparé", "Prêt à fabriquer, réparé à {places}", _ACTIONS_FR, ("règle", "mesuré", "limite", "endroits", "reste"),
)  # fmt: skip


def phrases(language: str) -> Phrases:
    """French for ``fr``, English otherwise."""
    return _FR if language.lower().startswith("fr") else _EN
