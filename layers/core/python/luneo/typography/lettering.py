"""A text as one outline."""

import math
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from luneo.typography.errors import UnfitText
from luneo.typography.faces import Face, Family, chain
from luneo.typography.outlines import Outline, glyph_outline, joined, on_circle, turned
from luneo.typography.shaping import Glyph, Line, faces_of, shape

MAX_CHARACTERS: Final = 300
MAX_LINES: Final = 12
# Round a circle, beginning and end keep this share of it apart.
_GAP: Final = 0.02


class Align(StrEnum):
    """Where the lines of a text meet."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set. Lengths are in millimetres.

    ``size_mm`` is the em, ``line_height`` the baselines' distance in ems. ``curve_radius_mm`` sets the first
    baseline on a circle: positive arches it, negative hangs it; 0 is straight.
    """

    family: Family = Family.SANS
    size_mm: float = 10.0
    letter_spacing_mm: float = 0.0
    line_height: float = 1.25
    align: Align = Align.CENTRE
    curve_radius_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text in outlines.

    The origin of ``outline`` is the alignment's point on the first baseline (its middle, when centred or curved), y
    down. ``widths_mm`` are the lines' lengths along their baselines.
    """

    outline: Outline
    widths_mm: tuple[float, ...]

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the ink."""
        left, top, right, bottom = self.outline.bounds()
        return right - left, bottom - top

    def centred(self, size_mm: tuple[float, float]) -> Outline:
        """The outline with its ink in the middle of an area of this (width, height), whose top left is (0, 0)."""
        left, top, right, bottom = self.outline.bounds()
        return self.outline.moved((size_mm[0] - left - right) / 2, (size_mm[1] - top - bottom) / 2)


def letter(text: str, style: TextStyle) -> Lettering:
    """Set a text: kerning and ligatures on, right-to-left scripts in their order, missing letters from stand-ins.

    Raises:
        UncoveredCharacters: no font has some of the characters; they are named.
        UnfitText: it is empty, too long, or longer than its circle.
    """
    faces = chain(style.family, text)
    lines = [shape(line, faces, style.size_mm, style.letter_spacing_mm) for line in _lines(text)]
    outlines = [_straight(line, style, number) for number, line in enumerate(lines)]
    if style.curve_radius_mm:
        outlines = [_curved(line, style, number) for number, line in enumerate(lines)]
    return Lettering(joined(outlines), tuple(line.width for line in lines))


def faces_used(text: str, family: Family) -> tuple[Face, ...]:
    """The fonts that a text is set in, each once.

    Raises:
        UncoveredCharacters, UnfitText: as :func:`letter`.
    """
    faces = chain(family, text)
    return tuple(dict.fromkeys(face for line in _lines(text) for face in faces_of(line, faces)))


def _lines(text: str) -> list[str]:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip().split("\n")
    if not lines[0]:
        raise UnfitText("Write at least one letter.")
    if len(text) > MAX_CHARACTERS or len(lines) > MAX_LINES:
        raise UnfitText(f"Write at most {MAX_CHARACTERS} characters on {MAX_LINES} lines.")
    return lines


def _straight(line: Line, style: TextStyle, number: int) -> Outline:
    start = {Align.LEFT: 0.0, Align.CENTRE: -line.width / 2, Align.RIGHT: -line.width}[style.align]
    down = number * style.size_mm * style.line_height
    return joined(_drawn(glyph, style).moved(start, down) for glyph in line.glyphs)


def _drawn(glyph: Glyph, style: TextStyle) -> Outline:
    return glyph_outline(glyph.face, glyph.number, style.size_mm).moved(glyph.x, -glyph.y)


def _curved(line: Line, style: TextStyle, number: int) -> Outline:
    down = number * style.size_mm * style.line_height
    radius = style.curve_radius_mm - down
    longest = 2 * math.pi * abs(radius) * (1 - _GAP)
    if radius * style.curve_radius_mm <= 0 or line.width > longest:
        raise UnfitText(
            f"Line {number + 1} is {line.width:.1f} mm long; a circle of {abs(radius):.1f} mm radius takes "
            f"{longest:.1f} mm. Write less, or choose a smaller size or a larger radius."
        )
    placed = (_on_circle(glyph, style, -line.width / 2, radius) for glyph in line.glyphs)
    return joined(outline.moved(0, down) for outline in placed)


def _on_circle(glyph: Glyph, style: TextStyle, start: float, radius: float) -> Outline:
    flat = _drawn(glyph, style).moved(start, 0)
    if glyph.face.joined:
        return flat.split().through(on_circle(radius))
    return flat.through(turned(radius, start + glyph.x + glyph.advance / 2))
