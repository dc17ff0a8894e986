"""Contact sheets: captioned pictures in rows on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFont

PAPER: Final = (250, 249, 245)
INK: Final = (38, 42, 46)
GAP_PX: Final = 12
CAPTION_PX: Final = 26
_TEXT_PX: Final = 14


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture and what it is."""

    picture: Image.Image
    caption: str


def sheet(cells: Sequence[Cell], columns: int, side_px: int) -> Image.Image:
    """The cells in reading order, each within a square of ``side_px``, its caption below."""
    rows = -(-len(cells) // columns)
    size = (columns * (side_px + GAP_PX) + GAP_PX, rows * (side_px + CAPTION_PX + GAP_PX) + GAP_PX)
    paper = Image.new("RGB", size, PAPER)
    for index, cell in enumerate(cells):
        row, column = divmod(index, columns)
        corner = (GAP_PX + column * (side_px + GAP_PX), GAP_PX + row * (side_px + CAPTION_PX + GAP_PX))
        _place(paper, cell, corner, side_px)
    return paper


def _place(paper: Image.Image, cell: Cell, corner: tuple[int, int], side_px: int) -> None:
    picture = cell.picture.convert("RGBA")
    picture.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
    left, top = corner[0] + (side_px - picture.width) // 2, corner[1] + (side_px - picture.height) // 2
    paper.paste(picture, (left, top), picture)
    text = (corner[0] + side_px // 2, corner[1] + side_px + CAPTION_PX // 2)
    ImageDraw.Draw(paper).text(text, cell.caption, INK, font=ImageFont.load_default(_TEXT_PX), anchor="mm")
