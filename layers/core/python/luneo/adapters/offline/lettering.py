"""A name or initials on the artwork, in the font that Pillow carries, so that no system font is needed."""

import unicodedata
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from luneo.adapters.offline.canvas import Board

_FOOT: Final = (0.13, 0.72, 0.90)
_CENTRE: Final = (0.20, 0.34, 0.13)
_EDGE: Final = 3
_CLEAR: Final = "#00000000"
# The carried font has no accented letters. Marks are strokes within a box of one x-height, from the letter's middle; y
# counts up from its top (or, below 0, down from the line).
_MARKS: Final[dict[str, tuple[tuple[tuple[float, float], ...], ...]]] = {
    "\u0300": (((-0.22, 0.42), (0.12, 0.14)),),
    "\u0301": (((0.22, 0.42), (-0.12, 0.14)),),
    "\u0302": (((-0.26, 0.14), (0.0, 0.40), (0.26, 0.14)),),
    "\u0303": (((-0.28, 0.16), (-0.12, 0.30), (0.12, 0.16), (0.28, 0.30)),),
    "\u0308": (((-0.22, 0.26), (-0.20, 0.26)), ((0.20, 0.26), (0.22, 0.26))),
    "\u030a": (((-0.12, 0.28), (0.0, 0.42), (0.12, 0.28), (0.0, 0.14), (-0.12, 0.28)),),
    "\u030c": (((-0.26, 0.40), (0.0, 0.14), (0.26, 0.40)),),
    "\u0327": (((0.02, 0.0), (0.02, -0.14), (0.14, -0.26), (-0.10, -0.36)),),
}
_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})


def letter(image: Image.Image, text: str, board: Board, *, central: bool) -> Image.Image:
    """The text across the foot of every motif, or in its centre, in ink with a light edge that reads on any ground."""
    lettered = image.copy()
    draw = ImageDraw.Draw(lettered)
    height, widest, base = _CENTRE if central else _FOOT
    plain = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    for spot in board.spots:
        font = _fitting(plain, 2 * spot.r * height, 2 * spot.r * widest)
        weight = max(1, round(font.size * 0.035))
        start = spot.x - font.getlength(_bare(plain)) / 2, spot.y + spot.r * base
        for colour, stroke in ((_edge(board), weight * _EDGE), (board.colours.ink, weight)):
            _write(draw, plain, start, font, colour, stroke)
    return lettered


def _edge(board: Board) -> str:
    """Light, or a clear gap where there is one ink alone, which must stay one ink."""
    return _CLEAR if board.colours.main == board.colours.ink else board.colours.light


def _bare(text: str) -> str:
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def _fitting(text: str, height: float, widest: float) -> ImageFont.FreeTypeFont:
    font = _font(height)
    return _font(height * min(1.0, widest / max(font.getlength(_bare(text)), 1)))


def _font(size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(max(4.0, size))
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def _write(
    draw: ImageDraw.ImageDraw,
    text: str,
    start: tuple[float, float],
    font: ImageFont.FreeTypeFont,
    colour: str,
    stroke: int,
) -> None:
    bare = _bare(text)
    draw.text(start, bare, fill=colour, font=font, anchor="ls", stroke_width=stroke, stroke_fill=colour)
    written = ""
    for each in text:
        if each in _MARKS and written:
            _mark(draw, each, written, start, font, colour, stroke)
        elif not unicodedata.combining(each):
            written += each


def _mark(
    draw: ImageDraw.ImageDraw,
    mark: str,
    written: str,
    start: tuple[float, float],
    font: ImageFont.FreeTypeFont,
    colour: str,
    stroke: int,
) -> None:
    left, top, right, _ = font.getbbox(written[-1], anchor="ls")
    middle = start[0] + font.getlength(written[:-1]) + (left + right) / 2
    size = font.size * 0.55
    width = round(font.size * 0.09) + 2 * stroke
    for line in _MARKS[mark]:
        points = [(middle + x * size, start[1] - y * size + (top if y > 0 else 0)) for x, y in line]
        draw.line(points, fill=colour, width=width, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)
