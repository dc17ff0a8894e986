"""Outlines as a plotter needs them: no contour crosses another, and a rim is an area of its own (by Skia's PathOps)."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Literal

from luneo.typography.errors import UnfitText
from luneo.typography.outlines import Command, Outline, Point, cubic
from luneo.typography.proof import shows

# Skia counts in single precision and bends arcs by a quarter of a unit: in these, that is half a micrometre. It gives
# up on some shapes, or loses a letter of them, by the luck of their last digits (Arabic letters with marks, most of
# all); in another unit the same shape has other digits.
_UNITS: Final = (500.0, 467.0, 613.0, 389.0, 751.0, 541.0, 877.0, 307.0, 991.0, 233.0)


def welded(outline: Outline) -> Outline:
    """The same area without overlaps: letters that touch become one shape, as a blade must not cut where they cross.

    Raises:
        UnfitText: the shapes cannot be made out.
    """

    def weld(units: float) -> Any:
        path = _path(outline, units)
        path.simplify()
        return path

    return _first(weld, lambda made: shows(made, outline))


def widened(outline: Outline, by_mm: float) -> Outline:
    """The area and all that lies within ``by_mm`` of it, its corners rounded.

    Raises:
        UnfitText: the shapes cannot be made out.
    """
    import pathops

    def widen(units: float) -> Any:
        path = _path(outline, units)
        rim = pathops.Path(path)
        rim.stroke(2 * by_mm * units, pathops.LineCap.ROUND_CAP, pathops.LineJoin.ROUND_JOIN, 1)
        rim.convertConicsToQuads()
        return pathops.op(rim, path, pathops.PathOp.UNION)

    return _first(widen, lambda made: shows(made, outline, by_mm))


def _first(make: Callable[[float], Any], is_whole: Callable[[Outline], bool]) -> Outline:
    """What ``make`` draws in the first unit in which it can, with nothing lost."""
    import pathops

    for units in _UNITS:
        with suppress(pathops.PathOpsError):
            made = _outline(make(units), units)
            if is_whole(made):
                return made
    raise UnfitText(
        "Its letters run into each other so that no outline can be drawn. Bend it less, or change its size."
    )


def ink_box(outline: Outline) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of the area itself, curves' controls left out."""
    left, top, right, bottom = (side / _UNITS[0] for side in _path(outline, _UNITS[0]).bounds)
    return left, top, right, bottom


def _path(outline: Outline, units: float) -> Any:
    import pathops

    path = pathops.Path()
    draw = {"M": path.moveTo, "L": path.lineTo, "C": path.cubicTo}
    for name, points in outline.commands:
        if name == "Z":
            path.close()
        else:
            draw[name](*(side * units for point in points for side in point))
    return path


def _outline(path: Any, units: float) -> Outline:
    import pathops

    commands: list[Command] = []
    here: Point = (0.0, 0.0)
    for verb, points in path:
        places = tuple((x / units, y / units) for x, y in points)
        if verb == pathops.PathVerb.QUAD:
            commands.append(("C", cubic(here, *places)))
        else:
            commands.append((_NAMES[pathops.PathVerb(verb).name], places))
        here = places[-1] if places else here
    return Outline(tuple(commands))


_NAMES: Final[dict[str, Literal["M", "L", "C", "Z"]]] = {"MOVE": "M", "LINE": "L", "CUBIC": "C", "CLOSE": "Z"}
