"""Glyphs as paths: lines and cubic curves in millimetres, y down, ready for PDF and SVG."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from luneo.typography.faces import Face, font_of

Point = tuple[float, float]
# M and L with one point, C with two controls and an end, Z with none: the four that PDF and SVG share.
Command = tuple[Literal["M", "L", "C", "Z"], tuple[Point, ...]]
_BENT_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Outline:
    """Closed contours to be filled by the nonzero rule; points are (x, y) in millimetres, y down."""

    commands: tuple[Command, ...] = ()

    def moved(self, across: float, down: float) -> "Outline":
        """The same outline elsewhere."""
        return self.through(lambda point: (point[0] + across, point[1] + down))

    def through(self, place: Callable[[Point], Point]) -> "Outline":
        """Every point where ``place`` puts it."""
        return Outline(tuple((name, tuple(place(point) for point in points)) for name, points in self.commands))

    def bounds(self) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of all points, controls included; zeros without any."""
        points = [point for _, points in self.commands for point in points]
        if not points:
            return 0.0, 0.0, 0.0, 0.0
        return (
            min(x for x, _ in points),
            min(y for _, y in points),
            max(x for x, _ in points),
            max(y for _, y in points),
        )

    def svg_path(self, digits: int = 3) -> str:
        """The value of an SVG path's ``d`` attribute."""
        return "".join(
            name + " ".join(f"{x:.{digits}f},{y:.{digits}f}" for x, y in points) for name, points in self.commands
        )

    def split(self, parts: int = _BENT_PARTS) -> "Outline":
        """The same shape in shorter curves, which can be bent."""
        return Outline(tuple(_split(self.commands, parts)))


def joined(outlines: Iterable[Outline]) -> Outline:
    """All contours as one outline."""
    return Outline(tuple(command for outline in outlines for command in outline.commands))


def on_circle(radius: float) -> Callable[[Point], Point]:
    """Places points of a straight line on a circle of that radius (mm), length for length along the baseline.

    Positive radii arch the text over the circle, negative ones hang it below; the middle of the line stays at (0, 0).
    """

    def place(point: Point) -> Point:
        x, y = point
        angle, distance = x / radius, radius - y
        return distance * math.sin(angle), radius - distance * math.cos(angle)

    return place


def turned(radius: float, middle: float) -> Callable[[Point], Point]:
    """Places the points around x = ``middle`` on the circle without bending them: the glyph stands at an angle."""
    centre = on_circle(radius)((middle, 0.0))
    cosine, sine = math.cos(middle / radius), math.sin(middle / radius)

    def place(point: Point) -> Point:
        x, y = point[0] - middle, point[1]
        return centre[0] + x * cosine - y * sine, centre[1] + x * sine + y * cosine

    return place


@dataclass(slots=True)
class _Pen:
    """Takes a glyph's outline from HarfBuzz; font units, y up."""

    commands: list[Command] = field(default_factory=list)
    here: Point = (0.0, 0.0)

    def moveTo(self, to: Point) -> None:  # noqa: N802 - the pen protocol's names
        self.commands.append(("M", (to,)))
        self.here = to

    def lineTo(self, to: Point) -> None:  # noqa: N802 - the pen protocol's names
        self.commands.append(("L", (to,)))
        self.here = to

    def curveTo(self, first: Point, second: Point, to: Point) -> None:  # noqa: N802 - the pen protocol's names
        self.commands.append(("C", (first, second, to)))
        self.here = to

    def qCurveTo(self, control: Point, to: Point) -> None:  # noqa: N802 - the pen protocol's names
        self.curveTo(*cubic(self.here, control, to))

    def closePath(self) -> None:  # noqa: N802 - the pen protocol's names
        self.commands.append(("Z", ()))


@cache
def _glyph(face: Face, number: int) -> Outline:
    pen = _Pen()
    font_of(face).draw_glyph_with_pen(number, pen)
    return Outline(tuple(pen.commands))


def glyph_outline(face: Face, number: int, size_mm: float) -> Outline:
    """A glyph at the origin of its baseline, the em being ``size_mm``."""
    unit = size_mm / font_of(face).face.upem
    return _glyph(face, number).through(lambda point: (point[0] * unit, -point[1] * unit))


def cubic(here: Point, control: Point, to: Point) -> tuple[Point, Point, Point]:
    """A quadratic as the cubic whose controls lie two thirds of the way to its one: both controls and the end."""
    return between(here, control, 2 / 3), between(to, control, 2 / 3), to


def between(one: Point, other: Point, share: float) -> Point:
    """The point that lies ``share`` of the way from one to the other."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _split(commands: Iterable[Command], parts: int) -> Iterator[Command]:
    here: Point = (0.0, 0.0)
    start: Point = (0.0, 0.0)
    for name, points in commands:
        if name == "M":
            here = start = points[0]
            yield name, points
        elif name == "Z":
            if here != start:
                yield from _pieces((here, between(here, start, 1 / 3), between(here, start, 2 / 3), start), parts)
            yield name, points
        else:
            end = points[-1]
            controls = points[:2] if name == "C" else (between(here, end, 1 / 3), between(here, end, 2 / 3))
            yield from _pieces((here, *controls, end), parts)
            here = end


def _pieces(curve: tuple[Point, ...], parts: int) -> Iterator[Command]:
    """A cubic as several, by de Casteljau."""
    for left in range(parts, 1, -1):
        first, curve = _halved(curve, 1 / left)
        yield "C", first[1:]
    yield "C", curve[1:]


def _halved(curve: tuple[Point, ...], share: float) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    p0, p1, p2, p3 = curve
    a, b, c = between(p0, p1, share), between(p1, p2, share), between(p2, p3, share)
    d, e = between(a, b, share), between(b, c, share)
    f = between(d, e, share)
    return (p0, a, d, f), (f, e, c, p3)
