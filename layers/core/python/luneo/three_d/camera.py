"""A long lens that frames a model: perspective, the way a product is photographed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

FIELD_OF_VIEW_DEG = 22.0
FILL = 0.76
"""The part of the picture's side that the product takes up."""
FRAMING_STEPS = 12


@dataclass(frozen=True, slots=True)
class Camera:
    """``eye`` in metres; the rows of ``axes`` are right, up and backwards; ``focal`` is in picture sides."""

    eye: Array
    axes: Array
    focal: float

    def project(self, points: NDArray[np.floating], size: float) -> Array:
        """(n, 3) screen x, y (in pixels of a square of ``size``, y down) and nearness (1 / depth)."""
        seen = (points - self.eye) @ self.axes.T
        near = 1 / np.maximum(-seen[:, 2], 1e-6)
        x = 0.5 + self.focal * seen[:, 0] * near
        y = 0.5 - self.focal * seen[:, 1] * near
        return np.stack([x * size, y * size, near], axis=1)

    def rays(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> Array:
        """Unit directions through picture positions given as fractions of the side."""
        local = np.stack([(x - 0.5) / self.focal, (0.5 - y) / self.focal, np.full(x.shape, -1.0)], axis=-1)
        directions = local @ self.axes
        unit: Array = directions / np.linalg.norm(directions, axis=-1, keepdims=True)
        return unit


def frame(points: NDArray[np.floating], azimuth_deg: float, elevation_deg: float) -> Camera:
    """The camera that sees all points centred and filling :data:`FILL` of the picture.

    Azimuth 0 looks at the model's front (+z), growing azimuths walk around it towards +x; elevation looks down.
    """
    axes = _axes(np.radians(azimuth_deg), np.radians(elevation_deg))
    focal = 0.5 / np.tan(np.radians(FIELD_OF_VIEW_DEG) / 2)
    low, high = points.min(axis=0), points.max(axis=0)
    target = (low + high) / 2.0
    distance = float(np.linalg.norm(high - low)) * focal / FILL
    for _ in range(FRAMING_STEPS):
        camera = Camera(target + axes[2] * distance, axes, focal)
        seen = camera.project(points, 1.0)
        least, most = seen[:, :2].min(axis=0), seen[:, :2].max(axis=0)
        middle = (least + most) / 2 - 0.5
        target = target + (axes[0] * middle[0] - axes[1] * middle[1]) * distance / focal
        distance *= float((most - least).max()) / FILL
    return Camera(target + axes[2] * distance, axes, focal)


def orbit(points: NDArray[np.floating], azimuths_deg: Sequence[float], elevation_deg: float) -> list[Camera]:
    """Cameras on one circle around the model's upright axis: it keeps its size and place while it turns.

    The one that sees it largest has :data:`FILL` of its picture taken up.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    target = (low + high) / 2.0
    focal = 0.5 / np.tan(np.radians(FIELD_OF_VIEW_DEG) / 2)
    axes = [_axes(np.radians(azimuth), np.radians(elevation_deg)) for azimuth in azimuths_deg]
    distance = float(np.linalg.norm(high - low)) * focal / FILL
    for _ in range(FRAMING_STEPS):
        cameras = [Camera(target + turned[2] * distance, turned, focal) for turned in axes]
        distance *= 2 * max(float(np.abs(c.project(points, 1.0)[:, :2] - 0.5).max()) for c in cameras) / FILL
    return [Camera(target + turned[2] * distance, turned, focal) for turned in axes]


def _axes(azimuth: float, elevation: float) -> Array:
    back = np.array([np.sin(azimuth) * np.cos(elevation), np.sin(elevation), np.cos(azimuth) * np.cos(elevation)])
    right = np.array([np.cos(azimuth), 0.0, -np.sin(azimuth)])
    return np.stack([right, np.cross(back, right), back])
