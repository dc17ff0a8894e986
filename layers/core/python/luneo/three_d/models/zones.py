"""What a product is printed on: the finish of a zone, and zones on the walls of turned products."""

from dataclasses import dataclass

import numpy as np

from luneo.three_d.author import Finish
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import PRINT_ZONE
from luneo.three_d.profiles import Corner, Outline, Points, Surface, revolve

SEGMENTS = 96
WALL_ROWS = 16


@dataclass(frozen=True, slots=True)
class Band:
    """A print zone on a round wall: width along the circumference and height in metres, ``centre_deg`` 0 in front."""

    bottom: float
    height: float
    width: float
    radius: float
    centre_deg: float = 0.0

    @property
    def arc(self) -> float:
        """The angle it spans, in radians."""
        return self.width / self.radius

    @property
    def corners(self) -> tuple[Corner, Corner]:
        """Its lower and upper edge, as rows of the wall's outline."""
        return Corner(self.radius, self.bottom), Corner(self.radius, self.bottom + self.height, rows=WALL_ROWS)


def printed_finish(finish: Finish, width_m: float, height_m: float) -> Finish:
    """The finish of a print zone of that size: like the product's own, with a texture to be replaced by artwork."""
    size = {
        "print_width_mm": round(width_m * 1000, 3),
        "print_height_mm": round(height_m * 1000, 3),
    }
    return Finish(PRINT_ZONE, finish.colour, finish.roughness, finish.metallic, printed=True, extras=size)


def refuse_bad_band(zone: Band, lowest: float, highest: float) -> None:
    """Raise :class:`InvalidModel` unless the zone lies between two heights and does not reach round the product."""
    if not (lowest < zone.bottom and zone.height > 0 and zone.bottom + zone.height < highest):
        raise InvalidModel("The print zone does not fit on the straight part of the wall.")
    if not 0 < zone.arc < 2 * np.pi:
        raise InvalidModel("The print zone is wider than the product's circumference.")


def angles_around(zone: Band) -> Points:
    """The angles at which a product with this zone is turned, once around: two of them are the zone's sides."""
    middle, half, inside = np.radians(zone.centre_deg), zone.arc / 2, _segments(zone)
    across = np.linspace(middle - half, middle + half, inside, endpoint=False)
    behind = np.linspace(middle + half, middle - half + 2 * np.pi, SEGMENTS - inside + 1)
    return np.concatenate([across, behind])


def _segments(zone: Band) -> int:
    """How many of the segments around lie inside the zone."""
    return max(2, round(SEGMENTS * zone.arc / (2 * np.pi)))


def from_within(zone: Surface) -> Surface:
    """A zone on an inner wall, readable from the product's middle: there both coordinates run the other way."""
    return Surface(zone.positions, zone.normals, 1 - zone.uvs, zone.triangles)


def with_zone(path: Outline, zone: Band) -> tuple[Surface, Surface]:
    """The turned surface in two: the zone, its coordinates filling 0…1, and the rest; their edges coincide."""
    angles, inside = angles_around(zone), _segments(zone)
    mid = (path.points[:-1] + path.points[1:]) / 2
    on_wall = np.abs(mid[:, 0] - zone.radius) < zone.radius * 1e-6
    rows = on_wall & (mid[:, 1] > zone.bottom) & (mid[:, 1] < zone.bottom + zone.height)
    cells = rows[:, None] & (np.arange(SEGMENTS) < inside)[None, :]
    printed = revolve(path, angles, cells)
    low, high = printed.uvs.min(axis=0), printed.uvs.max(axis=0)
    filled = Surface(printed.positions, printed.normals, (printed.uvs - low) / (high - low), printed.triangles)
    return filled, revolve(path, angles, ~cells)
