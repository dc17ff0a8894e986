"""From samples to pixels: the layers of a picture before it is developed.

Pixels that lie wholly inside one smooth surface are shaded once; silhouettes, creases and textured surfaces are
shaded at each of their samples.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.document import Material
from luneo.three_d.raster import NOTHING, Coverage
from luneo.three_d.shading import (
    DiffuseLight,
    Soup,
    Surfels,
    View,
    Wardrobe,
    shade,
    surfels,
    zone_uv,
)

Array = NDArray[np.float32]
Places = NDArray[np.intp]

NO_ZONE = -1.0
PIXELS_AT_ONCE = 1 << 15
BRIGHTEST = 6.0
"""A highlight's cap before samples are averaged, so that its edge stays smooth."""
UV_JUMP = 0.1
DEPTH_JUMP = 0.01
CREASE_COSINE = 0.985


@dataclass(frozen=True, slots=True)
class Layers:
    """Pixel layers of a square picture.

    ``glare`` is the light that no artwork changes, ``shade`` multiplies the artwork at ``uv`` (NO_ZONE where none
    shows), ``alpha`` is the model's coverage.
    """

    glare: Array
    shade: Array
    uv: Array
    alpha: Array

    @staticmethod
    def blank(size: int) -> "Layers":
        return Layers(
            np.zeros((size, size, 3), np.float32),
            np.zeros((size, size, 3), np.float32),
            np.full((size, size, 2), NO_ZONE, np.float32),
            np.zeros((size, size), np.float32),
        )


@dataclass(frozen=True, slots=True)
class Sitting:
    """All that is needed to shade a sample."""

    soup: Soup
    view: View
    coverage: Coverage
    light: DiffuseLight
    wardrobe: Wardrobe
    zone: Material | None

    def seen(self, rows: Places, columns: Places) -> Surfels:
        """The surface at samples that show one."""
        x, y = (columns + 0.5).astype(np.float32), (rows + 0.5).astype(np.float32)
        return surfels(self.soup, self.view, self.coverage.triangle[rows, columns], x, y)


Value = TypeVar("Value", bound=np.generic)


def by_block(values: NDArray[Value], size: int) -> NDArray[Value]:
    """A square of samples as (size, size, samples of the block)."""
    across = len(values) // size
    return values.reshape(size, across, size, across).transpose(0, 2, 1, 3).reshape(size, size, -1)


def expose(sitting: Sitting, share: Array) -> Layers:
    """The layers of the whole picture; ``share`` is the light that shadows leave, per pixel."""
    size = len(share)
    layers = Layers.blank(size)
    across = sitting.view.samples // size
    smooth = _smooth_inside(sitting, size)
    _add(sitting, layers, share, np.nonzero(smooth), (across // 2, across // 2), 1.0)
    for rows, columns in _steps(across):
        shown = sitting.coverage.triangle[rows, columns] != NOTHING
        _add(sitting, layers, share, np.nonzero(shown & ~smooth), (rows.start, columns.start), 1 / across**2)
    return layers


def _smooth_inside(sitting: Sitting, size: int) -> NDArray[np.bool_]:
    """Pixels whose samples all see one untextured (or printed) part without a crease or a step."""
    triangle, depth, parts = sitting.coverage.triangle, sitting.coverage.depth, sitting.soup.parts
    part_of = np.append(sitting.soup.part, NOTHING)
    plain = np.array([*(not p.material.slots or p.material is sitting.zone for p in parts), False])
    steps = _steps(sitting.view.samples // size)
    first = part_of[triangle[steps[0]]]
    smooth: NDArray[np.bool_] = plain[first]
    for step in steps[1:]:
        smooth &= part_of[triangle[step]] == first
    near = np.stack([depth[step][smooth] for step in steps])
    corners = (sitting.soup.facing[triangle[step][smooth]] for step in (steps[0], steps[-1]))
    smooth[smooth] = (near.max(axis=0) - near.min(axis=0) < DEPTH_JUMP * near[0]) & (
        np.einsum("nd,nd->n", *corners) > CREASE_COSINE
    )
    return smooth


def _steps(across: int) -> list[tuple[slice, slice]]:
    """For each sample of a pixel, where a square of samples holds it."""
    return [(slice(row, None, across), slice(column, None, across)) for row, column in np.ndindex(across, across)]


def _add(
    sitting: Sitting,
    layers: Layers,
    share: Array,
    pixels: tuple[Places, ...],
    offset: tuple[int, int],
    weight: float,
) -> None:
    for start in range(0, len(pixels[0]), PIXELS_AT_ONCE):
        part = slice(start, start + PIXELS_AT_ONCE)
        _add_part(sitting, layers, share, (pixels[0][part], pixels[1][part]), offset, weight)


def _add_part(
    sitting: Sitting,
    layers: Layers,
    share: Array,
    pixels: tuple[Places, Places],
    offset: tuple[int, int],
    weight: float,
) -> None:
    rows, columns = pixels
    across = sitting.view.samples // len(share)
    surface = sitting.seen(rows * across + offset[0], columns * across + offset[1])
    looks = sitting.wardrobe.looks(sitting.soup, surface)
    lit = shade(surface, share[rows, columns], sitting.view, sitting.light, looks)
    printed, uv = zone_uv(sitting.soup, surface, sitting.zone)
    own = np.where(printed[:, None], 0, lit.gain * looks.albedo) + lit.glare + looks.emitted
    layers.glare[rows, columns] += np.minimum(own, BRIGHTEST) * np.float32(weight)
    layers.shade[rows, columns] += np.where(printed[:, None], lit.gain, 0) * np.float32(weight)
    layers.alpha[rows, columns] += np.float32(weight)
    _collect_uv(layers.uv, rows[printed], columns[printed], uv[printed])


def _collect_uv(uv: Array, rows: Places, columns: Places, new: Array) -> None:
    """A running mean that ignores samples from another island of the unwrapped texture."""
    old = uv[rows, columns]
    fresh = old[:, 0] == NO_ZONE
    near = (np.abs(new - old) < UV_JUMP).all(axis=1)
    mixed = np.where(near[:, None], (old + new) / 2, old)
    uv[rows, columns] = np.where(fresh[:, None], new, mixed)
