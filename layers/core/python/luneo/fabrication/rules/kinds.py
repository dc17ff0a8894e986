"""What can be wrong with a shape that a tool must make: each kind's geometry, and its words in English and French."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Geometry(StrEnum):
    """What is measured. The positive is what the tool must leave standing or lay down, the negative all else."""

    POSITIVE_WIDTH = "positive-width"
    NEGATIVE_WIDTH = "negative-width"
    ENCLOSED = "enclosed"
    SMALL = "small"
    LOOSE = "loose"
    EDGE = "edge"


class Kind(StrEnum):
    """The rules' stable names. The first five are for marks (engraved, printed, sewn), the others for cutting."""

    STROKE = "stroke"
    GAP = "gap"
    COUNTER = "counter"
    SPECK = "speck"
    MARGIN = "margin"
    BRIDGE = "bridge"
    SLOT = "slot"
    HOLE = "hole"
    PART = "part"
    ISLAND = "island"
    RIM = "rim"


class Action(StrEnum):
    """What a mend did."""

    DROPPED = "dropped"
    FILLED = "filled"
    TIED = "tied"
    THICKENED = "thickened"
    WIDENED = "widened"
    SIMPLIFIED = "simplified"


@dataclass(frozen=True, slots=True)
class Words:
    """One language's title, fault and advice; ``{measured}`` and ``{limit}`` stand for millimetres."""

    title: str
    fault: str
    advice: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A kind's geometry and its words."""

    geometry: Geometry
    en: Words
    fr: Words

    def words(self, language: str) -> Words:
        """French for ``fr``, English otherwise."""
        return self.fr if language.lower().startswith("fr") else self.en


MEANINGS: Final[Mapping[Kind, Meaning]] = MappingProxyType({
    Kind.STROKE: Meaning(
        Geometry.POSITIVE_WIDTH,
        Words("Thin line", "a line is {measured} mm wide and needs {limit} mm",
              "Make the lines bolder, or the design larger."),
        Words("Trait trop fin", "un trait fait {measured} mm de large, il en faut {limit}",
              "Épaississez les traits ou agrandissez le motif."),
    ),
    Kind.GAP: Meaning(
        Geometry.NEGATIVE_WIDTH,
        Words("Narrow gap", "two shapes are {measured} mm apart and would run together below {limit} mm",
              "Move the shapes apart, join them, or make the design larger."),
        Words("Écart trop étroit", "deux formes sont à {measured} mm et se rejoignent en dessous de {limit} mm",
              "Écartez les formes, joignez-les ou agrandissez le motif."),
    ),
    Kind.COUNTER: Meaning(
        Geometry.ENCLOSED,
        Words("Small opening", "an opening {measured} mm wide would fill in below {limit} mm",
              "Open it up or fill it."),
        Words("Blanc trop petit", "un blanc de {measured} mm se bouche en dessous de {limit} mm",
              "Agrandissez-le ou remplissez-le."),
    ),
    Kind.SPECK: Meaning(
        Geometry.SMALL,
        Words("Speck", "a dot of {measured} mm is smaller than {limit} mm",
              "Remove it or make it larger."),
        Words("Point trop petit", "un point de {measured} mm est plus petit que {limit} mm",
              "Supprimez-le ou agrandissez-le."),
    ),
    Kind.MARGIN: Meaning(
        Geometry.EDGE,
        Words("Close to the edge", "the design comes within {measured} mm of the edge and should stay {limit} mm away",
              "Leave a margin around the design."),
        Words("Trop près du bord", "le motif arrive à {measured} mm du bord, il faut {limit} mm",
              "Laissez une marge autour du motif."),
    ),
    Kind.BRIDGE: Meaning(
        Geometry.POSITIVE_WIDTH,
        Words("Weak bridge", "the material is only {measured} mm wide and would break below {limit} mm",
              "Make that part wider, or the design larger."),
        Words("Pont fragile", "la matière ne fait que {measured} mm de large et casse en dessous de {limit} mm",
              "Élargissez cette partie ou agrandissez le motif."),
    ),
    Kind.SLOT: Meaning(
        Geometry.NEGATIVE_WIDTH,
        Words("Narrow slot", "a slot is {measured} mm wide and the beam cannot cut it below {limit} mm",
              "Widen the slot or close it."),
        Words("Fente trop étroite", "une fente fait {measured} mm et ne se coupe pas en dessous de {limit} mm",
              "Élargissez la fente ou fermez-la."),
    ),
    Kind.HOLE: Meaning(
        Geometry.ENCLOSED,
        Words("Small hole", "a hole {measured} mm wide cannot be cut cleanly below {limit} mm",
              "Enlarge the hole or fill it."),
        Words("Trou trop petit", "un trou de {measured} mm ne se coupe pas net en dessous de {limit} mm",
              "Agrandissez le trou ou remplissez-le."),
    ),
    Kind.PART: Meaning(
        Geometry.SMALL,
        Words("Tiny part", "a loose piece of {measured} mm would be lost below {limit} mm",
              "Remove it or make it larger."),
        Words("Pièce minuscule", "une pièce libre de {measured} mm se perd en dessous de {limit} mm",
              "Supprimez-la ou agrandissez-la."),
    ),
    Kind.ISLAND: Meaning(
        Geometry.LOOSE,
        Words("Loose piece", "a piece of {measured} mm hangs on nothing and would fall out",
              "Join it to the rest by bridges of {limit} mm."),
        Words("Pièce libre", "une pièce de {measured} mm ne tient à rien et tomberait",
              "Reliez-la au reste par des ponts de {limit} mm."),
    ),
    Kind.RIM: Meaning(
        Geometry.EDGE,
        Words("Weak rim", "a cut comes within {measured} mm of the edge and needs a rim of {limit} mm",
              "Move the cut inwards or make the design smaller."),
        Words("Bord fragile", "une coupe arrive à {measured} mm du bord, il faut un bord de {limit} mm",
              "Éloignez la coupe du bord ou réduisez le motif."),
    ),
})  # fmt: skip
"""Every kind, explained once."""
