"""The light of a photographer's studio: a large soft key, a strip behind, a fill, and a bright tent around.

Directions are in the camera's frame turned upright (x right, y up, z towards the camera), so that every view of a
turntable is lit alike. Radiance is linear light.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Exact = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Softbox:
    """A rectangular light at a direction, ``half_deg`` wide and high, of one ``radiance``."""

    azimuth_deg: float
    elevation_deg: float
    half_deg: tuple[float, float]
    radiance: tuple[float, float, float]
    samples: tuple[int, int]

    @property
    def axes(self) -> Exact:
        """Rows right, up and towards the light."""
        azimuth, elevation = np.radians(self.azimuth_deg), np.radians(self.elevation_deg)
        to = np.array([np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)])
        right = np.array([np.cos(azimuth), 0.0, -np.sin(azimuth)])
        return np.stack([right, np.cross(to, right), to])


KEY = Softbox(-50, 36, (22, 27), (9.2, 9.0, 8.7), (5, 5))
STRIP = Softbox(112, 22, (8, 36), (6.4, 6.6, 6.9), (2, 5))
FILL = Softbox(58, 10, (14, 32), (0.9, 0.92, 0.96), (2, 4))
TOP = Softbox(0, 84, (34, 26), (1.6, 1.6, 1.6), (3, 3))
SOFTBOXES = (KEY, STRIP, FILL, TOP)
TENT = (0.20, 0.26, 0.20)
"""The tent's own light everywhere, more of it above, more of it behind the product."""
TABLE_WARMTH = np.array([0.03, 0.0, -0.04], np.float32)
DOME_SAMPLES = 72
EDGE_SOFTNESS_DEG = np.float32(2.0)
BLUR_DEG = 62.0
"""How far full roughness spreads a light's reflection."""
SMALLEST_COSINE = 1e-3
WIDEST_DEG = 86.0


@dataclass(frozen=True, slots=True)
class Samples:
    """Directions (k, 3) and the light from each (k, 3): radiance times solid angle, over π."""

    directions: Exact
    light: Exact


def environment(directions: Array, roughness: Array) -> Array:
    """The radiance (n, 3) that surfaces of this roughness (n,) mirror from each (n, 3) direction."""
    spread = roughness ** np.float32(1.5) * np.float32(BLUR_DEG)
    radiance = _tent(directions, spread)
    for box in SOFTBOXES:
        radiance += _box(box, directions, spread + EDGE_SOFTNESS_DEG)[:, None] * np.array(box.radiance, np.float32)
    return radiance


def light_samples() -> Samples:
    """The studio as a bundle of directions, for shadowed diffuse light."""
    boxes = [_box_samples(box) for box in SOFTBOXES]
    dome = _fibonacci(DOME_SAMPLES)
    tent = _tent(dome.astype(np.float32), np.zeros(len(dome), np.float32)) * 4 / DOME_SAMPLES
    return Samples(
        np.concatenate([dome, *(directions for directions, _ in boxes)]),
        np.concatenate([tent, *(light for _, light in boxes)]),
    )


def _tent(directions: Array, spread: Array) -> Array:
    """Bright above and behind, a warm bounce from the table below, dim where the camera stands."""
    up = 0.5 + 0.5 * np.tanh(directions[:, 1] / (0.35 + spread / 90))
    behind = 0.5 - 0.5 * directions[:, 2]
    level = TENT[0] + TENT[1] * up + TENT[2] * behind
    shaded = level[:, None] * (1 + (1 - up)[:, None] * TABLE_WARMTH)
    return shaded.astype(np.float32, copy=False)


def _box(box: Softbox, directions: Array, soft_deg: Array) -> Array:
    """How much of the reflection's cone the light fills, 0…1."""
    local = directions @ box.axes.T.astype(np.float32)
    facing = local[:, 2] > SMALLEST_COSINE
    depth = np.where(facing, local[:, 2], 1)
    level = facing.astype(np.float32)
    for axis in (0, 1):
        half = box.half_deg[axis]
        inner, outer = (_tangent(half + sign * soft_deg) for sign in (-1, 1))
        edge = np.clip((outer - np.abs(local[:, axis]) / depth) / (outer - inner), 0, 1)
        # A light narrower than the blur loses brightness as it spreads.
        level *= edge * edge * (3 - 2 * edge) * np.minimum(1, half / soft_deg)
    return level


def _tangent(degrees: Array) -> Array:
    """Like tan, and growing beyond a right angle's neighbourhood instead of jumping."""
    tangent: Array = np.tan(np.radians(np.clip(degrees, -WIDEST_DEG, WIDEST_DEG)))
    return tangent


def _box_samples(box: Softbox) -> tuple[Exact, Exact]:
    columns, rows = box.samples
    x = np.tan(np.radians(box.half_deg[0])) * ((np.arange(columns) + 0.5) / columns * 2 - 1)
    y = np.tan(np.radians(box.half_deg[1])) * ((np.arange(rows) + 0.5) / rows * 2 - 1)
    plane = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    local = np.concatenate([plane, np.ones((len(plane), 1))], axis=1)
    lengths = np.linalg.norm(local, axis=1, keepdims=True)
    cell = (x[-1] - x[0]) / (columns - 1) * (y[-1] - y[0]) / (rows - 1)
    # A plane element at unit distance subtends its area times the cube of the cosine.
    light = cell / lengths**3 / np.pi * np.array(box.radiance)
    return local / lengths @ box.axes, light


def _fibonacci(count: int) -> Exact:
    """Even directions over the sphere (the golden-angle spiral)."""
    index = np.arange(count) + 0.5
    height = 1 - 2 * index / count
    turn = np.pi * (1 + 5**0.5) * index
    radius = np.sqrt(1 - height**2)
    return np.stack([radius * np.cos(turn), height, radius * np.sin(turn)], axis=1)
