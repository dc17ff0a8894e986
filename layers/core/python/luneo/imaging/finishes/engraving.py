"""Engraving: what a laser, a sandblaster or a heated die leaves in wood, steel, glass and leather."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.finishes import DEPTH, Surface
from luneo.imaging.finishes.relief import Facing, Grain, Piece, Planes, Relief, colour, moved, painted, relief_of
from luneo.imaging.light import Levels, quantile_of, softened
from luneo.imaging.zone_maps import Floats, ZoneMaps

_SEED: Final = 20
_HALF: Final = 127
_LIGHTER: Final = 0.42  # where a matt grey stops being lighter than the plate
_WHITE: Final = colour(1, 1, 1)
Paint = Callable[[Piece], Planes]


def engrave(
    photo: Image.Image, artwork: Image.Image, maps: ZoneMaps, surface: Surface, depth: float = DEPTH
) -> Image.Image:
    """The photo with the artwork engraved on the zone; same size and mode as the photo (RGB or RGBA).

    Dark ink is cut, white is left alone, tones are cut in part. ``depth`` goes from 0 (a mark without relief) to 1 (as
    deep as the material takes it). The walls take the light that :func:`.relief.relief_of` reads from the photo.
    """
    relief = relief_of(photo, artwork, maps)
    return painted(photo, relief, _CUTS[surface](relief, min(1.0, max(0.0, depth))))


class _Cast:
    """The shadow that the near edges throw into the cut, 0 to 1; ``reach`` is its length in units."""

    def __init__(self, relief: Relief, reach: float) -> None:
        length = reach * relief.unit
        behind = moved(relief.density, -relief.light[0] * length, -relief.light[1] * length)
        open_ = np.multiply(relief.density, 255 - behind, dtype=np.uint16)
        self._shadow = softened((open_ // 255).astype(np.uint8), max(0.5, length * 0.45))

    def of(self, piece: Piece) -> Floats:
        """That of a piece."""
        return np.minimum(piece.of(self._shadow) * piece.cut * 1.3, 1)


class _Texture:
    """The material's own fine structure: luminance against its surroundings, around 1."""

    def __init__(self, relief: Relief, reach: float) -> None:
        self._around = softened(relief.luma, max(1.0, reach * relief.unit))

    def of(self, piece: Piece) -> Floats:
        """That of a piece."""
        ratio: Floats = (piece.luminance + 0.02) / (piece.of(self._around) + 0.02)
        return ratio


def _occluded(piece: Piece, near: Levels) -> Floats:
    """How much less sky the cut's floor sees, 0 to 1: most along its walls; ``near`` is the density around."""
    return np.minimum(piece.cut * (1 - piece.of(near)) * 1.6, 1)


def _wood(relief: Relief, depth: float) -> Paint:
    """Burnt: brown in the shallows, char in the depth; soft early wood burns deeper, so the grain grows stronger."""
    wood, cast, walls = _Texture(relief, 6), _Cast(relief, 1.2 * depth), Facing(relief, 0.55)
    edges, near, far = relief.soft(1.1), relief.soft(1.0), relief.soft(3.0)
    speckle = Grain(relief, _SEED)
    toasted, charred, smoked = colour(0.46, 0.31, 0.19), colour(0.17, 0.115, 0.085), colour(0.34, 0.44, 0.52)

    def paint(piece: Piece) -> Planes:
        cut, texture = piece.cut, wood.of(piece).clip(0.5, 1.5)
        share = np.clip(cut * (1.7 * (0.62 + 0.38 * depth)) * (1.5 - 0.5 * texture), 0, 1.7)
        shallow, deep = np.minimum(share, 1), np.clip(share - 0.7, 0, 1)
        # Soot settles along the edge of a cut, and smoke tints what is next to it.
        soot = np.clip(4 * cut * (1 - piece.of(edges)), 0, 1)
        smoke = np.maximum(piece.of(near), piece.of(far) * 0.75) * (1 - cut)
        tone = np.exp(cut * 0.9 * np.log(texture)) * (1 - 0.34 * soot)
        tone *= 1 - (0.55 * depth) * cast.of(piece)
        tone *= 1 + speckle.of(piece) * cut * 0.035
        burns = (1 + shallow * (mild - 1) + deep * (dark - mild) for mild, dark in zip(toasted, charred, strict=True))
        floor = (
            ground * burn * tone * (1 - smoke * stain)
            for ground, burn, stain in zip(piece.ground, burns, smoked, strict=True)
        )
        return _walled(piece, floor, walls, 0.26 * depth, colour(1, 0.82, 0.6))

    return paint


def _steel(relief: Relief, depth: float) -> Paint:
    """Matt where the beam went: it scatters instead of mirroring. Dark on bright steel, bright on dark steel."""
    inked = (relief.density > _HALF).view(np.uint8)
    bright = quantile_of(relief.luma, 0.5, inked if inked.any() else None) / 255 > _LIGHTER
    brushed, cast, walls = _Texture(relief, 4), _Cast(relief, 1.0 * depth), Facing(relief, 0.35)
    near, surroundings, speckle = relief.soft(1.0), relief.surroundings(9), Grain(relief, _SEED)

    def paint(piece: Piece) -> Planes:
        _, down = piece.places()
        # The hatch of the beam, a line after the other, and the brushing that it did not take away altogether.
        tone = 1 + (brushed.of(piece) - 1).clip(-0.3, 0.3) * 0.35
        tone += np.sin(down * (2 * np.pi * 170)) * 0.018
        tone += speckle.of(piece) * 0.012
        tone *= 1 - (0.5 * depth) * cast.of(piece)
        tone *= 1 - (0.30 * depth) * _occluded(piece, near)
        matt = (
            around * share if bright else 0.60 + 0.32 * around
            for around, share in zip(map(piece.of, surroundings), colour(0.36, 0.355, 0.36), strict=True)
        )
        return _walled(piece, _laid(piece, (each * tone for each in matt)), walls, 0.22 + 0.38 * depth, _WHITE)

    return paint


def _glass(relief: Relief, depth: float) -> Paint:
    """Frosted: what lies behind is blurred and veiled in white; the blasted edge catches a line of light."""
    behind, walls = relief.surroundings(3.2), Facing(relief, 0.4)
    room, near = softened(relief.luma, 12 * relief.unit), relief.soft(2.0)
    veil, speckle = 0.34 + 0.18 * depth, Grain(relief, _SEED)

    def paint(piece: Piece) -> Planes:
        light = (0.62 + 0.38 * piece.of(room)) * veil
        rough = 1 + speckle.of(piece) * 0.018
        rim = 0.10 * np.clip(piece.cut - piece.of(near), 0, 1)
        frost = (
            (seen * (1 - veil) + light * tint) * rough + rim
            for seen, tint in zip(map(piece.of, behind), colour(0.93, 0.96, 0.97), strict=True)
        )
        return _walled(piece, _laid(piece, frost, 0.97), walls, 0.12 + 0.26 * depth, _WHITE)

    return paint


def _leather(relief: Relief, depth: float) -> Paint:
    """Debossed: pressed flat, darker and smoother, with round shoulders that roll into shadow and light."""
    smooth, walls, cast = relief.surroundings(2.2), Facing(relief, 0.9), _Cast(relief, 1.8 * depth)
    round_, near, far = relief.soft(0.4), relief.soft(1.5), relief.soft(1.9)

    def paint(piece: Piece) -> Planes:
        cut = piece.of(round_)
        # The hide bulges where the die pushed it aside, and turns away from the light beyond the far edge.
        tone = 1 - (0.22 * depth) * (piece.of(far) * (1 - cut))
        tone *= 1 - (0.75 * depth) * cast.of(piece)
        tone *= 1 - (0.40 * depth) * _occluded(piece, near)
        pressed = [piece.of(plane) for plane in smooth]
        floor = [
            # Pressed hide is closed and shines a little: that is what shows on a black one.
            (ground + ((ground + (even - ground) * 0.78) * shade + sheen * (1 - even) - ground) * cut) * tone
            for ground, even, shade, sheen in zip(
                piece.ground, pressed, colour(0.56, 0.50, 0.46) + 0.12 * (1 - depth), colour(0.050, 0.046, 0.042),
                strict=True,
            )
        ]  # fmt: skip
        glint = [(0.30 + 0.70 * even) * share for even, share in zip(pressed, colour(1, 0.94, 0.86), strict=True)]
        return _walled(piece, floor, walls, 0.62 * depth, glint)

    return paint


def _laid(piece: Piece, floor: Iterable[Floats], opacity: float = 1.0) -> Iterator[Floats]:
    """The floor where the cut is, the ground elsewhere."""
    share = piece.cut * opacity
    return (ground + (colours - ground) * share for ground, colours in zip(piece.ground, floor, strict=True))


def _walled(
    piece: Piece, floor: Iterable[Floats], walls: Facing, strength: float, glint: Iterable[Floats | np.float32]
) -> Planes:
    """The floor and its walls: light on the far ones, shade on the near ones."""
    lit = walls.of(piece)
    reflected = np.maximum(lit, 0) * strength
    reflected *= 0.25 + 0.75 * piece.luminance
    shaded = np.minimum(lit, 0) * (strength * 0.9)
    red, green, blue = (
        colours + reflected * shine + shaded * ground
        for colours, shine, ground in zip(floor, glint, piece.ground, strict=True)
    )
    return red, green, blue


_CUTS: Final[Mapping[Surface, Callable[[Relief, float], Paint]]] = MappingProxyType(
    {Surface.WOOD: _wood, Surface.STEEL: _steel, Surface.GLASS: _glass, Surface.LEATHER: _leather}
)
