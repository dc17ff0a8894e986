"""Rounded rectangles with a thickness: plaques and cases."""

import numpy as np

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
