"""Sewn cloth: a sheet bent into shape, then given its thickness, so that what is sold as a bag is a closed mesh."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.profiles import Points, Surface, used

Triangles = NDArray[np.int64]

SEAM_M = 1e-6
"""Points nearer to each other than this are one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A lattice of cloth: (rows, columns, 3) positions whose outside is seen with rows going up, columns to the right.

    ``printed`` (rows - 1, columns - 1) marks the print zone; ``pattern`` (rows, columns, 2) are the texture
    coordinates of the flat cut.
    """

    positions: Points
    printed: NDArray[np.bool_] | None = None
    pattern: Points | None = None


@dataclass(frozen=True, slots=True)
class Cloth:
    """What is sewn from panels, as closed surfaces with smooth normals: the print zone, and all the rest."""

    printed: Surface
    plain: Surface


def sewn(panels: Sequence[Panel], thickness: float) -> Cloth:
    """Panels joined where their edges coincide, with a lining ``thickness`` metres inside; open edges are hemmed."""
    shapes = [panel.positions.reshape(-1, 3) for panel in panels]
    starts = np.cumsum([0, *(len(shape) for shape in shapes[:-1])])
    triangles = np.concatenate([_woven(p.positions.shape[:2]) + s for p, s in zip(panels, starts, strict=True)])
    marked = np.concatenate([np.repeat(_marks(panel).reshape(-1), 2) for panel in panels])
    uvs = np.concatenate([_pattern(panel) for panel in panels])
    positions, ids = _welded(np.concatenate(shapes))
    joined = ids[triangles]
    real = (joined != np.roll(joined, 1, axis=1)).all(axis=1)
    triangles, joined, marked = triangles[real], joined[real], marked[real]
    normals = smooth_normals(positions, joined)
    outside = Surface(positions[ids], normals[ids], uvs, triangles)
    return Cloth(
        used(_part(outside, marked)),
        Surface.joined([used(_part(outside, ~marked)), *_lining(positions, normals, joined, thickness)]),
    )


def smooth_normals(positions: Points, triangles: Triangles) -> Points:
    """Unit normals of a mesh's (n, 3) points: the mean of the triangles around each, by their area."""
    a, b, c = (positions[triangles[:, k]] for k in range(3))
    crossed = np.cross(b - a, c - a)
    normals = np.zeros_like(positions)
    for k in range(3):
        np.add.at(normals, triangles[:, k], crossed)
    return _unit(normals)


def band(path: Points, sideways: Points, outwards: Points, section: Points, *, closed: bool) -> Surface:
    """A flat band with rounded edges along a path, such as a strap, closed into a ring or closed at its ends.

    ``section`` (k, 2) is a convex outline in metres, anticlockwise, along the unit vectors ``sideways`` and
    ``outwards`` (n, 3) of each point of the path.
    """
    count, sides = len(path), len(section)
    rings = path[:, None] + section[None, :, :1] * sideways[:, None] + section[None, :, 1:] * outwards[:, None]
    steps = np.arange(count if closed else count - 1)
    one = steps[:, None] * sides + np.arange(sides)[None]
    other = (steps[:, None] + 1) % count * sides + np.arange(sides)[None]
    quads = np.stack([one, other, np.roll(other, -1, 1), np.roll(one, -1, 1)], axis=2).reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    fan = np.stack([np.zeros(sides - 2, np.int64), np.arange(1, sides - 1), np.arange(2, sides)], axis=1)
    flat = rings.reshape(-1, 3)
    if not closed:
        # The ends have points of their own, so that their edges stay sharp.
        triangles = np.concatenate([triangles, len(flat) + fan, len(flat) + sides + fan[:, ::-1]])
        flat = np.concatenate([flat, rings[0], rings[-1]])
    if _volume(flat, triangles) < 0:
        triangles = triangles[:, ::-1]
    return Surface(flat, smooth_normals(flat, triangles), np.full((len(flat), 2), 0.5), triangles)


def flat_section(width: float, thickness: float) -> Points:
    """The outline of a band: a rectangle of that size in metres whose short sides are rounded."""
    angles = np.radians(np.linspace(-90, 90, 5))
    radius = thickness / 2
    right = np.stack([np.cos(angles) * radius + width / 2 - radius, np.sin(angles) * radius], axis=1)
    return np.concatenate([right, -right])


def soft_noise(x: Points, y: Points, seed: int) -> Points:
    """Smooth noise of about -1…1, its features about one unit large; the same for the same seed."""
    generator = np.random.default_rng(seed)
    total: Points = np.zeros(np.broadcast(x, y).shape)
    for _ in range(9):
        angle, phase = generator.uniform(0, 2 * np.pi, 2)
        pitch = generator.uniform(2.4, 4.6)
        total += np.sin(pitch * (x * np.cos(angle) + y * np.sin(angle)) + phase)
    return total / 3.2


def eased(values: Points | float) -> Points:
    """From 0 to 1 with level ends; values outside are held."""
    held = np.clip(values, 0, 1)
    curve: Points = held * held * (3 - 2 * held)
    return curve


def stood(surfaces: Sequence[Surface], scale: float = 1.0) -> list[Surface]:
    """The surfaces enlarged by ``scale`` and together moved up or down until the lowest point is at y = 0."""
    lowest = np.array([0.0, min(float(s.positions[:, 1].min()) for s in surfaces), 0.0])
    return [Surface((s.positions - lowest) * scale, s.normals, s.uvs, s.triangles) for s in surfaces]


def _volume(positions: Points, triangles: Triangles) -> float:
    a, b, c = (positions[triangles[:, k]] for k in range(3))
    return float(np.einsum("nd,nd->", a, np.cross(b, c)))


def _woven(shape: tuple[int, int]) -> Triangles:
    index = np.arange(shape[0] * shape[1]).reshape(shape)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    return np.stack([np.stack([a, b, c], 2), np.stack([a, c, d], 2)], axis=2).reshape(-1, 3)


def _marks(panel: Panel) -> NDArray[np.bool_]:
    rows, columns = panel.positions.shape[:2]
    return np.zeros((rows - 1, columns - 1), bool) if panel.printed is None else panel.printed


def _pattern(panel: Panel) -> Points:
    count = panel.positions.shape[0] * panel.positions.shape[1]
    return np.full((count, 2), 0.5) if panel.pattern is None else panel.pattern.reshape(-1, 2)


def _welded(positions: Points) -> tuple[Points, Triangles]:
    _, first, ids = np.unique(np.round(positions / SEAM_M), axis=0, return_index=True, return_inverse=True)
    return positions[first], ids.reshape(-1)


def _part(surface: Surface, chosen: NDArray[np.bool_]) -> Surface:
    return Surface(surface.positions, surface.normals, surface.uvs, surface.triangles[chosen])


def _lining(positions: Points, normals: Points, triangles: Triangles, thickness: float) -> tuple[Surface, Surface]:
    inside = positions - normals * thickness
    blank = np.full((len(positions), 2), 0.5)
    turned = triangles[:, ::-1]
    lining = Surface(inside, smooth_normals(inside, turned), blank, turned)
    return lining, _hem(positions, inside, _open_edges(triangles, len(positions)))


def _open_edges(triangles: Triangles, count: int) -> Triangles:
    """The (k, 2) edges that only one triangle has, in its direction."""
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    there, back = edges @ (count, 1), edges @ (1, count)
    alone: Triangles = edges[~np.isin(there, back)]
    return alone


def _hem(outside: Points, inside: Points, edges: Triangles) -> Surface:
    """The cloth's own thickness, seen along its open edges."""
    count = len(edges)
    corners = np.concatenate([outside[edges[:, 0]], outside[edges[:, 1]], inside[edges[:, 1]], inside[edges[:, 0]]])
    a, b, c, d = (np.arange(count) + k * count for k in range(4))
    triangles = np.concatenate([np.stack([b, a, d], 1), np.stack([b, d, c], 1)])
    crossed = np.cross(corners[a] - corners[b], corners[d] - corners[b])
    normals = np.tile(_unit(crossed), (4, 1))
    return Surface(corners, normals, np.full((len(corners), 2), 0.5), triangles)


def _unit(vectors: Points) -> Points:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Points = vectors / np.maximum(lengths, 1e-12)
    return unit
