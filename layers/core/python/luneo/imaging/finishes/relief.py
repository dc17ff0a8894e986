"""Artwork as a relief: how much ink is where, and how a cut of that shape takes the light of the photograph.

Whole pictures are held, and blurred, in levels of 8 bits. Numbers are made of them for some rows at a time, colour by
colour, so that little leaves the processor's cache between two operations.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from luneo.imaging.light import LUMINANCE, Levels, light_of, quantile_of, sloped, softened
from luneo.imaging.warp import Warp, darkness_of, strips
from luneo.imaging.zone_maps import Floats, Places, ZoneMaps

_UNITS_A_SIDE: Final = 260.0
_MARGIN_UNITS: Final = 6
_PIECE_PX: Final = 65_536
_TILE_PX: Final = 512
_HALF: Final = 127
Values = TypeVar("Values", Levels, Floats)
Planes = tuple[Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Relief:
    """A piece of the photo and the cut to be made in it; all arrays share its rows and columns and hold levels to 255.

    ``box`` is (left, top, right, bottom) in the photo: the zone and a margin that shadows may fall on. ``colours`` are
    the photo's, a plane each, ``luma`` is theirs; ``density`` tells how much ink is where. ``unit`` is the length in
    pixels that all widths of a finish are told in: it grows with the zone, so that a preview of any size looks alike.
    ``light`` points to where the light comes from (x right, y down; length 1).
    """

    box: tuple[int, int, int, int]
    colours: NDArray[np.uint8]
    luma: Levels
    density: Levels
    unit: float
    light: tuple[float, float]
    maps: ZoneMaps
    _soft: dict[float, Levels] = field(default_factory=dict)

    @property
    def lit(self) -> float:
        """The luma of the lit surface around, 0 to 1."""
        return quantile_of(self.luma, 0.7) / 255

    def soft(self, units: float) -> Levels:
        """The density, blurred by that many units."""
        if units not in self._soft:
            self._soft[units] = softened(self.density, units * self.unit)
        return self._soft[units]

    def surroundings(self, units: float) -> list[Levels]:
        """The photo's colours, blurred by that many units."""
        return [softened(plane, units * self.unit) for plane in self.colours]

    def pieces(self) -> Iterator["Piece"]:
        """All of it, a few rows at a time."""
        rows, columns = self.density.shape
        few = max(1, _PIECE_PX // columns)
        places = Places(self.maps, (1.0, 1.0))
        return (Piece(self, slice(start, min(rows, start + few)), places) for start in range(0, rows, few))


class Piece:
    """Some rows of a relief, in numbers from 0 to 1."""

    def __init__(self, relief: Relief, rows: slice, places: Places) -> None:
        self.rows = rows
        self._relief = relief
        self._places = places
        red, green, blue = (self.of(plane) for plane in relief.colours)
        self.ground: Planes = (red, green, blue)
        self.luminance = red * LUMINANCE[0] + green * LUMINANCE[1] + blue * LUMINANCE[2]
        self.cut = self.of(relief.density)

    def of(self, levels: Levels) -> Floats:
        """The piece of one of the relief's arrays, or of one that was made of them."""
        return np.multiply(levels[self.rows], np.float32(1 / 255), dtype=np.float32)

    def around(self, margin: int) -> Floats:
        """The cut with that many more pixels on each side, the edge repeated."""
        whole, rows = self._relief.density, self.rows
        known = whole.take(np.arange(rows.start - margin, rows.stop + margin), axis=0, mode="clip")
        return np.pad(known, ((0, 0), (margin, margin)), mode="edge") * np.float32(1 / 255)

    def places(self) -> tuple[Floats, Floats]:
        """Where on the design the pixels lie, across and down; 0 in the margin."""
        relief = self._relief
        (left, top), (rows, columns) = relief.maps.origin, relief.maps.mask.shape
        above, before = top - relief.box[1], left - relief.box[0]
        start, stop = (min(max(edge - above, 0), rows) for edge in (self.rows.start, self.rows.stop))
        across, down = np.zeros_like(self.cut), np.zeros_like(self.cut)
        if start < stop:
            first = start + above - self.rows.start
            within = slice(first, first + stop - start), slice(before, before + columns)
            across[within], down[within] = self._places.of(slice(start, stop), slice(0, columns))
        return across, down


def relief_of(photo: Image.Image, artwork: Image.Image, maps: ZoneMaps) -> Relief:
    """The relief of the artwork on the zone of a photo of mode RGB or RGBA."""
    covered = float(maps.mask.sum(dtype=np.int64)) / 255
    unit = max(0.5, math.sqrt(covered) / _UNITS_A_SIDE)
    (left, top), (rows, columns) = maps.origin, maps.mask.shape
    margin = math.ceil(_MARGIN_UNITS * unit)
    box = (
        max(0, left - margin), max(0, top - margin),
        min(photo.width, left + columns + margin), min(photo.height, top + rows + margin),
    )  # fmt: skip
    density = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    place = left - box[0], top - box[1]
    density.paste(_density(artwork, maps), place)
    around = photo.crop(box).convert("RGB")
    luma = np.asarray(around.convert("L", (*(float(share) for share in LUMINANCE), 0)))
    shade = luma[place[1] : place[1] + rows, place[0] : place[0] + columns]
    light = light_of(shade / np.float32(255 * maps.lit), maps.mask / np.float32(255))
    colours = np.stack([np.asarray(plane) for plane in around.split()])
    return Relief(box, colours, luma, np.asarray(density), unit, light, maps)


def _density(artwork: Image.Image, maps: ZoneMaps) -> Image.Image:
    """Dark ink counts in full, white not at all; pale line art on a clear ground is brought up to full depth."""
    warp = Warp(darkness_of(artwork, maps), maps)
    dark, opaque, seen = np.zeros_like(maps.mask), np.zeros_like(maps.mask), 0
    for part in strips(maps):
        lanes = warp.of(part, masked=False).view(np.uint16)
        dark[part], alpha = lanes[:, ::2], lanes[:, 1::2]
        np.multiply(alpha > _HALF, 255, out=opaque[part], casting="unsafe")
        seen += alpha.size
    inked = np.count_nonzero(opaque)
    deepest = quantile_of(dark, 0.95, opaque) / 255 if inked else 1.0
    full = max(deepest, 0.05) if inked < seen else max(deepest, 0.4)
    deep = Image.fromarray(dark).point([min(255, round(level / full)) for level in range(256)])
    return ImageChops.multiply(deep, Image.fromarray(maps.mask))


def painted(photo: Image.Image, relief: Relief, paint: Callable[[Piece], Planes]) -> Image.Image:
    """The photo with what is painted in the relief's box, colours from 0 to 1; its alpha stays."""
    planes = np.empty_like(relief.colours)
    for piece in relief.pieces():
        for plane, colours in zip(planes, paint(piece), strict=True):
            levels = np.clip(colours, 0, 1)
            levels *= 255
            np.rint(levels, out=plane[piece.rows], casting="unsafe")
    pixels = Image.merge("RGB", [Image.fromarray(plane) for plane in planes])
    if photo.mode == "RGBA":
        pixels.putalpha(photo.getchannel("A").crop(relief.box))
    done = photo.copy()
    done.paste(pixels, relief.box[:2])
    return done


def moved(values: Values, across: float, down: float) -> Values:
    """The values moved by whole pixels nearest to (across, down); what comes in at an edge is 0."""
    dx, dy = round(across), round(down)
    rows, columns = values.shape
    result = np.zeros_like(values)
    result[max(0, dy) : rows + min(0, dy), max(0, dx) : columns + min(0, dx)] = values[
        max(0, -dy) : rows - max(0, dy), max(0, -dx) : columns - max(0, dx)
    ]
    return result


def slopes_of(piece: Piece) -> tuple[Floats, Floats]:
    """The change of the density a pixel (down, across), by central differences."""
    density = piece.around(1)
    return (density[2:, 1:-1] - density[:-2, 1:-1]) * 0.5, (density[1:-1, 2:] - density[1:-1, :-2]) * 0.5


class Facing:
    """How far the cut's walls turn to the light: 1 the wall that faces it, -1 the one that lies in its own shadow."""

    def __init__(self, relief: Relief, softness: float) -> None:
        """``softness`` is the width of a wall, in units."""
        self._light = relief.light
        self._slopes = sloped(relief.density, max(0.45, softness * relief.unit))

    def of(self, piece: Piece) -> Floats:
        """Those of a piece."""
        # A cut's depth rises behind the near edge, so that wall turns its back to the light.
        lit = sum(
            np.multiply(slope[piece.rows], np.float32(share / 127), dtype=np.float32)
            for slope, share in zip(self._slopes, self._light, strict=True)
        )
        return np.clip(lit, -1, 1)


class Grain:
    """Fine noise of mean 0 and deviation 1, the same for the same place and seed."""

    def __init__(self, relief: Relief, seed: int) -> None:
        columns = relief.density.shape[1]
        tile = _tile(seed)
        self._rows = np.concatenate([tile] * -(-columns // _TILE_PX), axis=1)[:, :columns]

    def of(self, piece: Piece) -> Floats:
        """That of a piece."""
        return self._rows.take(np.arange(piece.rows.start, piece.rows.stop), axis=0, mode="wrap")


@cache
def _tile(seed: int) -> Floats:
    return np.random.Generator(np.random.PCG64(seed)).standard_normal((_TILE_PX, _TILE_PX), np.float32)


def colour(red: float, green: float, blue: float) -> Floats:
    """An sRGB colour from 0 to 1 that pictures can be multiplied by."""
    return np.array((red, green, blue), np.float32)
