"""From where a product is photographed: the usual place, unless its print could hardly be seen from there."""

import itertools

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.camera import frame
from luneo.three_d.document import Material
from luneo.three_d.raster import NOTHING, rasterise
from luneo.three_d.scene import Scene

Points = NDArray[np.float64]

USUAL = (24.0, 14.0)
"""Azimuth and elevation in degrees: from the right, slightly from above."""
AZIMUTHS_DEG = (24.0, -24.0, 114.0, 204.0, 294.0)
ELEVATIONS_DEG = (14.0, 40.0, 62.0)
SIDE_PX = 96
SMALLEST_AREA = 1e-12
ENOUGH = 0.4
"""The usual place serves when it shows the print this large, against all of its surface seen squarely."""
WORTH_MOVING = 1.5
"""A print that runs all around shows half of itself at best: elsewhere it must be seen larger by this much."""


def viewpoint(scene: Scene, zone: Material | None) -> tuple[float, float]:
    """Azimuth and elevation in degrees; the usual ones for a model without a print zone."""
    if zone is None:
        return USUAL
    printed = np.concatenate([np.full(len(part.triangles), part.material.index == zone.index) for part in scene.parts])
    corners = np.concatenate([part.positions[part.triangles] for part in scene.parts]).astype(np.float64)
    usual = _shown(scene, corners, printed, USUAL) if printed.any() else ENOUGH
    if usual >= ENOUGH:
        return USUAL
    # From all sides at the usual height first: only a print that faces up or inwards needs another.
    shares: dict[tuple[float, float], float] = {}
    for elevation, azimuth in itertools.product(ELEVATIONS_DEG, AZIMUTHS_DEG):
        place = (azimuth, elevation)
        shares[place] = _shown(scene, corners, printed, place)
        if shares[place] >= max(ENOUGH, WORTH_MOVING * usual):
            return place
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= WORTH_MOVING * usual else USUAL


def _shown(scene: Scene, corners: Points, printed: NDArray[np.bool_], place: tuple[float, float]) -> float:
    """How large the print appears from a place, against its whole surface seen squarely from as far away."""
    camera = frame(scene.points, *place)
    screen = camera.project(corners.reshape(-1, 3), SIDE_PX).astype(np.float32).reshape(-1, 3, 3)
    shown = rasterise(screen, SIDE_PX, SIDE_PX).triangle
    pixels = int(printed[shown[shown != NOTHING]].sum())
    a, b, c = corners[printed].transpose(1, 0, 2)
    area = float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()) / 2
    pixel = float(np.linalg.norm(camera.eye - corners[printed].mean(axis=(0, 1)))) / (camera.focal * SIDE_PX)
    return pixels * pixel**2 / max(area, SMALLEST_AREA)
