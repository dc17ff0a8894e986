"""A finger ring with an engraved band."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from luneo.three_d.author import Finish, write_model
from luneo.three_d.errors import InvalidModel
from luneo.three_d.models.zones import Band, from_within, printed_finish, refuse_bad_band, with_zone
from luneo.three_d.profiles import Corner, outline

METALS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {"gold": (255, 219, 145), "rose gold": (247, 199, 167), "silver": (244, 243, 240), "platinum": (222, 219, 213)}
)
"""Reflectances at normal incidence as 8-bit sRGB, from measured refractive indices.

Silver is a little darker, so that light can still be added to it.
"""
POLISHED = 0.17
EDGE_M = 0.0006
COMFORT_M = 0.0016


def ring(
    inner_diameter_m: float = 0.0173,
    band_m: float = 0.0060,
    thickness_m: float = 0.0018,
    *,
    zone_width_m: float = 0.024,
    zone_height_m: float = 0.0036,
    inside: bool = False,
    metal: str = "gold",
) -> bytes:
    """A band ring lying on the table (17.3 mm is size 54), engraved in front, or ``inside`` where the far side shows.

    ``metal`` is one of :data:`METALS`.
    """
    if metal not in METALS:
        raise InvalidModel(f"The ring's metal must be one of: {', '.join(METALS)}.")
    inner, outer = inner_diameter_m / 2, inner_diameter_m / 2 + thickness_m
    bottom = (band_m - zone_height_m) / 2
    zone = Band(bottom, zone_height_m, zone_width_m, inner if inside else outer, 180.0 if inside else 0.0)
    rounding = min(COMFORT_M if inside else EDGE_M, thickness_m / 2)
    refuse_bad_band(zone, rounding, band_m - rounding)
    printed, body = with_zone(outline(_section(inner, outer, band_m, zone, inside=inside)), zone)
    polished = Finish(metal.replace(" ", "_"), METALS[metal], POLISHED, metallic=1.0)
    seen = from_within(printed) if inside else printed
    return write_model("ring", [(body, polished), (seen, printed_finish(polished, zone_width_m, zone_height_m))])


def _section(inner: float, outer: float, height: float, zone: Band, *, inside: bool) -> list[Corner]:
    """Once around the metal, up the outside and down the inside, from the middle of the wall without a zone."""
    comfort = min(COMFORT_M, (outer - inner) * 0.6, zone.bottom)
    low, high = zone.corners
    top = [Corner(outer, height, EDGE_M), Corner(inner, height, comfort)]
    bottom = [Corner(inner, 0, comfort), Corner(outer, 0, EDGE_M)]
    if inside:
        start = Corner(outer, height / 2)
        return [start, *top, Corner(inner, high.y), replace(low, rows=high.rows), *bottom, start]
    start = Corner(inner, height / 2)
    return [start, *bottom, low, high, *top, start]
