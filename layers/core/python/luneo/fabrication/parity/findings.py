"""What can be wrong with a production file, by name, and the verdict over one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from luneo.fabrication.parity.light import Box, Light


class Kind(StrEnum):
    """A way in which a production file differs from what was approved; the names are stable."""

    WRONG_SIZE = "wrong-size"
    WRONG_PROFILE = "wrong-profile"
    MIRROR = "mirror"
    ROTATION = "rotation"
    INVERSION = "inversion"
    SHIFT = "shift"
    CLIPPING = "clipping"
    MISSING_LAYER = "missing-layer"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: what was measured against which limit, told in English and French.

    ``unit`` is of both numbers. ``place`` is where, in mm from the trimmed picture's top left; ``None`` is everywhere.
    """

    kind: Kind
    measured: float
    limit: float
    unit: str
    detail: Mapping[str, str]
    place: Box | None = None

    def moved(self, right_mm: float, down_mm: float) -> "Finding":
        """The same, found on a part whose top left lies there."""
        if self.place is None:
            return self
        left, top, width, height = self.place
        return replace(self, place=(left + right_mm, top + down_mm, width, height))

    def facts(self) -> dict[str, Any]:
        """As JSON."""
        place = [round(float(side), 2) for side in self.place] if self.place else None
        measured = {"measured": round(float(self.measured), 3), "limit": round(float(self.limit), 3), "unit": self.unit}
        return {"kind": self.kind.value, **measured, "detail": dict(self.detail), "place_mm": place}


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """Whether a production file prints what was approved, and the pictures that show it.

    ``measures`` are told whatever the outcome: the mean colour difference, the shift in mm, the likeness of the edges
    (1 is the same), what the profile's gamut takes away. ``difference`` is CIEDE2000 a pixel.
    """

    findings: tuple[Finding, ...]
    measures: Mapping[str, float]
    size_mm: tuple[float, float]
    approved: Light = field(repr=False)
    rendered: Light = field(repr=False)
    difference: Light = field(repr=False)

    @property
    def passed(self) -> bool:
        """Whether it may be produced."""
        return not self.findings

    def facts(self) -> dict[str, Any]:
        """As JSON, without the pictures."""
        measures = {name: round(float(value), 3) for name, value in self.measures.items()}
        findings = [finding.facts() for finding in self.findings]
        return {"passed": self.passed, "findings": findings, "measures": measures}


_DETAILS: Final = {
    Kind.WRONG_SIZE: (
        "The file is {measured:.2f} mm off the approved size of {size}.",
        "Le fichier s'écarte de {measured:.2f} mm du format approuvé de {size}.",
    ),
    Kind.WRONG_PROFILE: (
        "The colours are not those that were approved: {why}. Export the file again with the profile it is made in.",
        "Les couleurs ne sont pas celles qui ont été approuvées : {why_fr}. Exportez le fichier avec son profil.",
    ),
    Kind.MIRROR: (
        "The picture is mirrored {way}.",
        "L'image est en miroir {way_fr}.",
    ),
    Kind.ROTATION: (
        "The picture is turned by {way}.",
        "L'image est tournée de {way_fr}.",
    ),
    Kind.INVERSION: (
        "Light and dark are exchanged: the picture is a negative{way}.",
        "Le clair et le foncé sont inversés : l'image est un négatif{way_fr}.",
    ),
    Kind.SHIFT: (
        "The picture lies {measured:.2f} mm off: {way}.",
        "L'image est décalée de {measured:.2f} mm : {way_fr}.",
    ),
    Kind.CLIPPING: (
        "Something is cut off: {way}.",
        "Une partie est coupée : {way_fr}.",
    ),
    Kind.MISSING_LAYER: (
        "A part of {measured:.1f} % of the picture is missing or covered.",
        "Une partie de {measured:.1f} % de l'image manque ou est couverte.",
    ),
    Kind.DIFFERENCE: (
        "The file does not look like the approved picture.",
        "Le fichier ne ressemble pas à l'image approuvée.",
    ),
}


def finding(kind: Kind, measured: float, limit: float, unit: str, *, place: Box | None = None, **words: str) -> Finding:
    """A finding with its details worded; ``words`` fill the kind's sentences, the French ones end in ``_fr``."""
    english, french = _DETAILS[kind]
    detail = {"en": english.format(measured=measured, **words), "fr": french.format(measured=measured, **words)}
    return Finding(kind, measured, limit, unit, detail, place)
