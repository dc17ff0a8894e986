"""A compiled poster: what artwork is laid into, and how it comes out again as a picture."""

import io
import zipfile
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage

from luneo.three_d.budgets import BUDGETS
from luneo.three_d.colour import to_linear, to_srgb_bytes
from luneo.three_d.errors import InvalidModel
from luneo.three_d.exposure import NO_ZONE, UV_JUMP, Layers
from luneo.three_d.pictures import open_artwork
from luneo.three_d.texture import Region, bake

Array = NDArray[np.float32]
Indices = NDArray[np.int32]

UV_STEPS = 65_535
TONE_STEPS = 16_384
TONE_RANGE = 8.0
TONE_KNEE = 0.78
EXPOSURE = 0.64
LEVELS = 6
FAST_FILTER = PilImage.Resampling.HAMMING
LEVEL_BIAS = 0.35
TEXELS_PER_PIXEL = 1.15


@dataclass(frozen=True, slots=True)
class PosterMaps:
    """``plate`` is the finished picture (RGB or RGBA), true wherever no artwork shows.

    ``mask`` lists the pixels where some does (flat indices); for each of them: light = ``glare`` + ``shade`` x
    artwork at ``uv`` (in 1/65535), taken from a ``level`` of detail, with ``alpha`` in 1/255. ``base`` is the zone
    unprinted (PNG), ``texture`` the size in pixels at which artwork is sampled.
    """

    plate: NDArray[np.uint8]
    mask: NDArray[np.uint32]
    glare: NDArray[np.float16]
    shade: NDArray[np.float16]
    uv: NDArray[np.uint16]
    level: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    base: bytes
    region: Region
    texture: tuple[int, int]

    def to_bytes(self) -> bytes:
        """The maps as a compressed NumPy archive, the same bytes for the same maps."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            allow_pickle=False,
            plate=self.plate,
            mask=self.mask,
            glare=self.glare,
            shade=self.shade,
            uv=self.uv,
            level=self.level,
            alpha=self.alpha,
            base=np.frombuffer(self.base, np.uint8),
            region=np.array(self.region, np.float64),
            texture=np.array(self.texture, np.int32),
        )
        return buffer.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> "PosterMaps":
        """The maps again; InvalidModel when the archive is damaged or from another version."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            u0, v0, u1, v1 = (float(edge) for edge in arrays.pop("region"))
            width, height = (int(side) for side in arrays.pop("texture"))
            base = arrays.pop("base").tobytes()
            return PosterMaps(
                region=(u0, v0, u1, v1),
                texture=(width, height),
                base=base,
                **arrays,
            )
        except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise InvalidModel("The poster's stored maps cannot be read. Publish the product again.") from error


def pack_maps(
    layers: Layers, shadow: Array, base: PilImage.Image | None, region: Region, *, transparent: bool
) -> PosterMaps:
    """Layers composed over the table (with its shadow, 0…1 per pixel) and reduced to where artwork shows."""
    gap = 1 - layers.alpha
    behind = np.zeros_like(layers.glare) if transparent else backdrop(len(gap)) * (1 - shadow)[..., None]
    opacity = layers.alpha + gap * shadow if transparent else np.ones_like(gap)
    light = layers.glare * np.float32(EXPOSURE) + behind * gap[..., None]
    mask = layers.uv[..., 0] != NO_ZONE
    wrapped = layers.uv - np.floor(np.minimum(layers.uv, 1 - 1e-6))
    texture, level = _sampling(np.where(mask[..., None], wrapped, 0), mask)
    plate, stored = develop(light, opacity), np.round(opacity * 255).astype(np.uint8)
    buffer = io.BytesIO()
    (base or PilImage.new("RGBA", (1, 1))).save(buffer, "PNG")
    return PosterMaps(
        plate=np.dstack([plate, stored]) if transparent else plate,
        mask=np.flatnonzero(mask).astype(np.uint32),
        glare=light[mask].astype(np.float16),
        shade=(layers.shade[mask] * np.float32(EXPOSURE)).astype(np.float16),
        uv=np.round(wrapped[mask] * UV_STEPS).astype(np.uint16),
        level=level[mask],
        alpha=stored[mask],
        base=buffer.getvalue(),
        region=region,
        texture=texture,
    )


def render_from_maps(maps: PosterMaps, artwork: PilImage.Image | bytes | None) -> PilImage.Image:
    """The poster with the artwork on its zone, or unprinted for None. Raises InvalidArtwork."""
    picture = maps.plate.copy()
    if len(maps.mask):
        base = PilImage.open(io.BytesIO(maps.base))
        if artwork is None:
            printed = base.resize(maps.texture, PilImage.Resampling.LANCZOS)
        else:
            printed = bake(base, open_artwork(artwork), maps.region, size=maps.texture, resample=FAST_FILTER)
        light = to_linear(_sample(printed, maps.uv, maps.level)[:, :3])
        light *= maps.shade
        light += maps.glare
        channels = picture.shape[2]
        picture.reshape(-1, channels)[maps.mask, :3] = develop(light, maps.alpha * np.float32(1 / 255))
    return PilImage.fromarray(picture)


def backdrop(size: int) -> Array:
    """A seamless paper sweep in linear light: brightest behind the product, falling off to the corners."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size
    away = ((x - 0.5) / 0.85) ** 2 + ((y - 0.46) / 0.80) ** 2
    level = 0.74 - 0.34 * (1 - np.exp(-1.25 * away))
    sweep: Array = level[..., None] * np.array([1.0, 0.992, 0.978], np.float32)
    return sweep


def develop(light: Array, opacity: Array) -> NDArray[np.uint8]:
    """8-bit sRGB from premultiplied linear light: true to the value up to the knee, then a soft shoulder."""
    straight = light / np.maximum(opacity, 1e-4)[..., None]
    index = np.clip(straight * np.float32((TONE_STEPS - 1) / TONE_RANGE), 0, TONE_STEPS - 1)
    return _TONES[index.astype(np.int32)]


def _tones() -> NDArray[np.uint8]:
    light = (np.arange(TONE_STEPS) + 0.5) / TONE_STEPS * TONE_RANGE
    room = 1 - TONE_KNEE
    over = np.maximum(light - TONE_KNEE, 0)
    return to_srgb_bytes(np.where(light <= TONE_KNEE, light, TONE_KNEE + room * (1 - np.exp(-over / room))))


_TONES = _tones()


def _sampling(uv: Array, mask: NDArray[np.bool_]) -> tuple[tuple[int, int], NDArray[np.uint8]]:
    """The texture size at which one texel is about a pixel where the zone faces us, and each pixel's level."""
    if not mask.any():
        return (1, 1), np.zeros(mask.shape, np.uint8)
    steps = [_steepness(uv[..., k], mask) for k in (0, 1)]
    sides = [_texels(step[mask]) for step in steps]
    texels = np.maximum(steps[0] * sides[0], steps[1] * sides[1])
    level = np.clip(np.round(np.log2(np.maximum(texels, 1e-6)) - LEVEL_BIAS), 0, LEVELS - 1)
    return (sides[0], sides[1]), level.astype(np.uint8)


def _texels(steps: Array) -> int:
    """Texels along a coordinate, a little more than one for each pixel where the zone mostly lies."""
    step = max(float(np.median(steps)), 1 / BUDGETS["texture_side"].soft)
    return max(1, round(min(TEXELS_PER_PIXEL / step, BUDGETS["texture_side"].soft)))


def _steepness(coordinate: Array, mask: NDArray[np.bool_]) -> Array:
    """How much a coordinate changes from a pixel to its neighbours of the zone."""
    steepness = np.zeros_like(coordinate)
    for axis in (0, 1):
        change = np.abs(np.diff(coordinate, axis=axis))
        low, high = _neighbours(axis)
        change *= mask[low] & mask[high]
        change[change > UV_JUMP] = 0
        steepness[low] = np.maximum(steepness[low], change)
        steepness[high] = np.maximum(steepness[high], change)
    return steepness


def _neighbours(axis: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    before, after, whole = slice(None, -1), slice(1, None), slice(None)
    return ((before, whole), (after, whole)) if axis == 0 else ((whole, before), (whole, after))


def _sample(picture: PilImage.Image, uv: NDArray[np.uint16], level: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(n, 4) sRGB pixels at the coordinates, bilinear within each pixel's level of detail."""
    levels = [picture.convert("RGBA")]
    while len(levels) < LEVELS:
        levels.append(levels[-1].reduce(2) if min(levels[-1].size) > 1 else levels[-1])
    texels = np.concatenate([np.asarray(each).reshape(-1, 4).view(np.uint32)[:, 0] for each in levels])
    widths, heights = np.array([each.size for each in levels], np.int32).T
    starts = np.concatenate([[0], np.cumsum(widths * heights)[:-1]]).astype(np.int32)
    left, right, across = _between(uv[:, 0], widths[level])
    top, bottom, down = _between(uv[:, 1], heights[level])
    top, bottom = top * widths[level] + starts[level], bottom * widths[level] + starts[level]
    upper = _mixed(texels, top + left, top + right, across)
    lower = _mixed(texels, bottom + left, bottom + right, across)
    upper += (lower - upper) * down[:, None]
    return (upper + np.float32(0.5)).astype(np.uint8)


def _between(coordinate: NDArray[np.uint16], side: NDArray[np.int32]) -> tuple[Indices, Indices, Array]:
    """The texels on both sides of a coordinate, and how far it lies from the first to the second."""
    place = coordinate * (side.astype(np.float32) / np.float32(UV_STEPS)) - np.float32(0.5)
    np.maximum(place, 0, out=place)
    first = place.astype(np.int32)
    return np.minimum(first, side - 1), np.minimum(first + 1, side - 1), place - first


def _mixed(texels: NDArray[np.uint32], first: Indices, second: Indices, share: Array) -> Array:
    one, two = (texels.take(index).view(np.uint8).reshape(-1, 4).astype(np.float32) for index in (first, second))
    two -= one
    two *= share[:, None]
    one += two
    return one
