"""The marked picture: the artwork faded, each place ringed and numbered, and a legend with magnified details."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from luneo.fabrication.rules.findings import Finding, Report, millimetres
from luneo.fabrication.rules.kinds import Geometry, Kind
from luneo.fabrication.rules.phrases import phrases
from luneo.fabrication.rules.raster import within
from luneo.fabrication.rules.table import Severity
from luneo.fabrication.rules.typeset import Colour, length, write

MOST_CALLOUTS: Final = 12
_ART_PX: Final = 1240
_PAGE: Final = 48
_LEGEND_PX: Final = 520
_HEAD_PX: Final = 128
_FOOT_PX: Final = 72
_LENS_PX: Final = 84
_ROW_PX: Final = 104
_PAPER: Final = (250, 249, 246)
_SHEET: Final = (255, 255, 255)
_TEXT: Final = (28, 30, 36)
_QUIET: Final = (112, 116, 126)
_LINE: Final = (222, 221, 216)
_GOOD: Final = (24, 122, 84)
_COLOURS: Final = {Severity.BLOCK: (204, 31, 55), Severity.WARN: (201, 122, 0)}
_INK: Final = (72, 76, 86)
_FADE: Final = 0.72
_BADGE_PX: Final = 17
_NUMBER_PX: Final = 19
_RING_PX: Final = 24
_SUPERSAMPLING: Final = 2
_SCALE_PX: Final = 260

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Callout:
    """A numbered finding and where its ring's centre and its badge stand on the page, in pixels."""

    number: int
    finding: Finding
    at: Point
    badge: Point


def marked_picture(
    artwork: Image.Image, report: Report, language: str = "en", *, put_right: bool = False
) -> Image.Image:
    """An RGB page for people: what was found, where, how bad, and how many places there are in all.

    With ``put_right`` it says at its head that what it shows was mended, and that the design can be made.
    At most ``MOST_CALLOUTS`` findings are numbered, of every kind the worst first; all offending pixels are coloured.
    """
    chosen = told(report)
    wide, high = _fitted(report.art.size_mm)
    tall = max(high, _ROW_PX * max(3, len(chosen)))
    page = Image.new("RGB", (_PAGE * 3 + wide + _LEGEND_PX, _HEAD_PX + tall + _FOOT_PX), _PAPER)
    origin = (_PAGE, _HEAD_PX + (tall - high) // 2)
    page.paste(_faded(artwork, report, (wide, high)), origin)
    callouts = _placed(chosen, report, origin, (wide, high))
    _frame(page, origin, (wide, high))
    page = _rings(page, callouts)
    _head(page, report, language, put_right=put_right)
    _legend(page, report, callouts, (_PAGE * 2 + wide, _HEAD_PX), language)
    _foot(page, report, origin, (wide, high), language)
    return page


def told(report: Report) -> list[Finding]:
    """The findings that get a number: of each kind in turn the worst left that no ring covers yet."""
    queues: dict[Kind, list[Finding]] = {}
    for finding in report.findings:
        queues.setdefault(finding.rule.kind, []).append(finding)
    apart = 2.2 * _RING_PX * max(report.art.size_mm) / _ART_PX
    chosen: list[Finding] = []
    while len(chosen) < MOST_CALLOUTS and any(queues.values()):
        for queue in queues.values():
            if queue and len(chosen) < MOST_CALLOUTS:
                finding = queue.pop(0)
                known = finding.rule.kind in {one.rule.kind for one in chosen}
                crowded = any(math.dist(finding.point_mm, one.point_mm) < apart for one in chosen)
                chosen += [] if known and crowded else [finding]
    return [finding for finding in report.findings if any(finding is one for one in chosen)]


def _fitted(size_mm: tuple[float, float]) -> tuple[int, int]:
    scale = _ART_PX / max(size_mm)
    return max(1, round(size_mm[0] * scale)), max(1, round(size_mm[1] * scale))


def _faded(artwork: Image.Image, report: Report, size: tuple[int, int]) -> Image.Image:
    art = artwork.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    ground = Image.alpha_composite(Image.new("RGBA", size, (*_SHEET, 255)), art).convert("RGB")
    faded = Image.blend(ground, Image.new("RGB", size, _SHEET), _FADE)
    # The warnings first, so that what blocks lies on top.
    for kind, mask in sorted(report.marks.items(), key=lambda one: _severity(report, one[0]) is Severity.BLOCK):
        faded.paste(_COLOURS[_severity(report, kind)], mask=_shown(mask, size))
    return faded


def _severity(report: Report, kind: Kind) -> Severity:
    return next(rule.severity for rule in report.rules.rules if rule.kind is kind)


def _shown(mask: np.ndarray, size: tuple[int, int]) -> Image.Image:
    """The offending pixels at the page's size; what is finer than three pixels there is widened to be seen."""
    least = 1.5 * mask.shape[1] / size[0]
    seen = within(mask, least) if least > 1 else mask
    return Image.fromarray(seen.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX)


def _placed(chosen: list[Finding], report: Report, origin: tuple[int, int], size: tuple[int, int]) -> list[Callout]:
    callouts: list[Callout] = []
    for number, finding in enumerate(chosen, 1):
        x, y = (at / side * length for at, side, length in zip(finding.point_mm, report.art.size_mm, size, strict=True))
        at = (origin[0] + x, origin[1] + y)
        callouts.append(Callout(number, finding, at, _badge(at, callouts, origin, size)))
    return callouts


def _badge(at: Point, callouts: list[Callout], origin: tuple[int, int], size: tuple[int, int]) -> Point:
    """Beside the ring, where it is farthest from what is there already, inside the picture."""
    taken = [each.badge for each in callouts] + [each.at for each in callouts]
    reach = _RING_PX + _BADGE_PX
    spots = [
        (at[0] + ring * math.cos(turn * math.pi / 8), at[1] + ring * math.sin(turn * math.pi / 8))
        for ring in (reach, reach * 1.7) for turn in range(16)
    ]  # fmt: skip
    inside = [
        spot for spot in spots
        if all(low < value < low + length for value, low, length in zip(spot, origin, size, strict=True))
    ]  # fmt: skip

    def room(spot: Point) -> float:
        near = min((math.dist(spot, other) for other in taken), default=math.inf)
        return min(near, reach * 1.2) - math.dist(spot, at) / 8

    return max(inside or spots, key=room)


def _frame(page: Image.Image, origin: tuple[int, int], size: tuple[int, int]) -> None:
    x, y = origin
    ImageDraw.Draw(page).rectangle((x - 1, y - 1, x + size[0], y + size[1]), outline=_LINE)


def _rings(page: Image.Image, callouts: list[Callout]) -> Image.Image:
    """The rings and badges, drawn larger and shrunk, as Pillow's circles have hard edges."""
    large = page.resize((page.width * _SUPERSAMPLING, page.height * _SUPERSAMPLING), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(large)
    for each in callouts:
        _ring(draw, each)
    for each in callouts:
        _disc(draw, each.badge, _COLOURS[each.finding.rule.severity])
    small = large.resize(page.size, Image.Resampling.BOX)
    for each in callouts:
        write(small, each.badge, str(each.number), _SHEET, _NUMBER_PX, "mm")
    return small


def _ring(draw: ImageDraw.ImageDraw, each: Callout) -> None:
    scale, colour = _SUPERSAMPLING, _COLOURS[each.finding.rule.severity]
    away = math.atan2(each.badge[1] - each.at[1], each.badge[0] - each.at[0])
    rim = (each.at[0] + _RING_PX * math.cos(away), each.at[1] + _RING_PX * math.sin(away))
    for hue, width in ((_SHEET, 7), (colour, 3)):
        draw.line(
            [tuple(scale * value for value in rim), tuple(scale * value for value in each.badge)], hue, width * scale
        )
        draw.circle((each.at[0] * scale, each.at[1] * scale), (_RING_PX + width / 2) * scale, None, hue, width * scale)


def _disc(draw: ImageDraw.ImageDraw, at: Point, colour: Colour) -> None:
    middle = (at[0] * _SUPERSAMPLING, at[1] * _SUPERSAMPLING)
    for radius, hue in ((_BADGE_PX + 2, _SHEET), (_BADGE_PX, colour)):
        draw.circle(middle, radius * _SUPERSAMPLING, hue)


def _head(page: Image.Image, report: Report, language: str, *, put_right: bool) -> None:
    words = phrases(language)
    told = words.put_right(report) if put_right else words.verdict(report)
    good = put_right or not report.findings
    colour = _GOOD if good else _COLOURS[Severity.WARN if report.ok else Severity.BLOCK]
    write(page, (_PAGE, 50), told, colour, 34)
    write(page, (_PAGE, 94), words.subject(report), _QUIET, 20)


def _legend(page: Image.Image, report: Report, callouts: list[Callout], at: tuple[int, int], language: str) -> None:
    for index, each in enumerate(callouts):
        top = at[1] + index * _ROW_PX
        page.paste(_lens(each.finding, report), (at[0], top), _rounded(_LENS_PX))
        _row(page, each, (at[0] + _LENS_PX + 22, top), language)
    if not callouts:
        write(page, (at[0], at[1] + 20), phrases(language).nothing, _QUIET, 20)


def _row(page: Image.Image, each: Callout, at: tuple[int, int], language: str) -> None:
    x, y = at
    rule, words = each.finding.rule, phrases(language)
    colour = _COLOURS[rule.severity]
    badge = Image.new("L", (_BADGE_PX * 8, _BADGE_PX * 8))
    ImageDraw.Draw(badge).circle((_BADGE_PX * 4, _BADGE_PX * 4), _BADGE_PX * 4 - 1, 255)
    page.paste(colour, (x, y + 4), badge.resize((_BADGE_PX * 2, _BADGE_PX * 2), Image.Resampling.BOX))
    write(page, (x + _BADGE_PX, y + 4 + _BADGE_PX), str(each.number), _SHEET, _NUMBER_PX, "mm")
    write(page, (x + 48, y + 21), rule.meaning.words(language).title, _TEXT, 23)
    measured = f"{millimetres(each.finding.measured_mm, language)} mm"
    write(page, (x, y + 60), measured, colour, 23)
    write(page, (x + length(measured, 23) + 12, y + 61), words.needs(each.finding), _QUIET, 18)


def _lens(finding: Finding, report: Report) -> Image.Image:
    """A square detail around the finding's point, magnified: ink dark, what offends coloured."""
    art, mask = report.art, report.art.mask
    spread = (
        max(finding.box_mm[2] - finding.box_mm[0], finding.box_mm[3] - finding.box_mm[1]) if finding.count == 1 else 0
    )
    whole = spread if finding.rule.meaning.geometry in {Geometry.LOOSE, Geometry.SMALL} else 0
    half = max(8, round(max(4 * finding.rule.limit_mm, 0.8 * whole) * art.px_per_mm))
    row, column = (int(value * art.px_per_mm) for value in reversed(finding.point_mm))
    box = (column - half, row - half, column + half, row + half)
    lens = Image.new("RGB", (2 * half, 2 * half), _SHEET)
    for pixels, hue in ((mask, _INK), (report.marks[finding.rule.kind], _COLOURS[finding.rule.severity])):
        lens.paste(hue, mask=Image.fromarray(pixels.astype(np.uint8) * 255).crop(box))
    return lens.resize((_LENS_PX, _LENS_PX), Image.Resampling.BICUBIC if half * 2 < _LENS_PX else Image.Resampling.BOX)


def _rounded(side: int) -> Image.Image:
    scale = 4
    mask = Image.new("L", (side * scale, side * scale))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side * scale - 1, side * scale - 1), 10 * scale, 255)
    return mask.resize((side, side), Image.Resampling.BOX)


def _foot(page: Image.Image, report: Report, origin: tuple[int, int], size: tuple[int, int], language: str) -> None:
    """A scale bar of a round length, and how exact the measures are."""
    draw = ImageDraw.Draw(page)
    pixels_a_mm = size[0] / report.art.size_mm[0]
    rounds = (step * 10**power for power in range(4) for step in (1, 2, 5))
    bar = max((mm for mm in rounds if mm * pixels_a_mm <= _SCALE_PX), default=1)
    y = page.height - 44
    right = origin[0] + bar * pixels_a_mm
    draw.line((origin[0], y, right, y), _TEXT, 2)
    for x in (origin[0], right):
        draw.line((x, y - 6, x, y + 6), _TEXT, 2)
    write(page, (right + 12, y), f"{bar} mm", _TEXT, 18)
    write(page, (page.width - _PAGE, y), phrases(language).exactness(report, told(report)), _QUIET, 16, "rm")
