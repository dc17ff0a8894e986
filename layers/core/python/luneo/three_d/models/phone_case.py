"""A phone case, its back to the viewer."""

from dataclasses import dataclass

import numpy as np

from luneo.three_d.author import Finish, write_model
from luneo.three_d.errors import InvalidModel
from luneo.three_d.models.slabs import extruded, planar_uv, rounded_rectangle, walled
from luneo.three_d.models.zones import printed_finish
from luneo.three_d.profiles import Corner, Outline, Points, Surface, cap, outline

SOFT_BLACK = (38, 39, 42)
WALL_M = 0.0018
BACK_ROUNDING_M = 0.0022
CORNER_M = 0.0125
LIP_M = 0.0011
FRAME_M = 0.0024
"""The width of the raised frame around the cameras."""
BUTTONS = ((1, 0.66, 0.0125), (-1, 0.72, 0.0085), (-1, 0.585, 0.0085), (-1, 0.455, 0.0085))
"""Side (1 is right seen from behind), height as a share of the case, and half length in metres."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """The cameras' opening: a rounded square by its centre, seen from behind, and its side in metres."""

    x: float
    y: float
    side: float
    corner: float = 0.0085


def phone_case(
    width_m: float = 0.0745,
    height_m: float = 0.1500,
    depth_m: float = 0.0110,
    *,
    camera_m: float = 0.0360,
    colour: tuple[int, int, int] = SOFT_BLACK,
) -> bytes:
    """A case for a phone of 71 x 147 mm, standing; its flat back but the cameras' cut-out is the print zone."""
    if not (0.010 < camera_m < width_m * 0.7 and width_m < height_m and depth_m > 4 * WALL_M):  # noqa: PLR2004
        raise InvalidModel("The case must be higher than wide, deeper than its walls, and wider than its cameras.")
    ring = rounded_rectangle(width_m, height_m, CORNER_M)
    edge = outline(
        [
            Corner(-WALL_M - 0.0040, depth_m - WALL_M),
            Corner(-WALL_M, depth_m - WALL_M, 0.0015, rows=2),
            Corner(-WALL_M, LIP_M * 2, 0.0006),
            Corner(-WALL_M - LIP_M * 0.6, LIP_M, 0.0004),
            Corner(-WALL_M - LIP_M * 0.6, 0, 0.0004),
            Corner(0, 0, 0.0016),
            Corner(0, depth_m, BACK_ROUNDING_M, rows=2),
            Corner(-BACK_ROUNDING_M * 1.25, depth_m),
        ]
    )
    shell, floor_rim, back_rim = extruded(ring, edge, lift=height_m / 2)
    margin = 0.0095
    cut = Cutout(-width_m / 2 + camera_m / 2 + margin, height_m - camera_m / 2 - margin, camera_m)
    opening = rounded_rectangle(cut.side, cut.side, cut.corner)
    collar, back_hole, floor_hole = _frame(opening, cut, depth_m)
    back = planar_uv(walled(back_rim, back_hole, np.array([0.0, 0.0, 1.0])))
    floor = walled(floor_rim, floor_hole, np.array([0.0, 0.0, -1.0]))
    buttons = [_button(width_m, height_m, depth_m, *button) for button in BUTTONS]
    rubber = Finish("rubber", colour, roughness=0.48)
    printed = printed_finish(rubber, float(np.ptp(back_rim[:, 0])), float(np.ptp(back_rim[:, 1])))
    return write_model("phone_case", [(Surface.joined([shell, floor, collar, *buttons]), rubber), (back, printed)])


def _frame(opening: Outline, cut: Cutout, depth: float) -> tuple[Surface, Points, Points]:
    """The raised frame around the opening and the opening's wall, with their rims on the back and the floor."""
    path = outline(
        [
            Corner(FRAME_M, depth),
            Corner(FRAME_M - 0.0004, depth + LIP_M, 0.0005),
            Corner(0, depth + LIP_M, 0.0005),
            Corner(0, depth - WALL_M),
        ]
    )
    wall, back, floor = extruded(opening, path, lift=cut.y)
    shift = np.array([cut.x, 0.0, 0.0])
    outwards = Surface(wall.positions + shift, wall.normals, wall.uvs, wall.triangles)
    return outwards, back + shift, floor + shift


def _button(width: float, height: float, depth: float, side: int, share: float, half: float) -> Surface:
    """A pad that stands out of the case's side, half sunk into it."""
    bump = rounded_rectangle(2 * half, depth * 0.34, depth * 0.16)
    path = outline([Corner(0.0004, -0.0008), Corner(0, 0.0007, 0.0005), Corner(-depth * 0.10, 0.0007)])
    pad, low, high = extruded(bump, path, lift=0.0)
    lids = [_fan(low, -1.0), _fan(high, 1.0)]
    flat = Surface.joined([pad, *lids])
    turned = np.array([[0, 0, side], [side, 0, 0], [0, 1, 0]], np.float64)
    place = np.array([side * width / 2, height * share, depth * 0.5])
    return Surface(flat.positions @ turned.T + place, flat.normals @ turned.T, flat.uvs, flat.triangles)


def _fan(rim: Points, facing: float) -> Surface:
    return cap(rim.mean(axis=0), rim, np.array([0.0, 0.0, facing]))
