"""How fine each process works, what a design really has, and how large it may become. Light: no imaging libraries."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from luneo.styles.catalogue import Process

MM_PER_INCH: Final = 25.4
LARGEST_PRINT_PX: Final = 4096 * 4096
_STEP_MM: Final = 0.1
Millimetres = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fineness:
    """``target_dpi`` is what files are enlarged to; an artwork with fewer than ``minimum_dpi`` is not produced."""

    target_dpi: float
    minimum_dpi: float


FINENESS: Final[Mapping[Process, Fineness]] = MappingProxyType(
    {
        # 300 is past what the eye resolves at 30 cm; under 100 it sees the pixels.
        Process.PRINT: Fineness(300.0, 100.0),
        # Half a laser's spot of 0.1 mm at best; a pixel as large as two spots shows its corners.
        Process.ENGRAVE: Fineness(508.0, 127.0),
        # A blade follows vectors; traced from pixels of a third of a millimetre, curves become polygons.
        Process.CUT: Fineness(300.0, 75.0),
        # A thread is 0.4 mm wide: what is finer than one pixel a thread is lost, what is coarser is stitched as stairs.
        Process.EMBROIDER: Fineness(150.0, 64.0),
    }
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a design has on its zone.

    ``native_dpi`` counts the pixels that were generated, ``detailed_dpi`` those of the same picture made finer by a
    provider, if one did; ``effective_dpi`` those of the print file after enlarging, which adds no detail: so it is what
    was drawn, ``drawn_dpi``, that must reach ``minimum_dpi``. ``largest_size_mm`` is the largest size of the zone's
    shape where it does, ``None`` where bleed alone uses the artwork up.
    """

    native_dpi: float
    effective_dpi: float
    minimum_dpi: float
    largest_size_mm: Millimetres | None
    detailed_dpi: float | None = None

    @property
    def drawn_dpi(self) -> float:
        """The pixels that somebody drew, be it the first or a second time."""
        return self.detailed_dpi or self.native_dpi

    @property
    def suffices(self) -> bool:
        """Whether it may be produced at the zone's size."""
        return self.drawn_dpi >= self.minimum_dpi


def sheet_size(size_mm: Millimetres, bleed_mm: float) -> Millimetres:
    """Width and height of a zone with its bleed on every side."""
    return size_mm[0] + 2 * bleed_mm, size_mm[1] + 2 * bleed_mm


def print_dpi(process: Process, sheet_mm: Millimetres) -> float:
    """The resolution of the print file: the process's target, less where it would pass :data:`LARGEST_PRINT_PX`."""
    target = FINENESS[process].target_dpi
    width, height = (side / MM_PER_INCH * target for side in sheet_mm)
    return target * min(1.0, math.sqrt(LARGEST_PRINT_PX / (width * height)))


def resolution(
    process: Process, size_mm: Millimetres, bleed_mm: float, native_dpi: float, detailed_dpi: float | None = None
) -> Resolution:
    """What an artwork with ``native_dpi`` over zone and bleed, made finer or not, has on a zone of ``size_mm``."""
    sheet, minimum = sheet_size(size_mm, bleed_mm), FINENESS[process].minimum_dpi
    pixels = tuple(side * (detailed_dpi or native_dpi) for side in sheet)
    scale = min((have / minimum - 2 * bleed_mm) / side for have, side in zip(pixels, size_mm, strict=True))
    largest = _floor(size_mm[0] * scale), _floor(size_mm[1] * scale)
    effective = print_dpi(process, sheet)
    return Resolution(native_dpi, round(effective, 1), minimum, largest if min(largest) > 0 else None, detailed_dpi)


def _floor(mm: float) -> float:
    return round(math.floor(mm / _STEP_MM + 1e-9) * _STEP_MM, 1)
