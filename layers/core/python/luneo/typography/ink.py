"""What lettering is made of: colours, and areas of one colour."""

from dataclasses import dataclass

from luneo.typography.outlines import Outline

Colour = tuple[int, int, int]
"""sRGB, 0 to 255."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of a text. A stroke of ``stroke_mm`` lies around the letters, half of it beneath."""

    fill: Colour = (0, 0, 0)
    stroke: Colour = (255, 255, 255)
    stroke_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Area:
    """What an outline encloses in one colour; ``None`` takes away what lies beneath."""

    outline: Outline
    colour: Colour | None


def colour_of(name: str) -> Colour:
    """The colour that ``#rrggbb`` names."""
    red, green, blue = bytes.fromhex(name.removeprefix("#"))
    return red, green, blue


def name_of(colour: Colour) -> str:
    """The colour as ``#rrggbb``."""
    return "#" + bytes(colour).hex()
