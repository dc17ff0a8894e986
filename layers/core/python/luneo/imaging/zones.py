"""Where on a product photo a design is printed, and how large it is in reality."""

import math
import re
from dataclasses import dataclass, replace
from typing import Final

from luneo.errors import Fault, Invalid

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]

MAX_CURVATURE: Final = 0.95
MAX_BOW: Final = 2.0
MIN_EDGE_PX: Final = 4.0
MAX_SIDE_MM: Final = 5_000.0
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)"


class InvalidZone(Invalid):
    """The print zone is not a shape that can be printed on; the faults point at the corner."""

    slug = "invalid-zone"
    title = "The print zone is not usable"


class ZoneOutsidePhoto(InvalidZone):
    """A part of the print zone lies outside the product photo."""

    slug = "zone-outside-photo"
    title = "The print zone leaves the photo"


@dataclass(frozen=True, slots=True)
class PrintZone:
    """A print zone.

    ``quad`` holds the corners in photo pixels, clockwise from the design's top-left (the edge of a photo of width w is
    at w). ``size_mm`` is (width, height) along the surface. ``curvature`` is 0 for a flat surface, otherwise the seen
    part of the half cylinder, 0 to 0.95: the zone spans ``curvature * 180°``. ``bow`` is how far the middle of the
    (top, bottom) edge sags below its chord on a cylinder, in zone heights: positive on the outside of a mug seen from
    above, negative on its inside. ``bleed_mm`` is added to every side of a print file. ``displacement`` is how far
    the folds that the photo shows move the design, 0 (stiff) to 1 (soft cloth).
    """

    name: str
    quad: Quad
    size_mm: tuple[float, float]
    curvature: float = 0.0
    bow: tuple[float, float] = (0.0, 0.0)
    bleed_mm: float = 0.0
    displacement: float = 0.0


def check_zone(zone: PrintZone, photo_size: tuple[int, int] | None, *, pointer: str = "#/zones/0") -> PrintZone:
    """The zone, its corners put clockwise, fit for a photo of (width, height) pixels, where its size is known.

    Raises :class:`InvalidZone` or :class:`ZoneOutsidePhoto`, whose faults stand below ``pointer``
    (``#/zones/0/quad/2``). A counter-clockwise quad is turned around its first corner's diagonal, as that is how a zone
    drawn the other way round was meant.
    """
    _check_numbers(zone, pointer)
    quad = clockwise(zone.quad)
    _check_shape(quad, f"{pointer}/quad")
    checked = replace(zone, quad=quad)
    if photo_size is not None:
        _check_inside(checked, photo_size, pointer)
    return checked


def clockwise(quad: Quad) -> Quad:
    """The same quad with its corners clockwise on a screen (y down); the first corner stays."""
    return quad if _area(quad) >= 0 else (quad[0], quad[3], quad[2], quad[1])


def _area(quad: Quad) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(quad, (*quad[1:], quad[0]), strict=True)) / 2


def _check_numbers(zone: PrintZone, pointer: str) -> None:
    faults = [
        Fault(f"{pointer}/quad/{index}", "A corner must be two finite numbers, in photo pixels.")
        for index, corner in enumerate(zone.quad)
        if not all(math.isfinite(value) for value in corner)
    ]
    faults += [
        Fault(f"{pointer}/size_mm/{axis}", f"Must be above 0 and at most {MAX_SIDE_MM:.0f} mm.")
        for axis, side in enumerate(zone.size_mm)
        if not 0 < side <= MAX_SIDE_MM
    ]
    if not 0 <= zone.curvature <= MAX_CURVATURE:
        faults.append(Fault(f"{pointer}/curvature", f"Must be from 0 (flat) to {MAX_CURVATURE}."))
    if not all(abs(bow) <= MAX_BOW for bow in zone.bow) or zone.bow[1] - zone.bow[0] <= -MAX_CURVATURE:
        faults.append(Fault(f"{pointer}/bow", f"Must lie within ±{MAX_BOW} zone heights and leave the zone a height."))
    if not 0 <= zone.bleed_mm <= min(zone.size_mm):
        faults.append(Fault(f"{pointer}/bleed_mm", "Must be from 0 to the zone's shorter side."))
    if not 0 <= zone.displacement <= 1:
        faults.append(Fault(f"{pointer}/displacement", "Must be from 0 (stiff) to 1 (soft cloth)."))
    _raise(faults)


def _check_shape(quad: Quad, pointer: str) -> None:
    faults = []
    for index in range(4):
        before, here, after = quad[index - 1], quad[index], quad[(index + 1) % 4]
        if math.dist(here, after) < MIN_EDGE_PX:
            faults.append(Fault(f"{pointer}/{index}", f"Must be at least {MIN_EDGE_PX:.0f} px from the next corner."))
        elif _turn(before, here, after) <= 1e-3 * math.dist(before, here) * math.dist(here, after):
            faults.append(Fault(f"{pointer}/{index}", "The zone must be convex: this corner folds in, or edges cross."))
    _raise(faults)


def _turn(before: Point, here: Point, after: Point) -> float:
    return (here[0] - before[0]) * (after[1] - here[1]) - (here[1] - before[1]) * (after[0] - here[0])


def _check_inside(zone: PrintZone, photo_size: tuple[int, int], pointer: str) -> None:
    width, height = photo_size
    faults = [
        Fault(f"{pointer}/quad/{index}", f"({x:g}, {y:g}) lies outside the photo, which is {width} x {height} pixels.")
        for index, (x, y) in enumerate(zone.quad)
        if not (0 <= x <= width and 0 <= y <= height)
    ]
    if faults:
        raise ZoneOutsidePhoto(faults[0].detail, faults=faults)


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise InvalidZone(faults[0].detail, faults=faults)


def parse_quad(text: str, *, pointer: str = "#/zone") -> Quad:
    """Four corners from ``"x1,y1 x2,y2 x3,y3 x4,y4"``; :class:`InvalidZone` for anything else."""
    corners = re.findall(rf"({_NUMBER})\s*,\s*({_NUMBER})", text)
    if not re.fullmatch(rf"\s*{_NUMBER}\s*,\s*{_NUMBER}(?:[\s;]+{_NUMBER}\s*,\s*{_NUMBER}){{3}}\s*", text):
        raise InvalidZone.at(pointer, 'A zone is four corners in photo pixels: "x1,y1 x2,y2 x3,y3 x4,y4".')
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth


def parse_size_mm(text: str, *, pointer: str = "#/size_mm") -> tuple[float, float]:
    """(width, height) in millimetres from ``"200x90"`` or ``"200 x 90 mm"``; :class:`InvalidZone` for anything else."""
    found = re.fullmatch(rf"\s*({_NUMBER})\s*[xX\u00d7]\s*({_NUMBER})\s*(?:mm)?\s*", text)
    size = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    if not all(0 < side <= MAX_SIDE_MM for side in size):
        raise InvalidZone.at(pointer, f'A size is width x height in millimetres, up to {MAX_SIDE_MM:.0f}: "200x90".')
    return size
