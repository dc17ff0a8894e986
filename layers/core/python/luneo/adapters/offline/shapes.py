"""Small builders of SVG path data, in a box of 100 by 100 units."""

import math
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a shape is to the motif; a style gives every role its colour."""

    BODY = "body"
    SECOND = "second"
    THIRD = "third"
    LIGHT = "light"
    DARK = "dark"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled outline, or for :attr:`Role.LINE` a stroke; ``mirror`` draws it again on the other side of x = 50."""

    role: Role
    d: str
    mirror: bool = False


Motif = tuple[Shape, ...]


def body(d: str, *, mirror: bool = False) -> Shape:
    """A shape of the motif's main colour."""
    return Shape(Role.BODY, d, mirror)


def second(d: str, *, mirror: bool = False) -> Shape:
    """A shape of the second colour."""
    return Shape(Role.SECOND, d, mirror)


def third(d: str, *, mirror: bool = False) -> Shape:
    """A shape of the third colour: noses, hearts of flowers."""
    return Shape(Role.THIRD, d, mirror)


def light(d: str, *, mirror: bool = False) -> Shape:
    """A light shape."""
    return Shape(Role.LIGHT, d, mirror)


def dark(d: str, *, mirror: bool = False) -> Shape:
    """A shape of ink."""
    return Shape(Role.DARK, d, mirror)


def line(d: str, *, mirror: bool = False) -> Shape:
    """A stroke of ink."""
    return Shape(Role.LINE, d, mirror)


def oval(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """An ellipse around (x, y), a circle without ``ry``."""
    high = rx if ry is None else ry
    return f"M{x - rx:.2f} {y:.2f}a{rx:.2f} {high:.2f} 0 1 0 {2 * rx:.2f} 0a{rx:.2f} {high:.2f} 0 1 0 {-2 * rx:.2f} 0Z"


def at_angle(x: float, y: float, radius: float, degrees: float) -> tuple[float, float]:
    """The point at an angle, clockwise from the top."""
    turn = math.radians(degrees)
    return x + radius * math.sin(turn), y - radius * math.cos(turn)


def petal(x: float, y: float, inner: float, outer: float, degrees: float, width: float) -> str:
    """A petal that points away from (x, y), ``width`` degrees wide at its widest."""
    (ax, ay), (bx, by) = at_angle(x, y, inner, degrees), at_angle(x, y, outer, degrees)
    far = inner + (outer - inner) * 0.72
    (lx, ly), (rx, ry) = at_angle(x, y, far, degrees - width), at_angle(x, y, far, degrees + width)
    return f"M{ax:.2f} {ay:.2f}Q{lx:.2f} {ly:.2f} {bx:.2f} {by:.2f}Q{rx:.2f} {ry:.2f} {ax:.2f} {ay:.2f}Z"


def petals(x: float, y: float, inner: float, outer: float, count: int, width: float, turn: float = 0) -> str:
    """A ring of petals around (x, y)."""
    return "".join(petal(x, y, inner, outer, turn + 360 * index / count, width) for index in range(count))


def star(x: float, y: float, outer: float, inner: float, points: int, turn: float = 0) -> str:
    """A star with straight edges."""
    corners = [
        at_angle(x, y, inner if index % 2 else outer, turn + 180 * index / points) for index in range(2 * points)
    ]
    return "M" + "L".join(f"{cx:.2f} {cy:.2f}" for cx, cy in corners) + "Z"
