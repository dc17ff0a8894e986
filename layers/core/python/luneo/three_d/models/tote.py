"""A cotton tote bag."""

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.author import Finish, write_model
from luneo.three_d.errors import InvalidModel
from luneo.three_d.models.cloth import Panel, band, eased, flat_section, sewn, soft_noise, stood
from luneo.three_d.models.zones import printed_finish
from luneo.three_d.profiles import Points, Surface

NATURAL_COTTON = (221, 210, 187)
CLOTH_M = 0.0012
COLUMNS, ROWS = 64, 60
HANDLE_STEPS = 64
SEAM_CROWDING = 1.7
HEM_M = 0.030


def tote(
    width_m: float = 0.380,
    height_m: float = 0.420,
    depth_m: float = 0.090,
    *,
    zone_width_m: float = 0.260,
    zone_height_m: float = 0.280,
    colour: tuple[int, int, int] = NATURAL_COTTON,
) -> bytes:
    """A standing tote with two long handles (38 x 42 cm), a little filled, printed on its front."""
    if not (0 < zone_width_m < width_m * 0.85 and 0 < zone_height_m < height_m * 0.80):
        raise InvalidModel("The print zone must leave the bag's seams and handles free. Make it smaller.")
    bag = _Bag(width_m, height_m, depth_m)
    x = _steps(-width_m / 2, width_m / 2, zone_width_m, 0.0, COLUMNS)
    y = _steps(0.0, height_m, zone_height_m, height_m * 0.46, ROWS)
    flat_x, flat_y = np.meshgrid(x, y)
    printed = _within(x, zone_width_m, 0.0)[None] & _within(y, zone_height_m, height_m * 0.46)[:, None]
    panels = [
        Panel(bag.front(flat_x, flat_y), printed, _pattern(flat_x, flat_y, printed)),
        Panel(bag.back(flat_x, flat_y)[:, ::-1]),
    ]
    cloth = sewn(panels, CLOTH_M)
    cotton = Finish("cotton", colour, roughness=0.92)
    plain, front = stood([Surface.joined([cloth.plain, bag.handle(1), bag.handle(-1)]), cloth.printed])
    zone = printed_finish(cotton, zone_width_m, zone_height_m)
    return write_model("tote", [(plain, cotton), (front, zone)])


class _Bag:
    """Where the flat cut's points (x from the middle, y from the bottom seam) lie once the bag stands."""

    def __init__(self, width: float, height: float, depth: float) -> None:
        self._width, self._height, self._depth = width, height, depth
        self._grip = width * 0.23

    def front(self, x: Points, y: Points) -> Points:
        return self._stood(x, y, self._bulge(x, y) + self._folds(x, y, 3))

    def back(self, x: Points, y: Points) -> Points:
        return self._stood(x, y, -(self._bulge(x, y) * 0.9 + self._folds(x, y, 8)))

    def handle(self, side: int) -> Surface:
        """A strap from the outside of the hem, up and over, on the front (1) or the back (-1)."""
        turn = np.linspace(0, np.pi, HANDLE_STEPS)
        rise = self._height * 0.56
        x = self._grip * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** 0.62
        y = self._height + rise * np.sin(turn) ** 0.8
        x, y = (
            np.concatenate([[e], v, [e2]])
            for v, e, e2 in ((x, x[0], x[-1]), (y, self._height * 0.93, self._height * 0.93))
        )
        root = self.front if side > 0 else self.back
        z = root(x, np.minimum(y, self._height))[:, 2]
        lean = np.clip((y - self._height) / rise, 0, 1)
        z = z + side * CLOTH_M * 1.6 - z * 0.75 * eased(lean) + 0.012 * side * np.sin(np.pi * lean) ** 2
        path = np.stack([x, y, z], axis=1)
        along = np.gradient(path, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        outwards = np.tile([0.0, 0.0, float(side)], (len(path), 1))
        sideways = np.cross(along, outwards)
        sideways /= np.linalg.norm(sideways, axis=1, keepdims=True)
        return band(path, sideways, np.cross(sideways, along), flat_section(0.028, 0.0024), closed=False)

    def _bulge(self, x: Points, y: Points) -> Points:
        across, up = 2 * x / self._width, y / self._height
        belly = np.sqrt(np.clip(1 - up**9 * 0.86, 0, 1)) * (1 - np.clip(1 - up / 0.22, 0, 1) ** 2.6)
        return self._depth / 2 * belly * np.clip(1 - np.abs(across) ** 2.6, 0, 1) ** 0.62

    def _folds(self, x: Points, y: Points, seed: int) -> Points:
        """Soft waves below the handles and above the bottom's corners; nothing at the seams."""
        up = y / self._height
        free = np.clip(1 - np.abs(2 * x / self._width) ** 4, 0, 1) * eased(up / 0.12)
        pull = sum(np.exp(-(((x - s * self._grip) / (0.020 + 0.07 * (1 - up))) ** 2)) for s in (1, -1))
        slant = x * np.sign(x) * 0.55
        waves = 0.0060 * soft_noise(x / 0.085, (y - slant) / 0.20, seed)
        creases = (
            0.0024 * soft_noise((x + y * 0.4) / 0.030, (y - slant) / 0.075, seed + 1) * (1 - 0.6 * eased(up / 0.5))
        )
        hem = 0.0009 * eased((y - self._height + HEM_M) / 0.0015)
        folds: Points = free * (waves + creases + 0.0075 * pull * eased((up - 0.30) / 0.7) - 0.0040) + hem
        return folds

    def _stood(self, x: Points, y: Points, z: Points) -> Points:
        """The sides drawn in where the belly takes up cloth, the hem sagging between the handles."""
        up = y / self._height
        drawn = 1 - 0.055 * np.sin(np.pi * np.clip(up, 0, 1)) ** 0.8
        sag = 0.011 * eased((up - 0.7) / 0.3) * (np.cos(np.pi * x / self._grip / 2) ** 2) * (np.abs(x) < self._grip)
        corner = 0.006 * np.abs(2 * x / self._width) ** 8 * (1 - eased(up / 0.1))
        return np.stack([x * drawn, y - sag + corner, z], axis=-1)


def _steps(low: float, high: float, zone: float, centre: float, count: int) -> Points:
    """Lattice lines from low to high, two of them on the zone's edges."""
    edges = np.array([low, centre - zone / 2, centre + zone / 2, high])
    shares = np.maximum(2, np.round(np.diff(edges) / (high - low) * count)).astype(int)
    left, middle, right = (np.arange(share) / share for share in shares)
    # Closer together where the cloth turns round its seams.
    ways = (left**SEAM_CROWDING, middle, 1 - (1 - right) ** SEAM_CROWDING)
    return np.concatenate([*(edges[i] + (edges[i + 1] - edges[i]) * way for i, way in enumerate(ways)), [high]])


def _within(steps: Points, zone: float, centre: float) -> NDArray[np.bool_]:
    middles = (steps[1:] + steps[:-1]) / 2
    within: NDArray[np.bool_] = np.abs(middles - centre) < zone / 2
    return within


def _pattern(x: Points, y: Points, printed: NDArray[np.bool_]) -> Points:
    rows, columns = (np.flatnonzero(printed.any(axis=axis)) for axis in (1, 0))
    left, right = x[0, columns[0]], x[0, columns[-1] + 1]
    bottom, top = y[rows[0], 0], y[rows[-1] + 1, 0]
    return np.stack([(x - left) / (right - left), (top - y) / (top - bottom)], axis=-1)
