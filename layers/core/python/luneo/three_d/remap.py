"""Artwork through a stored lens: where each pixel finds its colour, and what the light makes of it there.

Everything is kept as the whole numbers that the arithmetic needs, so that a design costs a few passes over the zone:
four neighbouring texels are mixed with all three channels packed into one 64-bit number, the result is looked up as
linear light, multiplied, added to and looked up again as sRGB.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage

from luneo.three_d.colour import linear_of, to_srgb_bytes

Array = NDArray[np.float32]
Texels = NDArray[np.uint64]
Light = NDArray[np.uint16]

CHANNELS = 3
PIXELS_AT_ONCE = 1 << 15
LIGHT_STEPS = 1 << 16
LIGHT_RANGE = 8.0
"""The linear light that a full 16-bit number stands for; no shade of white is left above it."""
TONE_KNEE = 0.78
FRACTION_BITS = 6
LANE_BITS = 8 + 2 * FRACTION_BITS
TONE_INDEX_BITS = 12


@dataclass(frozen=True, slots=True)
class Lens:
    """Where n pixels find their artwork, ordered by level of detail, and what light it is seen in.

    ``texel`` is the upper left of four texels in its level (see :func:`levels_of`), ``fraction`` (2, n) the way from
    it to the right and downwards in 1/64, ``ends`` how many pixels lie in each level and those before it. Light =
    ``glare`` + ``shade`` x artwork, both (3, n) in 1/65536 of :data:`LIGHT_RANGE`, after division by the opacity.
    """

    texel: NDArray[np.uint32]
    fraction: NDArray[np.uint8]
    ends: NDArray[np.uint32]
    shade: Light
    glare: Light


def lens_of(uv: Array, level: NDArray[np.uint8], size: tuple[int, int], shade: Array, glare: Array) -> Lens:
    """The lens for (n, 2) coordinates 0…1 in a texture of ``size``; ``level`` must not fall, lights are (n, 3)."""
    sizes = np.array(level_sizes(size, int(level.max(initial=0)) + 1))
    fine = 1 << FRACTION_BITS
    place = np.maximum(uv * sizes[level] - 0.5, 0) * fine
    whole, fraction = np.divmod(np.floor(place).astype(np.int64), fine)
    whole = np.minimum(whole, sizes[level] - 1)
    return Lens(
        (whole[:, 1] * (sizes[level, 0] + 1) + whole[:, 0]).astype(np.uint32),
        np.ascontiguousarray(fraction.T, np.uint8),
        np.searchsorted(level, np.arange(len(sizes)), side="right").astype(np.uint32),
        light_steps(shade.T),
        light_steps(glare.T),
    )


def light_steps(light: NDArray[np.floating]) -> Light:
    """Linear light in the steps of :data:`LIGHT_RANGE`; what is brighter is cut off."""
    return np.ascontiguousarray(np.clip(light * (LIGHT_STEPS / LIGHT_RANGE), 0, LIGHT_STEPS - 1), np.uint16)


def developed(steps: NDArray[np.integer]) -> NDArray[np.uint8]:
    """8-bit sRGB of light in steps: true to the value up to the knee, then a soft shoulder."""
    return _TONES.take(steps, mode="clip")


def through(lens: Lens, artwork: PilImage.Image) -> Iterator[tuple[slice, list[NDArray[np.uint8]]]]:
    """Some of the lens's pixels at a time, and their red, green and blue with the artwork on them."""
    start = 0
    for end, (texels, width) in zip(lens.ends.tolist(), levels_of(artwork, len(lens.ends)), strict=True):
        for first in range(start, end, PIXELS_AT_ONCE):
            part = slice(first, min(first + PIXELS_AT_ONCE, end))
            yield part, _lit(lens, part, _mixed(lens, part, texels, width))
        start = end


def level_sizes(size: tuple[int, int], count: int) -> list[tuple[int, int]]:
    """Width and height of each level: halved, rounding up, as long as both sides are more than one pixel."""
    sizes = [size]
    while len(sizes) < count:
        width, height = sizes[-1]
        sizes.append((-(-width // 2), -(-height // 2)) if min(sizes[-1]) > 1 else (width, height))
    return sizes


def levels_of(picture: PilImage.Image, count: int) -> Iterator[tuple[Texels, int]]:
    """The levels' packed texels and the length of their rows, one longer than the picture's width.

    The last column and row are there twice: each texel has a neighbour to mix with.
    """
    level = picture.convert("RGB")
    for index, size in enumerate(level_sizes(picture.size, count)):
        if index and level.size != size:
            level = level.reduce(2)
        pixels = np.asarray(level)
        packed = np.empty((size[1] + 1, size[0] + 1), np.uint64)
        packed[:-1, :-1] = pixels[..., 0]
        for channel in range(1, CHANNELS):
            packed[:-1, :-1] |= pixels[..., channel].astype(np.uint64) << np.uint64(channel * LANE_BITS)
        packed[-1], packed[:, -1] = packed[-2], packed[:, -2]
        packed[-1, -1] = packed[-2, -2]
        yield packed.reshape(-1), size[0] + 1


def _mixed(lens: Lens, part: slice, texels: Texels, width: int) -> Texels:
    """The bilinear mean of four texels, its channels in lanes of :data:`LANE_BITS`."""
    place = lens.texel[part].astype(np.intp)
    across, down = (fraction[part].astype(np.uint64) for fraction in lens.fraction)

    def row(start: int) -> Texels:
        left, right = (texels[start + column :].take(place, mode="clip") for column in (0, 1))
        return _between(left, right, across)

    return _between(row(0), row(width), down)


def _between(first: Texels, second: Texels, share: Texels) -> Texels:
    """From first to second by a share in 1/64, times 64; both are used up."""
    # A lane's difference may borrow from the next one; the sum gives it back.
    second -= first
    second *= share
    first <<= np.uint64(FRACTION_BITS)
    first += second
    return first


def _lit(lens: Lens, part: slice, mixed: Texels) -> list[NDArray[np.uint8]]:
    colours = []
    for channel in range(CHANNELS):
        shift = np.uint64((channel + 1) * LANE_BITS - TONE_INDEX_BITS)
        index = (mixed >> shift & np.uint64((1 << TONE_INDEX_BITS) - 1)).astype(np.intp)
        light = _LINEAR.take(index, mode="clip")
        light *= lens.shade[channel, part]
        light >>= np.uint32(16)
        light += lens.glare[channel, part]
        colours.append(developed(light))
    return colours


def _tones() -> NDArray[np.uint8]:
    light = (np.arange(LIGHT_STEPS) + 0.5) / LIGHT_STEPS * LIGHT_RANGE
    room = 1 - TONE_KNEE
    over = np.maximum(light - TONE_KNEE, 0)
    return to_srgb_bytes(np.where(light <= TONE_KNEE, light, TONE_KNEE + room * (1 - np.exp(-over / room))))


def _linear() -> NDArray[np.uint32]:
    """Linear light in 1/65536 for sRGB in 1/4096 of a lane."""
    values = np.arange(1 << TONE_INDEX_BITS) / (255 << (TONE_INDEX_BITS - 8))
    return np.round(linear_of(np.minimum(values, 1)) * ((1 << 16) - 1)).astype(np.uint32)


_TONES = _tones()
_LINEAR = _linear()
