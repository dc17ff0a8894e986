"""The rule set, as data: one row a process, material and kind. A new process is new rows, not new code.

Figures are millimetres at finished size. Where workshops publish one it is theirs; where they publish a principle it
is worked out from that, and ``source`` says how. A brand whose machine is better or worse passes rows of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from luneo.errors import Invalid
from luneo.fabrication.rules.kinds import MEANINGS, Geometry, Kind, Meaning
from luneo.styles.catalogue import Process


class Material(StrEnum):
    """What is worked."""

    WOOD = "wood"
    METAL = "metal"
    GLASS = "glass"
    LEATHER = "leather"
    ACRYLIC = "acrylic"
    PAPER = "paper"
    CERAMIC = "ceramic"
    FABRIC = "fabric"


class Keep(StrEnum):
    """What stays of a cut sheet: the ``GROUND`` around the ink (a stencil) or the ``INK`` itself (a charm)."""

    GROUND = "ground"
    INK = "ink"


class Severity(StrEnum):
    """``BLOCK`` stops production; ``WARN`` is told and let pass."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit: below ``limit_mm`` the ``kind`` is at fault. ``source`` tells where the figure comes from.

    Where ``by_thickness`` is given the limit grows with the stock: it is that share of its thickness, and ``limit_mm``
    holds for the usual stock (:data:`USUAL_MM`).
    """

    process: Process
    material: Material
    kind: Kind
    limit_mm: float
    severity: Severity
    source: str
    by_thickness: float | None = None

    @property
    def meaning(self) -> Meaning:
        """What the kind measures, and its words."""
        return MEANINGS[self.kind]


class UnknownRules(Invalid):
    """No rules are known for that process on that material."""

    slug = "unknown-fabrication-rules"
    title = "Unknown process or material"


INKED: Final = frozenset({Process.ENGRAVE, Process.CUT})
"""The processes that know ink and no ink and nothing between: a design is held to their rules before it is shown."""
USUAL_MM: Final[Mapping[Material, float]] = MappingProxyType(
    {Material.WOOD: 3.0, Material.ACRYLIC: 3.0, Material.LEATHER: 2.0, Material.PAPER: 0.25}
)
"""How thick the stock is that is usually cut."""
THICKEST_MM: Final = 30.0
"""What a laser cuts at most."""
_LEAST_CUT_MM: Final = 0.4
_POINT: Final = 25.4 / 72
_BEAM: Final = "1 pt lines for laser engraving (fasteditor.com, 2026)"
_FINE: Final = "four spots of 0.05 mm, as a fibre laser has"
_CHIPS: Final = "1 pt, widened for the chips of glass, which fractures rather than burns (sdgmag.com)"
_CHARS: Final = "1 pt, widened for scorched leather at both edges"
_EDGE: Final = "clamps and curvature: the outermost millimetre is not reliable"
_KERF: Final = "two kerfs of 0.2 mm (help.ponoko.com; lasercutco.com gives 0.15 to 0.2 mm)"
_BROKE: Final = "0.8 and 1.2 mm bridges broke in a run of 3000, 2 mm held (woodencraftfactory.com)"
_HALF: Final = "half of 3 mm stock (cutitout.uk)"
_FEATURE: Final = "1 mm least feature (gosnapcut.com), half as much again for brittle stock"
_SHEET: Final = "as wide as the sheet is thick (lasercutpaper.com), twice over for 0.25 mm card"
_HELD: Final = "; half as much again where the sheet is held"
_GRID: Final = "what falls through the machine's bed or blows away"
_SATIN: Final = "least satin column 1.0 mm (graphics-pro.com; embrilliance.com prefers 1.5)"
_THREAD: Final = "two threads of 0.4 mm, the usual spacing (emborado.de: 0.35 to 0.45 mm)"
_TRANSFER: Final = "1 pt lines and 2 pt knockouts for transfers (dtfmichigan.com)"
_PRESS: Final = "quarter-point rules positive, half-point reversed: the usual floor of offset and sublimation"

_WITH_THE_STOCK: Final = frozenset({_HALF, _SHEET, f"{_SHEET}{_HELD}"})

_Limits = Iterable[tuple[Kind, float, str]]

_WARNED: Final = frozenset({Kind.MARGIN})


def _rows(process: Process, material: Material, limits: _Limits) -> Iterator[Rule]:
    for kind, limit, source in limits:
        severity = Severity.WARN if kind in _WARNED else Severity.BLOCK
        share = round(limit / USUAL_MM[material], 3) if source in _WITH_THE_STOCK else None
        yield Rule(process, material, kind, round(limit, 2), severity, source, share)


def _marks(stroke: float, gap: float, source: str) -> _Limits:
    """A mark's limits. What is enclosed on all sides fills in before a gap does; a dot must be as wide as a line."""
    return (
        (Kind.STROKE, stroke, source),
        (Kind.GAP, gap, source),
        (Kind.COUNTER, gap * 1.25, f"{source}; a quarter more where ink or heat comes from all sides"),
        (Kind.SPECK, stroke, f"{source}; a dot is a line's end"),
    )


def _cuts(bridge: tuple[float, str], hole: tuple[float, str], part: float) -> _Limits:
    """A cut's limits. An island's is the width of the bridges that are to hold it."""
    return (
        (Kind.BRIDGE, *bridge),
        (Kind.SLOT, _LEAST_CUT_MM, _KERF),
        (Kind.HOLE, *hole),
        (Kind.PART, part, _GRID),
        (Kind.ISLAND, *bridge),
        (Kind.RIM, bridge[0] * 1.5, f"{bridge[1]}{_HELD}"),
    )


RULES: Final[tuple[Rule, ...]] = (
    *_rows(Process.ENGRAVE, Material.WOOD, (*_marks(0.3, 0.3, f"{_BEAM}, less what charring adds"),
                                            (Kind.MARGIN, 1.0, _EDGE))),
    *_rows(Process.ENGRAVE, Material.METAL, (*_marks(0.2, 0.2, _FINE), (Kind.MARGIN, 1.0, _EDGE))),
    *_rows(Process.ENGRAVE, Material.GLASS, (*_marks(0.4, 0.4, _CHIPS), (Kind.MARGIN, 1.0, _EDGE))),
    *_rows(Process.ENGRAVE, Material.LEATHER, (*_marks(0.4, 0.5, _CHARS), (Kind.MARGIN, 1.5, _EDGE))),
    *_rows(Process.ENGRAVE, Material.ACRYLIC, (*_marks(0.25, 0.25, f"{_BEAM}, less as acrylic does not char"),
                                               (Kind.MARGIN, 1.0, _EDGE))),
    *_rows(Process.CUT, Material.WOOD, _cuts((2.0, _BROKE), (1.5, _HALF), 3.0)),
    *_rows(Process.CUT, Material.ACRYLIC, _cuts((1.5, _FEATURE), (1.5, _HALF), 3.0)),
    *_rows(Process.CUT, Material.PAPER, _cuts((0.5, _SHEET), (0.5, _SHEET), 1.0)),
    *_rows(Process.CUT, Material.LEATHER, _cuts((1.5, _FEATURE), (1.0, _FEATURE), 2.0)),
    *_rows(Process.PRINT, Material.PAPER, _marks(_POINT / 4, _POINT / 2, _PRESS)),
    *_rows(Process.PRINT, Material.CERAMIC, _marks(_POINT / 4, _POINT / 2, _PRESS)),
    *_rows(Process.PRINT, Material.FABRIC, _marks(_POINT, _POINT * 2, _TRANSFER)),
    *_rows(Process.EMBROIDER, Material.FABRIC, (
        (Kind.STROKE, 1.0, _SATIN), (Kind.GAP, 0.8, _THREAD), (Kind.COUNTER, 1.0, _THREAD), (Kind.SPECK, 1.0, _SATIN),
    )),
)  # fmt: skip
"""Every rule."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one process on one material; ``material`` is None where it is not known."""

    process: Process
    material: Material | None
    rules: tuple[Rule, ...]

    @property
    def cuts(self) -> bool:
        """Whether material is cut through, so that pieces can fall out."""
        return self.of(Geometry.LOOSE) is not None

    @property
    def finest_mm(self) -> float:
        """The smallest limit, which decides how fine the raster must be."""
        return min(rule.limit_mm for rule in self.rules)

    def of(self, geometry: Geometry) -> Rule | None:
        """The rule that measures that, if there is one."""
        return next((rule for rule in self.rules if rule.meaning.geometry is geometry), None)


def rule_set(
    process: Process,
    material: Material | None = None,
    rules: Iterable[Rule] = RULES,
    *,
    thickness_mm: float | None = None,
) -> RuleSet:
    """The rules for a process on a material; without a material the strictest of each kind, as it may be any.

    ``thickness_mm`` is the stock's, where it is not the usual one. ``rules`` replaces the table. Raises
    :class:`UnknownRules`, which says what is known.
    """
    rows = [rule for rule in rules if rule.process is process]
    fitting = [rule for rule in rows if material in (None, rule.material)]
    if not fitting:
        known = ", ".join(sorted({rule.material.value for rule in rows})) or "none"
        where = f"{process} on {material}" if material else str(process)
        raise UnknownRules.at("#/material", f"There are no rules for {where}. Materials known for {process}: {known}.")
    if thickness_mm is not None:
        fitting = [_of_stock(rule, thickness_mm) for rule in fitting]
    strictest = {rule.kind: rule for rule in sorted(fitting, key=lambda rule: rule.limit_mm)}
    return RuleSet(process, material, tuple(rule for kind in Kind if (rule := strictest.get(kind))))


def _of_stock(rule: Rule, thickness_mm: float) -> Rule:
    """The rule for stock of that thickness; nothing is finer than two kerfs, however thin the sheet."""
    if rule.by_thickness is None:
        return rule
    return replace(rule, limit_mm=round(max(_LEAST_CUT_MM, rule.by_thickness * thickness_mm), 2))


def scaled(rules: RuleSet, factor: float) -> RuleSet:
    """The same rules, every limit ``factor`` times as large: a brand's finer or coarser machine."""
    return replace(rules, rules=tuple(replace(rule, limit_mm=rule.limit_mm * factor) for rule in rules.rules))
