"""Parametric products, true to size: closed meshes with smooth normals and a material of their own to print on.

Each returns a GLB that stands on y = 0 and faces +z. Its print zone is the material
:data:`~luneo.three_d.glb.PRINT_ZONE`, whose texture coordinates fill 0…1 in the reading direction seen from outside;
the material's ``extras`` hold the zone's size (``print_width_mm``, ``print_height_mm``).
"""

from dataclasses import dataclass

import numpy as np

from luneo.three_d.author import Finish, write_model
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import PRINT_ZONE
from luneo.three_d.profiles import (
    Corner,
    Outline,
    Points,
    Surface,
    cap,
    grid,
    outline,
    revolve,
    sweep,
)

WHITE_GLAZE = (243, 241, 236)
BRUSHED_STEEL = (200, 200, 202)
SLATE = (58, 62, 68)
POWDER_COAT = (236, 234, 228)
SEGMENTS = 96
WALL_ROWS = 16
HANDLE_HALF_ANGLE_DEG = 16.0
HANDLE_ANGLE_DEG = 90.0


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


def mug(
    height_m: float = 0.0955,
    radius_m: float = 0.041,
    *,
    zone_width_m: float = 0.090,
    zone_height_m: float = 0.078,
    zone_centre_deg: float = 0.0,
    colour: tuple[int, int, int] = WHITE_GLAZE,
) -> bytes:
    """A glazed ceramic mug with its handle on the right; the standard size holds 11 oz (325 ml)."""
    wall, floor, foot = 0.0038, 0.007, 0.0035
    zone = Band((height_m - zone_height_m) / 2, zone_height_m, zone_width_m, radius_m, zone_centre_deg)
    _refuse_bad_band(zone, foot * 1.6, height_m - wall)
    _refuse_zone_on_handle(zone)
    path = outline(
        [
            Corner(0, foot * 0.7),
            Corner(radius_m - 0.0125, foot * 0.7, 0.0012),
            Corner(radius_m - 0.0115, 0, 0.0008),
            Corner(radius_m - 0.0055, 0, 0.0012),
            Corner(radius_m, foot * 1.6, foot),
            *zone.corners,
            Corner(radius_m, height_m, wall * 0.48),
            Corner(radius_m - wall, height_m, wall * 0.48),
            Corner(radius_m - wall, floor, 0.010, rows=WALL_ROWS),
            Corner(0, floor, rows=6),
        ]
    )
    printed, body = _with_zone(path, zone)
    glaze = Finish("glaze", colour, roughness=0.16)
    handle = _handle(height_m, radius_m, wall)
    return write_model("mug", [(Surface.joined([body, handle]), glaze), (printed, _print(glaze, zone))])


def bottle(
    height_m: float = 0.250,
    radius_m: float = 0.0355,
    *,
    zone_width_m: float = 0.085,
    zone_height_m: float = 0.120,
    zone_centre_deg: float = 0.0,
    colour: tuple[int, int, int] = POWDER_COAT,
) -> bytes:
    """A powder-coated steel drinking bottle with a steel cap (500 ml)."""
    shoulder, cap_height, neck = height_m * 0.76, height_m * 0.13, radius_m * 0.62
    zone = Band(height_m * 0.13, zone_height_m, zone_width_m, radius_m, zone_centre_deg)
    _refuse_bad_band(zone, 0.008, shoulder - 0.006)
    top = height_m - cap_height
    path = outline(
        [
            Corner(0, 0.002),
            Corner(radius_m * 0.80, 0.002, 0.001),
            Corner(radius_m * 0.84, 0, 0.0008),
            Corner(radius_m, 0, 0.0045),
            *zone.corners,
            Corner(radius_m, shoulder, 0.030),
            Corner(neck, top - 0.006, 0.012),
            Corner(neck, top + 0.004),
            Corner(0, top + 0.004),
        ]
    )
    printed, body = _with_zone(path, zone)
    coat = Finish("powder_coat", colour, roughness=0.42)
    steel = Finish("steel", BRUSHED_STEEL, roughness=0.30, metallic=1.0)
    return write_model(
        "bottle",
        [(body, coat), (_cap_of(top, cap_height, neck), steel), (printed, _print(coat, zone))],
    )


def plaque(
    width_m: float = 0.200,
    height_m: float = 0.150,
    thickness_m: float = 0.012,
    *,
    corner_m: float = 0.008,
    colour: tuple[int, int, int] = SLATE,
) -> bytes:
    """A standing plaque with rounded edges; its whole front face is the print zone."""
    bevel = min(0.0018, thickness_m / 4)
    if not bevel < corner_m < min(width_m, height_m) / 2:
        raise InvalidModel("The plaque's corner radius must be larger than its bevel and less than half its sides.")
    ring = _rounded_rectangle(width_m, height_m, corner_m)
    edge = outline([Corner(-bevel, 0), Corner(0, 0, bevel), Corner(0, thickness_m, bevel), Corner(-bevel, thickness_m)])
    side, back_rim, front_rim = _extruded(ring, edge, lift=height_m / 2)
    centre = np.array([0.0, height_m / 2, 0.0])
    back = cap(centre, back_rim, np.array([0.0, 0.0, -1.0]))
    front = _planar_uv(cap(centre + np.array([0.0, 0.0, thickness_m]), front_rim, np.array([0.0, 0.0, 1.0])))
    stone = Finish("stone", colour, roughness=0.55)
    zone = Band(0, height_m - 2 * bevel, width_m - 2 * bevel, 1.0)
    return write_model("plaque", [(Surface.joined([side, back]), stone), (front, _print(stone, zone))])


def _print(finish: Finish, zone: Band) -> Finish:
    size = {
        "print_width_mm": round(zone.width * 1000, 3),
        "print_height_mm": round(zone.height * 1000, 3),
    }
    return Finish(PRINT_ZONE, finish.colour, finish.roughness, finish.metallic, printed=True, extras=size)


def _refuse_bad_band(zone: Band, lowest: float, highest: float) -> None:
    if not (lowest < zone.bottom and zone.height > 0 and zone.bottom + zone.height < highest):
        raise InvalidModel("The print zone does not fit on the straight part of the wall.")
    if not 0 < zone.arc < 2 * np.pi:
        raise InvalidModel("The print zone is wider than the product's circumference.")


def _refuse_zone_on_handle(zone: Band) -> None:
    apart = abs((zone.centre_deg - HANDLE_ANGLE_DEG + 180) % 360 - 180)
    if apart < np.degrees(zone.arc) / 2 + HANDLE_HALF_ANGLE_DEG:
        raise InvalidModel("The print zone would run under the handle. Make it narrower or turn it away.")


def _with_zone(path: Outline, zone: Band) -> tuple[Surface, Surface]:
    """The turned surface in two: the zone, its coordinates filling 0…1, and the rest. Their edges coincide."""
    middle = np.radians(zone.centre_deg)
    inside = max(2, round(SEGMENTS * zone.arc / (2 * np.pi)))
    angles = np.concatenate(
        [
            np.linspace(middle - zone.arc / 2, middle + zone.arc / 2, inside, endpoint=False),
            np.linspace(middle + zone.arc / 2, middle - zone.arc / 2 + 2 * np.pi, SEGMENTS - inside + 1),
        ]
    )
    mid = (path.points[:-1] + path.points[1:]) / 2
    on_wall = np.abs(mid[:, 0] - zone.radius) < zone.radius * 1e-6
    rows = on_wall & (mid[:, 1] > zone.bottom) & (mid[:, 1] < zone.bottom + zone.height)
    cells = rows[:, None] & (np.arange(SEGMENTS) < inside)[None, :]
    printed = revolve(path, angles, cells)
    low, high = printed.uvs.min(axis=0), printed.uvs.max(axis=0)
    filled = Surface(printed.positions, printed.normals, (printed.uvs - low) / (high - low), printed.triangles)
    return filled, revolve(path, angles, ~cells)


def _handle(height: float, radius: float, wall: float) -> Surface:
    """A loop whose ends lie inside the wall, thicker where it meets it."""
    root, reach = radius - wall * 0.6, radius + 0.030
    high, low = height * 0.79, height * 0.24
    path = outline(
        [
            Corner(root, high),
            Corner(radius + 0.0075, high, rows=16),
            Corner(reach, high, 0.019, rows=4),
            Corner(reach - 0.002, low, 0.0185, rows=4),
            Corner(radius + 0.0075, low, rows=4),
            Corner(root, low, rows=16),
        ]
    )
    out = np.maximum(path.points[:, 0] - radius, 0) / 0.0050
    # A quarter circle, like the slip that a potter smooths into the joint.
    joint = 0.0021 * (1 - np.sqrt(np.clip(1 - (1 - np.minimum(out, 1)) ** 2, 0, 1)))
    return sweep(path, 0.0066 + joint, 0.0044 + joint, 32)


def _cap_of(bottom: float, height: float, neck: float) -> Surface:
    radius, top = neck * 1.22, bottom + height
    path = outline(
        [
            Corner(0, bottom),
            Corner(radius, bottom, 0.0012),
            Corner(radius, bottom + height * 0.16, 0.0006),
            Corner(radius * 0.965, bottom + height * 0.19, 0.0006),
            Corner(radius * 0.965, bottom + height * 0.27, 0.0006),
            Corner(radius, bottom + height * 0.30, 0.0006),
            Corner(radius, top, 0.0045),
            Corner(radius * 0.70, top, 0.0012),
            Corner(radius * 0.66, top - 0.0015, 0.001),
            Corner(0, top - 0.0015),
        ]
    )
    return revolve(path, np.linspace(0, 2 * np.pi, SEGMENTS + 1))


def _rounded_rectangle(width: float, height: float, radius: float) -> Outline:
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


def _extruded(ring: Outline, edge: Outline, *, lift: float) -> tuple[Surface, Points, Points]:
    """The ring carried along the edge's outline (x outward, y towards +z); also its first and last rim."""
    outward = np.stack([ring.tangents[:, 1], -ring.tangents[:, 0]], axis=1)
    flat = ring.points[None] + outward[None] * edge.points[:, None, :1]
    depth = np.broadcast_to(edge.points[:, None, 1:], (*flat.shape[:2], 1))
    positions = np.concatenate([flat + np.array([0.0, lift]), depth], axis=2)
    sideways = outward[None] * edge.tangents[:, None, 1:]
    forward = np.broadcast_to(-edge.tangents[:, None, :1], (*flat.shape[:2], 1))
    surface = grid(positions, np.concatenate([sideways, forward], axis=2))
    return surface, positions[0, :-1], positions[-1, :-1]


def _planar_uv(face: Surface) -> Surface:
    low, high = face.positions[:, :2].min(axis=0), face.positions[:, :2].max(axis=0)
    uv = (face.positions[:, :2] - low) / (high - low)
    return Surface(face.positions, face.normals, np.stack([uv[:, 0], 1 - uv[:, 1]], axis=1), face.triangles)
