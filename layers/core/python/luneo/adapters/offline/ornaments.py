"""Ornaments around a motif, as SVG elements in pixel coordinates."""

import math

from luneo.adapters.offline.canvas import Spot
from luneo.adapters.offline.shapes import at_angle, oval, petals


def rays(x: float, y: float, inner: float, outer: float, count: int, colour: str, *, share: float = 0.5) -> str:
    """Wedges from (x, y), each taking ``share`` of its turn."""
    wedges = ""
    for index in range(count):
        turn, half = 360 * index / count, 180 * share / count
        corners = [at_angle(x, y, inner, turn), at_angle(x, y, outer, turn - half), at_angle(x, y, outer, turn + half)]
        wedges += "M" + "L".join(f"{cx:.2f} {cy:.2f}" for cx, cy in corners) + "Z"
    return f'<path d="{wedges}" fill="{colour}"/>'


def disc(x: float, y: float, r: float, colour: str, *, stroke: str = "none", width: float = 0) -> str:
    """A filled circle, stroked when given a stroke."""
    return (
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{r:.2f}" fill="{colour}" stroke="{stroke}" stroke-width="{width:.2f}"/>'
    )


def ring(x: float, y: float, r: float, colour: str, width: float) -> str:
    """A circle's line."""
    return disc(x, y, r, "none", stroke=colour, width=width)


def bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{colour}"/>'


def frame(width: float, height: float, inset: float, colour: str, stroke: float, *, corner: float = 0) -> str:
    """A rectangle's line, ``inset`` from the edges; a ``corner`` cuts the corners in steps."""
    left, top, right, bottom, c = inset, inset, width - inset, height - inset, corner
    d = (
        f"M{left + c} {top}H{right - c}V{top + c}H{right}V{bottom - c}H{right - c}V{bottom}"
        f"H{left + c}V{bottom - c}H{left}V{top + c}H{left + c}Z"
    )
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{stroke:.2f}"/>'


def petal_ring(spot: Spot, inner: float, outer: float, count: int, width: float, style: str, turn: float = 0) -> str:
    """Petals around a spot, radii in parts of its room; ``style`` holds SVG attributes."""
    d = petals(spot.x, spot.y, spot.r * inner, spot.r * outer, count, width, turn)
    return f'<path d="{d}" {style}/>'


def dot_ring(spot: Spot, radius: float, count: int, size: float, colour: str, turn: float = 0) -> str:
    """Dots around a spot, radius and size in parts of its room."""
    points = (at_angle(spot.x, spot.y, spot.r * radius, turn + 360 * index / count) for index in range(count))
    return f'<path d="{"".join(oval(x, y, spot.r * size) for x, y in points)}" fill="{colour}"/>'


def scallops(width: float, top: float, height: float, size: float, line: str, fill: str, stroke: float) -> str:
    """Rows of overlapping arcs (seigaiha, "blue sea waves") from ``top`` down."""
    rows, columns = math.ceil(height / (size / 2)) + 1, math.ceil(width / (2 * size)) + 2
    drawn = ""
    for row in range(rows):
        y = top + size + row * size / 2
        for column in range(-1, columns):
            x = column * 2 * size + (row % 2) * size
            drawn += disc(x, y, size, fill, stroke=line, width=stroke)
            drawn += "".join(ring(x, y, size * share, line, stroke) for share in (0.72, 0.44, 0.18))
    return drawn


def leaf(x: float, y: float, length: float, turn: float, colour: str, vein: str) -> str:
    """A leaf from (x, y) with its middle vein."""
    tip = at_angle(x, y, length, turn)
    left, right = at_angle(x, y, length * 0.56, turn - 34), at_angle(x, y, length * 0.56, turn + 34)
    d = (
        f"M{x:.2f} {y:.2f}Q{left[0]:.2f} {left[1]:.2f} {tip[0]:.2f} {tip[1]:.2f}"
        f"Q{right[0]:.2f} {right[1]:.2f} {x:.2f} {y:.2f}Z"
    )
    end = at_angle(x, y, length * 0.82, turn)
    middle = (
        f'<path d="M{x:.2f} {y:.2f}L{end[0]:.2f} {end[1]:.2f}" stroke="{vein}" stroke-width="{length * 0.035:.2f}"/>'
    )
    return f'<path d="{d}" fill="{colour}"/>{middle}'


def blossom(x: float, y: float, r: float, turn: float, count: int, colours: tuple[str, str, str]) -> str:
    """A flower seen from above: outer petals, inner petals, heart."""
    outer, inner, heart = colours
    first = f'<path d="{petals(x, y, 0, r, count, 250 / count, turn)}" fill="{outer}"/>'
    then = f'<path d="{petals(x, y, 0, r * 0.66, count, 150 / count, turn)}" fill="{inner}"/>'
    return first + then + disc(x, y, r * 0.2, heart)
