"""The parity report as a picture: what was approved, what the file prints, and where and how much the two differ."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from luneo.fabrication.parity.findings import Verdict
from luneo.fabrication.parity.light import Box, Light, coded, grounds_for, shown

WIDTH_PX: Final = 1500
_MARGIN: Final = 48
_GAP: Final = 30
_PANEL: Final = (WIDTH_PX - 2 * _MARGIN - 2 * _GAP) // 3
_PAPER: Final = "#faf9f6"
_INK: Final = "#1d2430"
_QUIET: Final = "#6b7280"
_RULE: Final = "#d9d6cf"
_GOOD: Final = "#1a7f4b"
_BAD: Final = "#c22f2f"
_CLEAR: Final = ((255, 255, 255), (226, 226, 222))
_LINE_PX: Final = 30
# Dark and quiet below what an eye sees, bright above: CIEDE2000 and its colour.
_SCALE: Final = (
    (0.0, (22, 24, 38)),
    (1.0, (38, 52, 92)),
    (3.0, (44, 112, 142)),
    (6.0, (240, 196, 60)),
    (12.0, (238, 104, 44)),
    (25.0, (190, 22, 60)),
)


def report(judged: Sequence[tuple[str, Verdict]], *, title: str = "Parity") -> Image.Image:
    """One row a file, each with its name: approved, printed, difference; findings below, the scale at the foot."""
    rows = [_row(name, verdict) for name, verdict in judged]
    head, foot = _head(title, judged), _legend()
    page = Image.new("RGB", (WIDTH_PX, head.height + sum(row.height for row in rows) + foot.height), _PAPER)
    top = 0
    for part in (head, *rows, foot):
        page.paste(part, (0, top))
        top += part.height
    return page


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _sheet(height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", (WIDTH_PX, height), _PAPER)
    return sheet, ImageDraw.Draw(sheet)


def _head(title: str, judged: Sequence[tuple[str, Verdict]]) -> Image.Image:
    sheet, draw = _sheet(132)
    passed = all(verdict.passed for _, verdict in judged)
    draw.rectangle((0, 0, WIDTH_PX, 10), fill=_GOOD if passed else _BAD)
    draw.text((_MARGIN, 40), title, _INK, _font(40))
    told = "prints what was approved" if passed else "must not be produced"
    draw.text((WIDTH_PX - _MARGIN, 66), told, _GOOD if passed else _BAD, _font(30), anchor="rm")
    draw.text((_MARGIN, 96), "Compared over the trimmed area, in millimetres from its top left", _QUIET, _font(19))
    return sheet


def _row(name: str, verdict: Verdict) -> Image.Image:
    height = round(_PANEL * verdict.size_mm[1] / verdict.size_mm[0])
    told = verdict.findings or (None,)
    sheet, draw = _sheet(112 + height + 20 + _LINE_PX * len(told) + 26)
    draw.line((_MARGIN, 8, WIDTH_PX - _MARGIN, 8), _RULE, 2)
    _name(draw, name, verdict)
    size = (_PANEL, height)
    pictures = (_laid(verdict.approved, size), _laid(verdict.rendered, size), _heat(verdict.difference, size))
    for index, (caption, picture) in enumerate(zip(("approved", "as printed", "difference"), pictures, strict=True)):
        left = _MARGIN + index * (_PANEL + _GAP)
        draw.text((left, 76), caption, _QUIET, _font(19))
        sheet.paste(picture, (left, 106))
        draw.rectangle((left - 1, 105, left + _PANEL, 106 + height), outline=_RULE)
        if index:
            _mark(draw, verdict, (left, 106), _PANEL / verdict.size_mm[0])
    for index, found in enumerate(told):
        _told(draw, 106 + height + 22 + _LINE_PX * index, index, found.detail["en"] if found else None)
    return sheet


def _name(draw: ImageDraw.ImageDraw, name: str, verdict: Verdict) -> None:
    draw.text((_MARGIN, 30), name, _INK, _font(27))
    width, height = verdict.size_mm
    facts = [f"{width:g} x {height:g} mm", f"mean difference {verdict.measures['mean_delta_e']:.2f}"]
    if verdict.measures["gamut_delta_e"] >= 0.05:  # noqa: PLR2004 - what rounds to 0.1
        facts.append(f"of the press's gamut {verdict.measures['gamut_delta_e']:.1f} more")
    draw.text((WIDTH_PX - _MARGIN, 46), "  ·  ".join(facts), _QUIET, _font(19), anchor="rm")


def _told(draw: ImageDraw.ImageDraw, top: int, index: int, detail: str | None) -> None:
    middle = top + 13
    if detail is None:
        draw.ellipse((_MARGIN, top + 2, _MARGIN + 22, top + 24), fill=_GOOD)
        draw.line((_MARGIN + 6, middle, _MARGIN + 10, middle + 4, _MARGIN + 16, middle - 5), "white", 3)
        draw.text((_MARGIN + 36, middle), "No finding.", _INK, _font(21), anchor="lm")
        return
    _badge(draw, (_MARGIN + 11, middle), index)
    draw.text((_MARGIN + 36, middle), detail, _INK, _font(21), anchor="lm")


def _badge(draw: ImageDraw.ImageDraw, centre: tuple[float, float], index: int) -> None:
    x, y = centre
    draw.ellipse((x - 12, y - 12, x + 12, y + 12), fill=_BAD, outline="white")
    draw.text((x, y), str(index + 1), "white", _font(16), anchor="mm")


def _mark(draw: ImageDraw.ImageDraw, verdict: Verdict, corner: tuple[int, int], px_per_mm: float) -> None:
    """The place of each finding that has one, framed and numbered."""
    for index, found in enumerate(verdict.findings):
        if found.place is None:
            continue
        left, top, right, bottom = _framed(found.place, corner, px_per_mm)
        draw.rectangle((left, top, right, bottom), outline="white", width=4)
        draw.rectangle((left + 1, top + 1, right - 1, bottom - 1), outline=_BAD, width=2)
        _badge(draw, (left + 2, top + 2), index)


def _framed(place: Box, corner: tuple[int, int], px_per_mm: float) -> tuple[float, float, float, float]:
    left, top, width, height = (side * px_per_mm for side in place)
    return corner[0] + left, corner[1] + top, corner[0] + left + width, corner[1] + top + height


def _laid(light: Light, size: tuple[int, int]) -> Image.Image:
    """The picture on a chequered ground, which shows through where it is clear."""
    if len(grounds_for(light)) == 1:
        return Image.fromarray(coded(light[..., :3])).resize(size, Image.Resampling.BICUBIC)
    squares = np.indices((size[1], size[0])) // 10
    ground = np.where((squares.sum(axis=0) % 2)[..., None] == 0, *(np.array(each, np.uint8) for each in _CLEAR))
    laid = Image.fromarray(ground.astype(np.uint8)).convert("RGBA")
    laid.alpha_composite(shown(light).convert("RGBa").resize(size, Image.Resampling.BICUBIC).convert("RGBA"))
    return laid.convert("RGB")


def _heat(difference: Light, size: tuple[int, int]) -> Image.Image:
    return Image.fromarray(_coloured(difference)).resize(size, Image.Resampling.NEAREST)


def _coloured(difference: NDArray[np.floating]) -> NDArray[np.uint8]:
    steps, colours = [step for step, _ in _SCALE], np.array([colour for _, colour in _SCALE])
    channels = [np.interp(difference, steps, colours[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=-1).astype(np.uint8)


def _legend() -> Image.Image:
    sheet, draw = _sheet(128)
    left, right = _MARGIN + 2 * (_PANEL + _GAP), WIDTH_PX - _MARGIN
    # Square roots give the small differences room.
    most = _SCALE[-1][0]
    ramp = _coloured((np.linspace(0, 1, right - left) ** 2 * most)[None, :].repeat(18, axis=0))
    sheet.paste(Image.fromarray(ramp), (left, 34))
    for step, _ in _SCALE:
        x = left + (step / most) ** 0.5 * (right - left)
        draw.line((x, 52, x, 58), _QUIET)
        draw.text((x, 62), f"{step:g}", _QUIET, _font(17), anchor="mt")
    draw.text((left, 90), "CIEDE2000: 1 is seen side by side, 6 at a glance", _QUIET, _font(17))
    return sheet
