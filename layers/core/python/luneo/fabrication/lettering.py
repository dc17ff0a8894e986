"""Lettering in the print documents: filled paths, so that no printer needs a font."""

from collections.abc import Iterable
from typing import Final

from PIL import Image

from luneo.fabrication.separation import ColourSpace, separated
from luneo.typography.ink import Area, Colour, name_of
from luneo.typography.outlines import Command

_OPERATORS: Final = {"M": "m", "L": "l", "C": "c", "Z": "h"}
INKS: Final = "Inks"
"""What a page calls the space of its lettering's colours."""


def pdf_paths(areas: Iterable[Area], space: ColourSpace, unit: float, top_left: tuple[float, float]) -> str:
    """Content that fills the areas, whose ``unit`` is in points and whose (0, 0) lies at ``top_left`` of the page.

    Colours are separated as the artwork's are; the page names their space :data:`INKS`.
    """
    left, top = top_left
    filled = "".join(
        f"{_inks(area.colour, space)} {_path(area.outline.commands)} f\n" for area in areas if area.colour is not None
    )
    return f"q {unit:.8f} 0 0 {-unit:.8f} {left:.5f} {top:.5f} cm /{INKS} cs\n{filled}Q\n" if filled else ""


def svg_paths(areas: Iterable[Area]) -> str:
    """Path elements in millimetres, from below to the top."""
    return "".join(
        f'<path fill="{name_of(area.colour)}" d="{area.outline.svg_path()}"/>'
        for area in areas
        if area.colour is not None
    )


def _inks(colour: Colour, space: ColourSpace) -> str:
    levels = separated(Image.new("RGB", (1, 1), colour), space)[0, 0]
    return " ".join(f"{level / 255:.4f}" for level in levels.tolist()) + " sc"


def _path(commands: Iterable[Command]) -> str:
    return " ".join(
        " ".join((*(f"{side:.4f}" for point in points for side in point), _OPERATORS[name]))
        for name, points in commands
    )
