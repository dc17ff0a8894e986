"""A standing plaque."""

import numpy as np

from luneo.three_d.author import Finish, write_model
from luneo.three_d.errors import InvalidModel
from luneo.three_d.models.slabs import extruded, planar_uv, rounded_rectangle
from luneo.three_d.models.zones import printed_finish
from luneo.three_d.profiles import Corner, Surface, cap, outline

SLATE = (58, 62, 68)


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
    ring = rounded_rectangle(width_m, height_m, corner_m)
    edge = outline([Corner(-bevel, 0), Corner(0, 0, bevel), Corner(0, thickness_m, bevel), Corner(-bevel, thickness_m)])
    side, back_rim, front_rim = extruded(ring, edge, lift=height_m / 2)
    centre = np.array([0.0, height_m / 2, 0.0])
    back = cap(centre, back_rim, np.array([0.0, 0.0, -1.0]))
    front = planar_uv(cap(centre + np.array([0.0, 0.0, thickness_m]), front_rim, np.array([0.0, 0.0, 1.0])))
    stone = Finish("stone", colour, roughness=0.55)
    zone = printed_finish(stone, width_m - 2 * bevel, height_m - 2 * bevel)
    return write_model("plaque", [(Surface.joined([side, back]), stone), (front, zone)])
