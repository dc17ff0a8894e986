"""Hot foil: a mirror of metal, pressed on crisply, that follows the product's form."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.finishes import Finish
from luneo.imaging.finishes.relief import Facing, Piece, Planes, Relief, painted, relief_of, slopes_of
from luneo.imaging.light import Levels, blurred, softened
from luneo.imaging.zone_maps import Floats, ZoneMaps

_SEED: Final = 21
_STEPS: Final = 4096
_RIPPLE: Final = 0.16  # as far as dents move the room, from one extreme to the other
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
    mirror, walls = _Mirror(relief, _METALS[metal]), Facing(relief, 0.3)

    def paint(piece: Piece) -> Planes:
        shape = _crisp(piece.cut, slopes_of(piece))
        # The die presses the foil in by a hair: a dark line on the side of the light, a bright one opposite.
        lit = walls.of(piece)
        far, near = np.maximum(lit, 0) * shape * 0.22, 1 - shape + np.minimum(lit, 0) * 0.32
        red, green, blue = (
            ground * near + shine * shape + far for ground, shine in zip(piece.ground, mirror.of(piece), strict=True)
        )
        return red, green, blue

    return painted(photo, relief, paint)


def _crisp(density: Floats, slopes: tuple[Floats, Floats]) -> Floats:
    """Half ink is the contour, antialiased by each pixel's distance to it; a tone below or above is all or nothing."""
    down, across = slopes
    # Central differences see an edge that is one pixel wide about two thirds as steep as it is.
    steepness = np.maximum(1.5 * np.sqrt(down * down + across * across), 0.2)
    covered: Floats = np.clip((density - 0.5) / steepness + 0.5, 0, 1)
    return covered


class _Mirror:
    """What the metal shows of a room around it."""

    def __init__(self, relief: Relief, metal: tuple[tuple[float, float, float], ...]) -> None:
        self._lit = max(0.05, relief.lit)
        self._form = softened(relief.luma, 5 * relief.unit)
        self._ripple = _ripple(relief.luma.shape, 7 * relief.unit)
        form = np.arange(256, dtype=np.float32) / np.float32(255 * self._lit)
        shadow = np.minimum(form, 1.0) ** 0.75
        self._by_form = form, 0.30 + 0.70 * shadow, 0.35 * np.clip(form - 1.3, 0, 1)
        steps = np.linspace(0, 1, _STEPS)
        self._room = np.interp(steps, _ROOM[:, 0], _ROOM[:, 1]).astype(np.float32)
        self._ramps = [np.interp(steps, _STOPS, stops).astype(np.float32) for stops in zip(*metal, strict=True)]

    def of(self, piece: Piece) -> Iterator[Floats]:
        """The metal's colours on a piece."""
        level = self._form[piece.rows].astype(np.intp)
        form, shadow, gloss = (table.take(level) for table in self._by_form)
        stock = (piece.luminance * (1 / self._lit) - form).clip(-0.25, 0.25)
        # A mirror turns twice as fast as the surface: the form's shading moves the room, dents and stock ripple it.
        u, v = piece.places()
        along = u * 0.75 + v * 0.5 + (form - 1) * 0.55 + stock * 0.35
        along += (piece.of(self._ripple) - 0.5) * _RIPPLE
        seen = self._room.take((along * _STEPS).astype(np.intp) % _STEPS)
        bright = seen * shadow + gloss + stock * 0.25
        # Against white stock a lamp's reflection would have no edge: photographers turn it away, and so does this.
        bright = np.minimum(bright, 1 - 0.2 * np.clip(piece.luminance * 3 - 1.8, 0, 1))
        step = (np.clip(bright, 0, 1) * (_STEPS - 1)).astype(np.intp)
        return (ramp.take(step) for ramp in self._ramps)


def _ripple(shape: tuple[int, int], radius: float) -> Levels:
    """How dents move what is mirrored, in parts of ``_RIPPLE`` around the middle; the same for the same shape."""
    coarse = max(1, int(radius / 2.5))
    rows, columns = (-(-side // coarse) + 1 for side in shape)
    noise = np.random.Generator(np.random.PCG64(_SEED)).standard_normal((rows, columns), np.float32)
    dents = blurred(noise, radius / coarse) * np.float32(radius / coarse * 0.055)
    levels = ((dents / _RIPPLE + 0.5) * 255).clip(0, 255).round().astype(np.uint8)
    whole = (0.0, 0.0, shape[1] / coarse, shape[0] / coarse)
    return np.asarray(Image.fromarray(levels).resize(shape[::-1], Image.Resampling.BILINEAR, box=whole))
