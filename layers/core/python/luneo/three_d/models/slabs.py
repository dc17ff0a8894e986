"""Rounded rectangles with a thickness: plaques and cases."""

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.profiles import Corner, Outline, Points, Surface, grid, outline


def rounded_rectangle(width: float, height: float, radius: float) -> Outline:
    """A ring around the origin, anticlockwise, from the middle of its right side; its last point is its first."""
    x, y = width / 2, height / 2
    return outline(
        [
            Corner(x, 0),
            Corner(x, y, radius, rows=8),
            Corner(-x, y, radius, rows=16),
            Corner(-x, -y, radius, rows=16),
            Corner(x, -y, radius, rows=16),
            Corner(x, 0, rows=8),
        ]
    )


def extruded(ring: Outline, edge: Outline, *, lift: float) -> tuple[Surface, Points, Points]:
    """The ring carried along the edge's outline (x outward, y towards +z); also its first and last rim."""
    outward = np.stack([ring.tangents[:, 1], -ring.tangents[:, 0]], axis=1)
    flat = ring.points[None] + outward[None] * edge.points[:, None, :1]
    depth = np.broadcast_to(edge.points[:, None, 1:], (*flat.shape[:2], 1))
    positions = np.concatenate([flat + np.array([0.0, lift]), depth], axis=2)
    sideways = outward[None] * edge.tangents[:, None, 1:]
    forward = np.broadcast_to(-edge.tangents[:, None, :1], (*flat.shape[:2], 1))
    surface = grid(positions, np.concatenate([sideways, forward], axis=2))
    return surface, positions[0, :-1], positions[-1, :-1]


def planar_uv(face: Surface) -> Surface:
    """A face seen from +z, its texture coordinates filling 0…1 along x and down y."""
    low, high = face.positions[:, :2].min(axis=0), face.positions[:, :2].max(axis=0)
    uv = (face.positions[:, :2] - low) / (high - low)
    return Surface(face.positions, face.normals, np.stack([uv[:, 0], 1 - uv[:, 1]], axis=1), face.triangles)


def walled(outer: Points, hole: Points, normal: Points) -> Surface:
    """A flat face between a rim and a hole in it, facing ``normal`` (along z).

    Both rims run anticlockwise seen from +z, and from the hole's middle all of them can be seen.
    """
    middle = hole.mean(axis=0)
    outside, inside = (_from_angle(rim, middle) for rim in (outer, hole))
    triangles = _zipped(_angles(outside, middle), _angles(inside, middle))
    positions = np.concatenate([outside, inside])
    facing = triangles if normal[2] > 0 else triangles[:, ::-1]
    return Surface(positions, np.tile(normal, (len(positions), 1)), np.full((len(positions), 2), 0.5), facing)


def _angles(rim: Points, middle: Points) -> Points:
    away = rim - middle
    return np.arctan2(away[:, 1], away[:, 0])


def _from_angle(rim: Points, middle: Points) -> Points:
    """The rim begun at its point of least angle."""
    return np.roll(rim, -int(np.argmin(_angles(rim, middle))), axis=0)


def _zipped(outer: Points, inner: Points) -> NDArray[np.int64]:
    """Triangles between two rings of growing angles, always on to the ring whose next point comes first."""
    count, other = len(outer), len(inner)
    i, j, triangles = 0, 0, []
    while i < count or j < other:
        next_outer = outer[i + 1] if i + 1 < count else outer[0] + 2 * np.pi
        next_inner = inner[j + 1] if j + 1 < other else inner[0] + 2 * np.pi
        a, b = i % count, count + j % other
        if j >= other or (i < count and next_outer < next_inner):
            triangles.append((a, (i + 1) % count, b))
            i += 1
        else:
            triangles.append((a, count + (j + 1) % other, b))
            j += 1
    return np.array(triangles)
