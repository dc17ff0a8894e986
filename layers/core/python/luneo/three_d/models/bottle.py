"""A steel drinking bottle."""

import numpy as np

from luneo.three_d.author import Finish, write_model
from luneo.three_d.models.zones import SEGMENTS, Band, printed_finish, refuse_bad_band, with_zone
from luneo.three_d.profiles import Corner, Surface, outline, revolve

BRUSHED_STEEL = (200, 200, 202)
POWDER_COAT = (236, 234, 228)


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
    refuse_bad_band(zone, 0.008, shoulder - 0.006)
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
    printed, body = with_zone(path, zone)
    coat = Finish("powder_coat", colour, roughness=0.42)
    steel = Finish("steel", BRUSHED_STEEL, roughness=0.30, metallic=1.0)
    return write_model(
        "bottle",
        [
            (body, coat),
            (_cap_of(top, cap_height, neck), steel),
            (printed, printed_finish(coat, zone.width, zone.height)),
        ],
    )


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
