"""Engraving: what a laser, a sandblaster or a heated die leaves in wood, steel, glass and leather."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from PIL import Image

from luneo.imaging.finishes import DEPTH, Surface
from luneo.imaging.finishes.relief import Relief, colour, facing, grain, moved, relief_of
from luneo.imaging.light import LUMINANCE, blurred
from luneo.imaging.zone_maps import Floats, ZoneMaps

_SEED: Final = 20


def engrave(
    photo: Image.Image, artwork: Image.Image, maps: ZoneMaps, surface: Surface, depth: float = DEPTH
) -> Image.Image:
    """The photo with the artwork engraved on the zone; same size and mode as the photo (RGB or RGBA).

    Dark ink is cut, white is left alone, tones are cut in part. ``depth`` goes from 0 (a mark without relief) to 1 (as
    deep as the material takes it). The walls take the light that :func:`.relief.light_of` reads from the photo.
    """
    relief = relief_of(photo, artwork, maps)
    return laid_back(photo, relief, _CUTS[surface](relief, min(1.0, max(0.0, depth))))


def laid_back(photo: Image.Image, relief: Relief, colours: Floats) -> Image.Image:
    """The photo with the relief's box in these colours (0 to 1); its alpha stays."""
    pixels = Image.fromarray((colours.clip(0, 1) * 255).round().astype(np.uint8), "RGB")
    if photo.mode == "RGBA":
        pixels.putalpha(photo.getchannel("A").crop(relief.box))
    done = photo.copy()
    done.paste(pixels, relief.box[:2])
    return done


def _cast(relief: Relief, reach: float) -> Floats:
    """The shadow that the near edges throw into the cut, 0 to 1; ``reach`` is its length in units."""
    length = reach * relief.unit
    behind = moved(relief.density, -relief.light[0] * length, -relief.light[1] * length)
    shadow: Floats = blurred(relief.density * (1 - behind), max(0.5, length * 0.45)) * relief.density
    darkest: Floats = np.minimum(shadow * 1.3, 1)
    return darkest


def _occluded(relief: Relief, reach: float) -> Floats:
    """How much less sky the cut's floor sees, 0 to 1: most along its walls."""
    walls = blurred(1 - relief.density, max(0.6, reach * relief.unit))
    return np.minimum(relief.density * walls * 1.6, 1)


def _texture(relief: Relief, reach: float) -> Floats:
    """The material's own fine structure: luminance against its surroundings, around 1."""
    luminance = relief.ground @ LUMINANCE
    ratio: Floats = (luminance + 0.02) / (blurred(luminance, max(1.0, reach * relief.unit)) + 0.02)
    return ratio


def _wood(relief: Relief, depth: float) -> Floats:
    """Burnt: brown in the shallows, char in the depth; soft early wood burns deeper, so the grain grows stronger."""
    cut = relief.density
    texture = _texture(relief, 6).clip(0.5, 1.5)
    heat = cut * (0.62 + 0.38 * depth) * (1 + 0.5 * (1 - texture))
    toasted, charred = colour(0.46, 0.31, 0.19), colour(0.17, 0.115, 0.085)
    share = np.clip(heat, 0, 1)[..., None]
    burn = 1 + (toasted - 1) * np.minimum(share * 1.7, 1)
    burn += (charred - toasted) * np.clip(share * 1.7 - 0.7, 0, 1)
    floor = relief.ground * burn * (texture ** (0.9 * cut))[..., None]
    # Soot settles along the edge of a cut, and smoke tints what is next to it.
    edge = np.clip(4 * cut * (1 - blurred(cut, 1.1 * relief.unit)), 0, 1)
    smoke = np.maximum(blurred(cut, 1.0 * relief.unit), 0.75 * blurred(cut, 3.0 * relief.unit)) * (1 - cut)
    floor *= 1 - 0.34 * edge[..., None]
    floor *= 1 - smoke[..., None] * colour(0.34, 0.44, 0.52)
    floor *= 1 - (0.55 * depth * _cast(relief, 1.2 * depth))[..., None]
    speckle = grain(cut.shape, _SEED) * 0.035 * cut
    burnt: Floats = floor * (1 + speckle)[..., None] + _wall(relief, 0.55, 0.26 * depth, colour(1, 0.82, 0.6))
    return burnt


def _steel(relief: Relief, depth: float) -> Floats:
    """Matt where the beam went: it scatters instead of mirroring. Dark on bright steel, bright on dark steel."""
    cut = relief.density
    luminance = relief.ground @ LUMINANCE
    inside = luminance[cut > 0.5] if (cut > 0.5).any() else luminance  # noqa: PLR2004 - more cut than not
    bright = float(np.median(inside)) > 0.42  # noqa: PLR2004 - where a matt grey stops being lighter than the plate
    surroundings = blurred(relief.ground, 9 * relief.unit)
    matt = surroundings * colour(0.36, 0.355, 0.36) if bright else 0.60 + 0.32 * surroundings
    # The hatch of the beam, a line after the other, and the brushing that it did not take away altogether.
    hatch = np.sin(relief.v * np.float32(2 * np.pi * 170)) * 0.018
    brushing = 1 + (_texture(relief, 4) - 1).clip(-0.3, 0.3) * 0.35
    floor = matt * (brushing + hatch + grain(cut.shape, _SEED) * 0.012)[..., None]
    floor *= 1 - (0.5 * depth * _cast(relief, 1.0 * depth))[..., None]
    floor *= 1 - (0.30 * depth * _occluded(relief, 1.0))[..., None]
    laid: Floats = relief.ground + (floor - relief.ground) * cut[..., None]
    return laid + _wall(relief, 0.35, 0.22 + 0.38 * depth, colour(1, 1, 1))


def _glass(relief: Relief, depth: float) -> Floats:
    """Frosted: what lies behind is blurred and veiled in white; the blasted edge catches a line of light."""
    cut = relief.density
    behind = blurred(relief.ground, 3.2 * relief.unit)
    veil = 0.34 + 0.18 * depth
    light = colour(0.93, 0.96, 0.97) * (0.62 + 0.38 * blurred(relief.ground @ LUMINANCE, 12 * relief.unit))[..., None]
    frost = behind * (1 - veil) + light * veil
    frost *= (1 + grain(cut.shape, _SEED) * 0.018)[..., None]
    frost += (0.10 * np.clip(cut - blurred(cut, 2.0 * relief.unit), 0, 1))[..., None]
    laid = relief.ground + (frost - relief.ground) * (cut * 0.97)[..., None]
    return laid + _wall(relief, 0.4, 0.12 + 0.26 * depth, colour(1, 1, 1))


def _leather(relief: Relief, depth: float) -> Floats:
    """Debossed: pressed flat, darker and smoother, with round shoulders that roll into shadow and light."""
    cut = blurred(relief.density, 0.4 * relief.unit)
    smooth = blurred(relief.ground, 2.2 * relief.unit)
    pressed = relief.ground + (smooth - relief.ground) * 0.78
    tone = colour(0.56, 0.50, 0.46) + 0.12 * (1 - depth)
    # Pressed hide is closed and shines a little: that is what shows on a black one.
    sheen = colour(0.050, 0.046, 0.042) * (1 - smooth)
    floor = relief.ground + (pressed * tone + sheen - relief.ground) * cut[..., None]
    floor *= 1 - (0.75 * depth * _cast(relief, 1.8 * depth))[..., None]
    floor *= 1 - (0.40 * depth * _occluded(relief, 1.5))[..., None]
    # The hide bulges where the die pushed it aside, and turns away from the light beyond the far edge.
    shoulder = blurred(relief.density, 1.9 * relief.unit) * (1 - cut)
    floor *= (1 - 0.22 * depth * shoulder)[..., None]
    glint = colour(1, 0.94, 0.86) * (0.30 + 0.70 * smooth)
    return floor + _wall(relief, 0.9, 0.62 * depth, glint)


def _wall(relief: Relief, softness: float, strength: float, glint: Floats) -> Floats:
    """What the walls add to the picture: light on the far ones, shade on the near ones."""
    lit = facing(relief, softness)
    reflected = np.maximum(lit, 0)[..., None] * strength * glint
    shaded = np.minimum(lit, 0)[..., None] * strength * 0.9 * relief.ground
    walls: Floats = reflected * (0.25 + 0.75 * (relief.ground @ LUMINANCE))[..., None] + shaded
    return walls


_CUTS: Final[Mapping[Surface, Callable[[Relief, float], Floats]]] = MappingProxyType(
    {Surface.WOOD: _wood, Surface.STEEL: _steel, Surface.GLASS: _glass, Surface.LEATHER: _leather}
)
