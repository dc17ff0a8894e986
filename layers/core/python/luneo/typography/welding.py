"""Outlines as a plotter needs them: no contour crosses another, and a rim is an area of its own (by Skia's PathOps)."""

from itertools import pairwise
from typing import Any, Final, Literal

from luneo.typography.outlines import Command, Outline, Point, between, cubic

# Skia counts in single precision and bends arcs by a quarter of a unit: in these, that is half a micrometre.
_UNITS: Final = 500.0


def welded(outline: Outline) -> Outline:
    """The same area without overlaps: letters that touch become one shape, as a blade must not cut where they cross."""
    path = _path(outline)
    path.simplify()
    return _outline(path)


def widened(outline: Outline, by_mm: float) -> Outline:
    """The area and all that lies within ``by_mm`` of it, its corners rounded."""
    import pathops

    path = _path(outline)
    rim = pathops.Path(path)
    rim.stroke(2 * by_mm * _UNITS, pathops.LineCap.ROUND_CAP, pathops.LineJoin.ROUND_JOIN, 1)
    rim.convertConicsToQuads()
    return _outline(pathops.op(rim, path, pathops.PathOp.UNION))


def ink_box(outline: Outline) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the area itself, curves' controls left out."""
    left, top, right, bottom = (side / _UNITS for side in _path(outline).bounds)
    return left, top, right, bottom


def _path(outline: Outline) -> Any:
    import pathops

    path = pathops.Path()
    draw = {"M": path.moveTo, "L": path.lineTo, "C": path.cubicTo}
    for name, points in outline.commands:
        if name == "Z":
            path.close()
        else:
            draw[name](*(side * _UNITS for point in points for side in point))
    return path


def _outline(path: Any) -> Outline:
    commands: list[Command] = []
    here: Point = (0.0, 0.0)
    for name, points in path.segments:
        places = [(x / _UNITS, y / _UNITS) for x, y in points]
        if name == "qCurveTo":
            commands += _cubics(here, places)
        elif name in _NAMES:
            commands.append((_NAMES[name], tuple(places)))
        here = places[-1] if places else here
    return Outline(tuple(commands))


_NAMES: Final[dict[str, Literal["M", "L", "C", "Z"]]] = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z"}


def _cubics(here: Point, places: list[Point]) -> list[Command]:
    """Quadratics as cubics; between two controls in a row lies an end that is not written (TrueType's way)."""
    controls, last = places[:-1], places[-1]
    middles = [between(one, other, 0.5) for one, other in pairwise(controls)]
    commands: list[Command] = []
    for control, end in zip(controls, [*middles, last], strict=True):
        commands.append(("C", cubic(here, control, end)))
        here = end
    return commands
