"""From characters to placed glyphs: font fallback, direction, kerning, ligatures and marks (by HarfBuzz)."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from luneo.typography.bidi import levels_of, visual_order
from luneo.typography.errors import UncoveredCharacters
from luneo.typography.faces import SYMBOLS, Face, characters_of, font_of

AS_A_PICTURE: Final = "\ufe0f"
"""After a sign that is both: it is meant as an emoji."""
SILENT: Final = f"\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e{AS_A_PICTURE}\u00ad"
_TOLD: Final = 8
_WITHOUT_LETTERS: Final = frozenset("SPN")
_COMMON: Final = "Zyyy"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph on its line, in millimetres: ``x`` from the line's start, ``y`` above the baseline, and its advance."""

    face: Face
    number: int
    x: float
    y: float
    advance: float


@dataclass(frozen=True, slots=True)
class Line:
    """The glyphs of a line from left to right, and how long it is in millimetres."""

    glyphs: tuple[Glyph, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    face: Face
    level: int
    script: str | None


def shape(line: str, faces: Sequence[Face], size_mm: float, spacing_mm: float = 0.0) -> Line:
    """One line of text, set in the first of the faces that has each of its characters.

    ``size_mm`` is the em; ``spacing_mm`` is added between letters, not within a ligature, and not where a script joins
    its letters.

    Raises:
        UncoveredCharacters: no face has some of the characters.
    """
    runs = list(_runs(line, faces))
    glyphs: list[Glyph] = []
    x = 0.0
    for index in visual_order([run.level for run in runs]):
        placed, width = _shape_run(runs[index], x, size_mm, spacing_mm)
        glyphs += placed
        x += width
    trailing = spacing_mm if glyphs and not glyphs[-1].face.joined else 0.0
    return Line(tuple(glyphs), max(0.0, x - trailing))


def _runs(line: str, faces: Sequence[Face]) -> Iterator[_Run]:
    letters = zip(line, _faces_for(line, faces), levels_of(line), _scripts(line), strict=True)
    for (face, level, script), group in groupby(letters, key=lambda each: each[1:]):
        yield _Run("".join(letter for letter, *_ in group), face, level, script)


def faces_of(line: str, faces: Sequence[Face]) -> tuple[Face, ...]:
    """Those of the faces that the line is set in, each once.

    Raises:
        UncoveredCharacters: no face has some of the characters.
    """
    return tuple(dict.fromkeys(_faces_for(line, faces)))


def _scripts(line: str) -> list[str | None]:
    """The script of every character; what all scripts share goes with what stands before it (UAX 24), else after."""
    scripts: list[str | None] = []
    for letter in line:
        scripts.append(_script_of(letter) or (scripts[-1] if scripts else None))
    first = next((script for script in scripts if script), None)
    return [script or first for script in scripts]


@cache
def _script_of(letter: str) -> str | None:
    """As HarfBuzz has it: an ISO 15924 code, none for signs that have no script of their own."""
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(letter)
    buffer.guess_segment_properties()
    return None if buffer.script is None else str(buffer.script)


def _faces_for(line: str, faces: Sequence[Face]) -> list[Face]:
    chosen: list[Face] = []
    missing: list[str] = []
    for cluster in clusters(line):
        before = chosen[-1] if chosen and chosen[-1] != SYMBOLS else None
        face = _face_for(cluster, faces, before)
        if face is None:
            missing += [letter for letter in cluster if not any(ord(letter) in characters_of(each) for each in faces)]
        chosen += [face or faces[0]] * len(cluster)
    if missing:
        raise UncoveredCharacters(f"No font has {naming(missing)}. Write it without, or in another script.")
    return chosen


def _face_for(cluster: str, faces: Sequence[Face], before: Face | None) -> Face | None:
    if AS_A_PICTURE in cluster and is_drawn(cluster, SYMBOLS):
        return SYMBOLS
    # Spaces, digits and stops stay with the letters that they stand among.
    stays = before is not None and not any(letter.isalpha() for letter in cluster)
    asked = (before, *faces) if stays and before else faces
    own, *others = asked
    if is_sign(cluster) and not is_drawn(cluster, own):
        others = [SYMBOLS, *others]
    return next((face for face in (own, *others) if is_drawn(cluster, face)), None)


def is_sign(cluster: str) -> bool:
    """Whether it is a sign or an emoji, which any font may stand in for, not a letter."""
    return unicodedata.category(cluster[0])[0] in _WITHOUT_LETTERS


def is_drawn(cluster: str, face: Face) -> bool:
    """Whether the face has all that is to be seen of it."""
    known = characters_of(face)
    return all(letter in SILENT or ord(letter) in known for letter in cluster)


def clusters(line: str) -> Iterator[str]:
    """Letters with the marks on them."""
    cluster = ""
    for letter in line:
        joins = letter in SILENT or unicodedata.category(letter).startswith("M")
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += letter
    if cluster:
        yield cluster


def naming(missing: list[str]) -> str:
    """The characters with their code points; of many, the first ones."""
    told = list(dict.fromkeys(missing))
    names = ", ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in told[:_TOLD])
    more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    return names + more


def _shape_run(run: _Run, x: float, size_mm: float, spacing_mm: float) -> tuple[list[Glyph], float]:
    import uharfbuzz

    font = font_of(run.face)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run.text)
    # Nothing is guessed: the machine's own language must not choose the forms of letters.
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.script = run.script or _COMMON
    buffer.language = run.face.language
    spacing = 0.0 if run.face.joined else spacing_mm
    # Letters that are set apart are not joined in a ligature (CSS Text 3, letter-spacing).
    ligatures = spacing == 0
    uharfbuzz.shape(font, buffer, {"kern": True, "liga": ligatures, "clig": ligatures})
    unit = size_mm / font.face.upem
    glyphs, start = [], x
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    for index, (info, at) in enumerate(zip(infos, positions, strict=True)):
        advance = at.x_advance * unit
        glyphs.append(Glyph(run.face, info.codepoint, x + at.x_offset * unit, at.y_offset * unit, advance))
        x += advance
        last = index + 1 == len(infos) or infos[index + 1].cluster != info.cluster
        x += spacing if last else 0.0
    return glyphs, x - start
