"""An espresso cup on its saucer, coffee in it, printed on the wall that the drinker looks at."""

import numpy as np

from luneo.three_d.author import Finish, write_model
from luneo.three_d.models.zones import (
    SEGMENTS,
    WALL_ROWS,
    Band,
    angles_around,
    from_within,
    printed_finish,
    refuse_bad_band,
    with_zone,
)
from luneo.three_d.profiles import Corner, Surface, outline, revolve, sweep

TERRACOTTA_GLAZE = (132, 40, 20)
WHITE_GLAZE = (243, 241, 236)
COFFEE = (150, 92, 40)
SAUCER_M = 0.0052
"""The height of the saucer's well, on which the cup stands."""
FAR_WALL_DEG = 190.0
"""A little towards the poster's camera, which stands to the right."""
WALL_M, FOOT_M = 0.0042, 0.0215
LIP_M = 0.0045
"""How far below the rim the outer glaze ends."""
CREMA_M = 0.0030
"""How far the coffee stays below the print."""


def espresso_cup(
    height_m: float = 0.062,
    inner_diameter_m: float = 0.080,
    *,
    zone_width_m: float = 0.075,
    zone_height_m: float = 0.025,
    colour: tuple[int, int, int] = TERRACOTTA_GLAZE,
) -> bytes:
    """A cup that is ``colour`` outside and white inside; its print zone is on the far inner wall, above the coffee."""
    inner, rim = inner_diameter_m / 2, SAUCER_M + height_m
    zone = Band(rim - LIP_M - zone_height_m, zone_height_m, zone_width_m, inner, FAR_WALL_DEG)
    refuse_bad_band(zone, SAUCER_M + height_m * 0.4, rim)
    outer, level = inner + WALL_M, zone.bottom - CREMA_M
    low, high = zone.corners
    inside = [
        Corner(outer, rim - LIP_M),
        Corner(outer, rim, WALL_M * 0.48),
        Corner(inner, rim, WALL_M * 0.48),
        Corner(inner, high.y),
        Corner(inner, low.y, rows=WALL_ROWS),
        Corner(inner, level),
    ]
    printed, lining = with_zone(outline(inside), zone)
    angles = angles_around(zone)
    coffee = revolve(outline([Corner(inner, level), Corner(0, level, rows=6)]), angles)
    bowl = revolve(outline(_bowl(outer, rim)), angles)
    glaze, white = Finish("glaze", colour, roughness=0.14), Finish("inner_glaze", WHITE_GLAZE, roughness=0.16)
    return write_model(
        "espresso_cup",
        [
            (Surface.joined([bowl, _handle(outer, rim), _saucer(outer)]), glaze),
            (lining, white),
            (coffee, Finish("coffee", COFFEE, roughness=0.12)),
            (from_within(printed), printed_finish(white, zone.width, zone.height)),
        ],
    )


def _bowl(outer: float, rim: float) -> list[Corner]:
    height = rim - SAUCER_M
    return [
        Corner(0, SAUCER_M + 0.0025),
        Corner(FOOT_M - 0.0055, SAUCER_M + 0.0025, 0.0008),
        Corner(FOOT_M - 0.0045, SAUCER_M, 0.0006),
        Corner(FOOT_M, SAUCER_M, 0.0010),
        Corner(FOOT_M + 0.0008, SAUCER_M + height * 0.08, 0.003),
        Corner(outer, SAUCER_M + height * 0.44, 0.030),
        Corner(outer, rim - LIP_M),
    ]


def _saucer(outer: float) -> Surface:
    """A shallow plate: its rim rises around a flat well with a low ring that holds the cup."""
    reach, well = outer * 1.72, FOOT_M * 1.35
    path = outline(
        [
            Corner(0, 0.0016),
            Corner(FOOT_M, 0.0016, 0.0008),
            Corner(FOOT_M * 1.05, 0, 0.0006),
            Corner(FOOT_M * 1.25, 0, 0.0012),
            Corner(reach * 0.62, 0.0040, 0.030),
            Corner(reach, 0.0155, 0.0016, rows=6),
            Corner(reach - 0.0012, 0.0182, 0.0013),
            Corner(reach * 0.60, 0.0086, 0.030, rows=8),
            Corner(well, 0.0068, 0.004),
            Corner(well - 0.0040, SAUCER_M - 0.0002, 0.0015),
            Corner(0, SAUCER_M - 0.0002),
        ]
    )
    return revolve(path, np.linspace(0, 2 * np.pi, SEGMENTS + 1))


def _handle(outer: float, rim: float) -> Surface:
    """A small loop for two fingers, its ends inside the wall."""
    high, low, reach = rim - 0.0125, rim - 0.0360, outer + 0.0185
    path = outline(
        [
            Corner(outer - WALL_M * 0.6, high),
            Corner(outer + 0.0050, high, rows=10),
            Corner(reach, high, 0.0085, rows=3),
            Corner(reach - 0.0015, low, 0.0105, rows=4),
            Corner(outer + 0.0020, low, rows=4),
            Corner(outer - WALL_M * 0.9, low, rows=8),
        ]
    )
    out = np.maximum(path.points[:, 0] - outer, 0) / 0.0040
    joint = 0.0016 * (1 - np.sqrt(np.clip(1 - (1 - np.minimum(out, 1)) ** 2, 0, 1)))
    return sweep(path, 0.0062 + joint, 0.0034 + joint, 28)
