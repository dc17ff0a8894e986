"""Hot foil: a mirror of metal, pressed on crisply, that follows the product's form."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.finishes import Finish
from luneo.imaging.finishes.engraving import laid_back
from luneo.imaging.finishes.relief import Relief, facing, grain, relief_of, slope
from luneo.imaging.light import LUMINANCE, blurred
from luneo.imaging.zone_maps import Floats, ZoneMaps

_SEED: Final = 21
# What each metal shows of a dark, a half-lit and a bright room, and of a lamp: sRGB, 0 to 1.
_METALS: Final[Mapping[Finish, tuple[tuple[float, float, float], ...]]] = MappingProxyType(
    {
        Finish.FOIL_GOLD: ((0.30, 0.19, 0.06), (0.69, 0.50, 0.19), (0.90, 0.75, 0.40), (1.0, 0.96, 0.80)),
        Finish.FOIL_SILVER: ((0.22, 0.23, 0.25), (0.56, 0.57, 0.60), (0.82, 0.83, 0.85), (1.0, 1.0, 1.0)),
        Finish.FOIL_ROSE_GOLD: ((0.33, 0.17, 0.14), (0.72, 0.46, 0.40), (0.92, 0.71, 0.64), (1.0, 0.94, 0.90)),
    }
)
_STOPS: Final = (0.0, 0.42, 0.78, 1.0)
# The room that the foil mirrors, along the way from one side of the product to the other: floor, wall, window, wall …
_ROOM: Final = np.array(
    [
        *((0.0, 0.38), (0.14, 0.56), (0.24, 0.92), (0.31, 1.0), (0.40, 0.70), (0.52, 0.40)),
        *((0.60, 0.30), (0.70, 0.52), (0.80, 0.84), (0.86, 0.74), (1.0, 0.38)),
    ]
)


def foil(photo: Image.Image, artwork: Image.Image, maps: ZoneMaps, metal: Finish) -> Image.Image:
    """The photo with the artwork in foil on the zone; same size and mode as the photo (RGB or RGBA).

    Foil knows no tones: half ink or more is metal, less is none. ``metal`` is one of the foils; raises KeyError for
    another finish.
    """
    relief = relief_of(photo, artwork, maps)
    shape = _crisp(relief.density)
    metal_colours = _mirrored(relief, _METALS[metal])
    laid = relief.ground + (metal_colours - relief.ground) * shape[..., None]
    return laid_back(photo, relief, laid + _edges(relief, shape))


def _crisp(density: Floats) -> Floats:
    """Half ink is the contour, antialiased by each pixel's distance to it; a tone below or above is all or nothing."""
    down, across = slope(density)
    # Central differences see an edge that is one pixel wide about two thirds as steep as it is.
    steepness = np.maximum(1.5 * np.hypot(down, across), 0.2)
    covered: Floats = np.clip((density - 0.5) / steepness + 0.5, 0, 1)
    return covered


def _mirrored(relief: Relief, metal: tuple[tuple[float, float, float], ...]) -> Floats:
    luminance = relief.ground @ LUMINANCE
    lit = max(0.05, float(np.quantile(luminance, 0.7)))
    form = blurred(luminance, 5 * relief.unit) / lit
    # A mirror turns twice as fast as the surface: the form's shading moves the room, dents and stock ripple it.
    ripple = blurred(grain(luminance.shape, _SEED), 7 * relief.unit) * (7 * relief.unit) * 0.055
    stock = (luminance / lit - form).clip(-0.25, 0.25)
    along = relief.u * 0.75 + relief.v * 0.5 + (form - 1) * 0.55 + ripple + stock * 0.35
    seen = np.interp(along % 1.0, _ROOM[:, 0], _ROOM[:, 1]).astype(np.float32)
    shadow = np.minimum(form, 1.0) ** 0.75
    bright = np.clip(seen * (0.30 + 0.70 * shadow) + 0.35 * np.clip(form - 1.3, 0, 1) + stock * 0.25, 0, 1)
    # Against white stock a lamp's reflection would have no edge: photographers turn it away, and so does this.
    bright = np.minimum(bright, 1 - 0.2 * np.clip(luminance * 3 - 1.8, 0, 1))
    ramp = np.array(metal)
    colours = np.stack([np.interp(bright, _STOPS, ramp[:, channel]) for channel in range(3)], axis=-1)
    return colours.astype(np.float32)


def _edges(relief: Relief, shape: Floats) -> Floats:
    """The die presses the foil in by a hair: a dark line on the side of the light, a bright one opposite."""
    lit = facing(relief, 0.3)
    near = np.minimum(lit, 0)[..., None] * 0.32 * relief.ground
    return near + (np.maximum(lit, 0) * shape * 0.22)[..., None]
