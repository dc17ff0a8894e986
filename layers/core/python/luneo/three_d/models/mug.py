"""A ceramic mug."""

import numpy as np

from luneo.three_d.author import Finish, write_model
from luneo.three_d.errors import InvalidModel
from luneo.three_d.models.zones import WALL_ROWS, Band, printed_finish, refuse_bad_band, with_zone
from luneo.three_d.profiles import Corner, Surface, outline, sweep

WHITE_GLAZE = (243, 241, 236)
HANDLE_HALF_ANGLE_DEG = 16.0
HANDLE_ANGLE_DEG = 90.0


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
    refuse_bad_band(zone, foot * 1.6, height_m - wall)
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
    printed, body = with_zone(path, zone)
    glaze = Finish("glaze", colour, roughness=0.16)
    handle = _handle(height_m, radius_m, wall)
    return write_model(
        "mug", [(Surface.joined([body, handle]), glaze), (printed, printed_finish(glaze, zone.width, zone.height))]
    )


def _refuse_zone_on_handle(zone: Band) -> None:
    apart = abs((zone.centre_deg - HANDLE_ANGLE_DEG + 180) % 360 - 180)
    if apart < np.degrees(zone.arc) / 2 + HANDLE_HALF_ANGLE_DEG:
        raise InvalidModel("The print zone would run under the handle. Make it narrower or turn it away.")


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
