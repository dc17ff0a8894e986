"""The fonts on offer and those that stand in for what they lack."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

FOLDER: Final = "luneo.typography.fonts"
_NOTO: Final = "Noto"


class Family(StrEnum):
    """The fonts a text can be set in."""

    SANS = "sans"
    SANS_BOLD = "sans-bold"
    SERIF = "serif"
    SERIF_BOLD = "serif-bold"
    HAND = "hand"
    ARABIC = "arabic"
    HEBREW = "hebrew"
    DEVANAGARI = "devanagari"
    THAI = "thai"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file. ``joined`` letters touch their neighbours: on a curve they are bent, not set at an angle."""

    file: str
    joined: bool = False

    @property
    def name(self) -> str:
        """As its makers call it: ``Noto Sans Thai Regular``."""
        return f"{self._family} {self.file.removesuffix('.ttf').partition('_')[2].lstrip('0123456789')}"

    @property
    def made_by(self) -> str:
        """Whom its copyright line names."""
        project = _NOTO if self._family.startswith(_NOTO) else self._family
        return f"The {project} Project Authors"

    @property
    def _family(self) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.file.partition("_")[0])


@dataclass(frozen=True, slots=True)
class Offer:
    """How a family is offered: its name in English and French, and the scripts whose letters it has."""

    name_en: str
    name_fr: str
    scripts: tuple[str, ...]


_WESTERN: Final = ("Latin", "Cyrillic")
OFFERS: Final = {
    Family.SANS: Offer("Sans", "Sans empattement", (*_WESTERN, "Greek")),
    Family.SANS_BOLD: Offer("Sans, bold", "Sans empattement, gras", (*_WESTERN, "Greek")),
    Family.SERIF: Offer("Serif", "À empattements", _WESTERN),
    Family.SERIF_BOLD: Offer("Serif, bold", "À empattements, gras", _WESTERN),
    Family.HAND: Offer("Handwriting", "Manuscrite", ("Latin",)),
    Family.ARABIC: Offer("Arabic", "Arabe", ("Arabic", "Latin")),
    Family.HEBREW: Offer("Hebrew", "Hébreu", ("Hebrew", "Latin")),
    Family.DEVANAGARI: Offer("Devanagari", "Devanagari", ("Devanagari", "Latin")),
    Family.THAI: Offer("Thai", "Thaï", ("Thai", "Latin")),
}
"""Every family, in the order in which it is offered."""
LICENCE: Final = "OFL-1.1"
"""Of all of them; the copyright lines are in ``OFL.txt``."""
_FACES: Final = {
    Family.SANS: Face("Inter_400Regular.ttf"),
    Family.SANS_BOLD: Face("Inter_700Bold.ttf"),
    Family.SERIF: Face("Lora_400Regular.ttf"),
    Family.SERIF_BOLD: Face("Lora_700Bold.ttf"),
    Family.HAND: Face("DancingScript_700Bold.ttf", joined=True),
    Family.ARABIC: Face("NotoNaskhArabic_400Regular.ttf", joined=True),
    Family.HEBREW: Face("NotoSansHebrew_400Regular.ttf"),
    Family.DEVANAGARI: Face("NotoSansDevanagari_400Regular.ttf", joined=True),
    Family.THAI: Face("NotoSansThai_400Regular.ttf"),
}
# Inter last, for letters and signs that a narrower Latin font lacks.
_STAND_INS: Final = tuple(
    _FACES[family] for family in (Family.ARABIC, Family.HEBREW, Family.DEVANAGARI, Family.THAI, Family.SANS)
)


def own_face(family: Family) -> Face:
    """The family's own font."""
    return _FACES[family]


def chain(family: Family) -> tuple[Face, ...]:
    """The family's own font and its stand-ins, in the order they are asked."""
    own = _FACES[family]
    return own, *(face for face in _STAND_INS if face != own)


@cache
def font_of(face: Face) -> Any:
    """The HarfBuzz font, in font units; read once a process."""
    from importlib import resources

    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(resources.files(FOLDER).joinpath(face.file).read_bytes()))


@cache
def characters_of(face: Face) -> frozenset[int]:
    """The code points that the font draws."""
    return frozenset(font_of(face).face.unicodes)
