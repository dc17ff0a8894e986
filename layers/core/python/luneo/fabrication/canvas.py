"""How many pixels a provider is asked for: as many as the zone's process needs, within what providers make. Light."""

import math
from typing import Final

from luneo.fabrication.resolution import FINENESS, MM_PER_INCH, Millimetres
from luneo.styles.catalogue import Process

# What every provider makes well and soon; more costs tokens and seconds, so it is asked for only where it is needed.
USUAL_AREA_PX: Final = 1024 * 1024
LARGEST_AREA_PX: Final = 2048 * 2048
SIDE_STEP_PX: Final = 16
MAX_RATIO: Final = 3.0
# Over the process's minimum, so that rounding to steps does not fall short of it.
_HEADROOM: Final = 1.25


def canvas_px(sheet_mm: Millimetres, process: Process) -> tuple[int, int]:
    """The size to generate at for zone and bleed together: sides in steps of 16, at most three to one."""
    ratio = min(MAX_RATIO, max(1 / MAX_RATIO, sheet_mm[0] / sheet_mm[1]))
    # What lies beyond the ratio is cropped away, so the sheet's longer side decides.
    across_mm = max(sheet_mm[0], sheet_mm[1] * ratio)
    needed = (across_mm / MM_PER_INCH * FINENESS[process].minimum_dpi * _HEADROOM) ** 2 / ratio
    area = min(LARGEST_AREA_PX, max(USUAL_AREA_PX, needed))
    return _stepped(math.sqrt(area * ratio)), _stepped(math.sqrt(area / ratio))


def _stepped(side: float) -> int:
    return max(SIDE_STEP_PX, round(side / SIDE_STEP_PX) * SIDE_STEP_PX)


def reachable_dpi(sheet_mm: Millimetres, process: Process) -> float:
    """The native resolution that an artwork has over zone and bleed."""
    return round(min(px / mm for px, mm in zip(canvas_px(sheet_mm, process), sheet_mm, strict=True)) * MM_PER_INCH, 1)
