"""The fonts on offer and those that stand in for what they lack."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

FOLDER: Final = "luneo.typography.fonts"


class Family(StrEnum):
    """The fonts a text can be set in."""

    SANS = "sans"
    SANS_BOLD = "sans-bold"
    SERIF = "serif"
    SERIF_BOLD = "serif-bold"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file. ``joined`` letters touch their neighbours: on a curve they are bent, not set at an angle."""

    file: str
    joined: bool = False


_FACES: Final = {
    Family.SANS: Face("Inter_400Regular.ttf"),
    Family.SANS_BOLD: Face("Inter_700Bold.ttf"),
    Family.SERIF: Face("Lora_400Regular.ttf"),
    Family.SERIF_BOLD: Face("Lora_700Bold.ttf"),
    Family.HAND: Face("DancingScript_700Bold.ttf", joined=True),
}
# Inter last, for letters and signs that a narrower Latin font lacks.
_STAND_INS: Final = (
    Face("NotoNaskhArabic_400Regular.ttf", joined=True),
    Face("NotoSansHebrew_400Regular.ttf"),
    Face("NotoSansDevanagari_400Regular.ttf", joined=True),
    Face("NotoSansThai_400Regular.ttf"),
    _FACES[Family.SANS],
)


def chain(family: Family) -> tuple[Face, ...]:
    """The family's own font and its stand-ins, in the order they are asked."""
    own = _FACES[family]
    return own, *(face for face in _STAND_INS if face != own)


@cache
def font_of(face: Face) -> Any:
    """The HarfBuzz font, in font units; read once a process."""
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(resources.files(FOLDER).joinpath(face.file).read_bytes()))


@cache
def characters_of(face: Face) -> frozenset[int]:
    """The code points that the font draws."""
    return frozenset(font_of(face).face.unicodes)
