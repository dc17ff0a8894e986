"""Text on a picture with the one font that Pillow carries, which has no accented letters: their marks are drawn."""

import unicodedata
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]

_FINE: Final = 4
_GAP: Final = 0.16
_MARKS: Final = {
    "\N{COMBINING ACUTE ACCENT}": ((-0.06, 0.0), (0.09, -0.15)),
    "\N{COMBINING GRAVE ACCENT}": ((-0.09, -0.15), (0.06, 0.0)),
    "\N{COMBINING CIRCUMFLEX ACCENT}": ((-0.13, 0.0), (0.0, -0.13), (0.13, 0.0)),
    "\N{COMBINING CEDILLA}": ((0.0, 0.0), (0.03, 0.06), (-0.06, 0.12)),
}
"""Each mark as a line, in font sizes, from the middle of the letter's top, or of its foot for the cedilla."""


def write(page: Image.Image, at: tuple[float, float], text: str, colour: Colour, size: int, anchor: str = "lm") -> None:
    """``text`` on ``page``; ``anchor`` as Pillow's, of l, m or r and m (the middle of the line)."""
    left = at[0] - {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]] * length(text, size)
    mask = _mask(text, size)
    page.paste(colour, (round(left) - size, round(at[1]) - size), mask)


def length(text: str, size: int) -> float:
    """How long the text is, in pixels."""
    return _font(size * _FINE).getlength(_bare(text)) / _FINE


def _mask(text: str, size: int) -> Image.Image:
    """The text's coverage, with a margin of one font size on every side of its middle line's start."""
    font, unit = _font(size * _FINE), size * _FINE
    large = Image.new("L", ((round(length(text, size)) + 2 * size) * _FINE, 2 * unit))
    draw = ImageDraw.Draw(large)
    draw.text((unit, unit), _bare(text), 255, font, anchor="lm")
    before = ""
    for each in unicodedata.normalize("NFD", text):
        if each in _MARKS and before:
            _mark(draw, each, before, font, unit)
        elif not unicodedata.combining(each):
            before += each
    return large.resize((large.width // _FINE, large.height // _FINE), Image.Resampling.BOX)


def _mark(draw: ImageDraw.ImageDraw, mark: str, before: str, font: ImageFont.FreeTypeFont, unit: int) -> None:
    baseline = unit + font.getbbox("H", anchor="lm")[3]
    left, top, right, bottom = font.getbbox(before[-1], anchor="ls")
    # An i keeps its dot below the accent, which is where the dot's top says.
    middle = unit + font.getlength(before[:-1]) + (left + right) / 2
    start = baseline + (bottom if mark == "\N{COMBINING CEDILLA}" else top - _GAP * unit / 2)
    points = [(middle + x * unit, start + y * unit) for x, y in _MARKS[mark]]
    width = round(unit * 0.075)
    draw.line(points, 255, width, joint="curve")
    for x, y in (points[0], points[-1]):
        draw.circle((x, y), width / 2, 255)


def _bare(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
