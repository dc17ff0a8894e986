"""Outlines with rounded corners, and the surfaces that turning or sweeping them makes.

All in metres. A solid's y axis points up; an angle of 0° faces +z (towards the viewer), 90° faces +x, so that growing
angles run in the reading direction seen from outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

Cells = NDArray[np.bool_]

ARC_STEP_DEG = 7.5
SMALLEST_CROSS = 1e-13


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner of an outline at (x, y), rounded by ``fillet``; ``rows`` divides the way from the one before."""

    x: float
    y: float
    fillet: float = 0.0
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Outline:
    """A polyline with the unit tangent at each point; a sharp corner stands twice, once for each tangent."""

    points: Points
    tangents: Points


@dataclass(frozen=True, slots=True)
class Surface:
    """A mesh: (n, 3) positions and unit normals, (n, 2) texture coordinates, (m, 3) triangles."""

    positions: Points
    normals: Points
    uvs: Points
    triangles: NDArray[np.int64]

    @staticmethod
    def joined(surfaces: Sequence["Surface"]) -> "Surface":
        """Several surfaces as one."""
        starts = np.cumsum([0, *(len(s.positions) for s in surfaces[:-1])])
        return Surface(
            np.concatenate([s.positions for s in surfaces]),
            np.concatenate([s.normals for s in surfaces]),
            np.concatenate([s.uvs for s in surfaces]),
            np.concatenate([s.triangles + start for s, start in zip(surfaces, starts, strict=True)]),
        )


def outline(corners: Sequence[Corner]) -> Outline:
    """An open polyline through the corners, each rounded by its fillet (at most what its neighbours leave)."""
    vertices = np.array([(c.x, c.y) for c in corners])
    points: list[Points] = [vertices[0]]
    tangents: list[Points] = [_unit(vertices[1] - vertices[0])]
    fillets = _fitting(vertices, np.array([c.fillet for c in corners]))
    for i in range(1, len(corners)):
        arc, arc_tangents = _arc(vertices, i, float(fillets[i]))
        _straight_to(points, tangents, arc[0], corners[i].rows)
        points.extend(arc[1:])
        tangents.extend(arc_tangents[1:])
    return Outline(np.array(points), np.array(tangents))


def _fitting(vertices: Points, fillets: Points) -> Points:
    """The fillets, smaller where two of them would need more than the straight between their corners."""
    ways = np.diff(vertices, axis=0)
    lengths = np.linalg.norm(ways, axis=1)
    unit = ways / lengths[:, None]
    cosines = np.clip(np.einsum("nd,nd->n", unit[:-1], unit[1:]), -1, 1)
    reaches = np.zeros(len(vertices))
    reaches[1:-1] = fillets[1:-1] * np.tan(np.arccos(cosines) / 2)
    room = lengths / np.maximum(reaches[:-1] + reaches[1:], 1e-12)
    both = np.minimum(np.concatenate([[np.inf], room]), np.concatenate([room, [np.inf]]))
    fitted: Points = fillets * np.minimum(1, both)
    return fitted


def _straight_to(points: list[Points], tangents: list[Points], end: Points, rows: int) -> None:
    start, way = points[-1], end - points[-1]
    if float(np.linalg.norm(way)) < 1e-9:  # noqa: PLR2004  # a nanometre: two fillets that touch
        return
    for row in range(1, rows + 1):
        points.append(start + way * row / rows)
        tangents.append(_unit(way))


def _arc(vertices: Points, i: int, fillet: float) -> tuple[Points, Points]:
    """The points and tangents around corner ``i``: first where the arc begins, last where it ends."""
    corner = vertices[i]
    incoming = _unit(corner - vertices[i - 1])
    if i == len(vertices) - 1:
        return corner[None], incoming[None]
    outgoing = _unit(vertices[i + 1] - corner)
    turn = np.arctan2(_cross(incoming, outgoing), float(incoming @ outgoing))
    if abs(turn) < 1e-6:  # noqa: PLR2004  # a row inside a straight line
        return corner[None], incoming[None]
    if fillet <= 0:
        return np.stack([corner, corner]), np.stack([incoming, outgoing])
    reach = fillet * np.tan(abs(turn) / 2)
    steps = max(2, int(np.ceil(np.degrees(abs(turn)) / ARC_STEP_DEG)))
    angles = turn * np.arange(steps + 1) / steps
    tangents = np.stack([_rotated(incoming, angle) for angle in angles])
    side = np.sign(turn) * fillet
    centre = corner - incoming * reach + _left(incoming) * side
    return centre - np.stack([_left(t) for t in tangents]) * side, tangents


def revolve(path: Outline, angles: Points, cells: Cells | None = None) -> Surface:
    """The outline turned about the y axis, through growing angles in radians.

    The outline runs so that the solid lies on its left: up the outside, then in. u runs with the angle, v along the
    outline from its end (0) to its beginning (1). ``cells`` (outline pieces x angle steps) picks a part of it.
    """
    sine, cosine = np.sin(angles)[None, :], np.cos(angles)[None, :]
    radius, height = path.points[:, :1], path.points[:, 1:]
    positions = np.stack([radius * sine, height + 0 * sine, radius * cosine], axis=2)
    # Left of the walking direction is inside, so the outward normal is on its right.
    out, up = path.tangents[:, 1:], -path.tangents[:, :1]
    normals = np.stack([out * sine, up + 0 * sine, out * cosine], axis=2)
    return grid(positions, normals, cells)


def grid(positions: Points, normals: Points, cells: Cells | None = None) -> Surface:
    """A (rows, columns, 3) lattice as triangles that face the way its normals point.

    ``cells`` (rows - 1, columns - 1) picks some of its quadrilaterals.
    Triangles without area (at an axis, or between doubled rows) are left out.
    """
    rows, columns = positions.shape[:2]
    lengths = np.linalg.norm(np.diff(positions, axis=0), axis=2).max(axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    v = 1 - along / along[-1]
    u = np.linspace(0, 1, columns)
    uvs = np.stack(np.broadcast_arrays(u[None, :], v[:, None]), axis=2).reshape(-1, 2)
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    quads = np.stack([np.stack([a, b, c], 2), np.stack([a, c, d], 2)], axis=2)
    triangles = (quads if cells is None else quads[cells]).reshape(-1, 3)
    flat, facing = positions.reshape(-1, 3), normals.reshape(-1, 3)
    crossed = _crossed(flat, triangles)
    if float(np.sum(crossed * facing[triangles[:, 0]])) < 0:
        triangles = triangles[:, ::-1]
    has_area = np.linalg.norm(crossed, axis=1) > SMALLEST_CROSS
    return used(Surface(flat, facing, uvs, triangles[has_area]))


def used(surface: Surface) -> Surface:
    """The surface without vertices that no triangle touches."""
    kept, triangles = np.unique(surface.triangles, return_inverse=True)
    return Surface(surface.positions[kept], surface.normals[kept], surface.uvs[kept], triangles.reshape(-1, 3))


def sweep(path: Outline, widths: Points, heights: Points, sides: int) -> Surface:
    """An ellipse swept along a path in the xy plane, its ends closed.

    ``widths`` and ``heights`` are its half axes at each point of the path, along z and across the path.
    """
    angles = np.linspace(0, 2 * np.pi, sides + 1)
    across = np.stack([-path.tangents[:, 1], path.tangents[:, 0], np.zeros(len(path.points))], axis=1)
    centre = np.concatenate([path.points, np.zeros((len(path.points), 1))], axis=1)
    ring = np.sin(angles)[None, :, None] * heights[:, None, None] * across[:, None, :] + np.cos(angles)[
        None, :, None
    ] * widths[:, None, None] * np.array([0.0, 0.0, 1.0])
    normals = _measured_normals(centre[:, None, :] + ring)
    tube = grid(centre[:, None, :] + ring, normals)
    ends = [cap(centre[i], (centre[i] + ring[i])[:-1], sign * _along(path, i)) for i, sign in ((0, -1), (-1, 1))]
    return Surface.joined([tube, *ends])


def _measured_normals(rings: Points) -> Points:
    """Outward normals of a tube from the differences between its rings' neighbouring points."""
    around = np.concatenate([rings[:, -2:-1], rings, rings[:, 1:2]], axis=1)
    along = np.gradient(rings, axis=0)
    normals = _unit(np.cross(around[:, 2:] - around[:, :-2], along))
    outward = rings - rings[:, :-1].mean(axis=1, keepdims=True)
    facing: Points = normals * np.sign(np.einsum("rcd,rcd->rc", normals, outward))[..., None]
    return facing


def _along(path: Outline, i: int) -> Points:
    return np.array([*path.tangents[i], 0.0])


def cap(centre: Points, rim: Points, normal: Points) -> Surface:
    """A flat fan that closes a convex rim, facing ``normal``."""
    count = len(rim)
    following = (np.arange(count) + 1) % count
    triangles = np.stack([np.full(count, count), np.arange(count), following], axis=1)
    a, b, c = (np.vstack([rim, centre])[triangles[0]][k] for k in range(3))
    if float(np.cross(b - a, c - a) @ normal) < 0:
        triangles = triangles[:, ::-1]
    positions = np.vstack([rim, centre])
    return Surface(positions, np.tile(normal, (count + 1, 1)), np.full((count + 1, 2), 0.5), triangles)


def _crossed(positions: Points, triangles: NDArray[np.int64]) -> Points:
    """The triangles' normals, twice their area long."""
    a, b, c = (positions[triangles[:, k]] for k in range(3))
    crossed: Points = np.cross(b - a, c - a)
    return crossed


def _unit(vectors: Points) -> Points:
    unit: Points = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit


def _left(tangent: Points) -> Points:
    return np.array([-tangent[1], tangent[0]])


def _cross(a: Points, b: Points) -> float:
    return float(a[0] * b[1] - a[1] * b[0])


def _rotated(vector: Points, angle: float) -> Points:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([cosine * vector[0] - sine * vector[1], sine * vector[0] + cosine * vector[1]])
