"""The artwork as it lies on the photo.

A pixel's four channels are worked on together, as lanes of 16 bits in one word of 64: whatever multiplies or adds words
does so with four channels at once, and no lane runs over into its neighbour while its value stays below 65,536.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from luneo.imaging.zone_maps import Places, Words, ZoneMaps

Lanes = NDArray[np.uint64]
Levels = NDArray[np.uint8]
ALPHA: Final = 48
"""By how many bits alpha stands above red in a word."""
EVERY_LANE: Final = np.uint64(0x0001_0001_0001_0001)
LUMA_STEPS: Final = 4080
"""How many steps of :func:`luma_of` white is above black."""
_LUMA: Final = np.uint64(19 | 183 << 16 | 54 << 32)  # blue, green, red of ITU-R BT.709, parts of 256
_EVERY_BYTE: Final = np.uint32(0x0101_0101)
_OPAQUE: Final = 0xFF00_0000
_PART: Final = 256  # of a pixel: bilinear weights are told in these
_LEAST_SIDE: Final = 2  # a pixel between two is mixed from both
_PACKED_AT_ONCE: Final = 65_536
# As many pixels as stay in the processor's cache from the first operation to the last.
_STRIP_PX: Final = 49_152


class Part(NamedTuple):
    """A part of the region, which indexes its arrays."""

    rows: slice
    columns: slice

    def box(self, origin: tuple[int, int]) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in the photo, where the region begins at ``origin``."""
        (left, top), (rows, columns) = origin, self
        return left + columns.start, top + rows.start, left + columns.stop, top + rows.stop


@dataclass(frozen=True, slots=True)
class Sheet:
    """A design to be warped: premultiplied colours and alpha, 0 to 255, one word a pixel, row after row."""

    words: NDArray[np.unsignedinteger[Any]]
    size: tuple[int, int]


def sheet_of(artwork: Image.Image, maps: ZoneMaps, *, absorbing: bool = False) -> Sheet:
    """The artwork at the size that the photo can show.

    With ``absorbing`` the colours are what opaque ink takes away of the light, alpha less the colour, and alpha is 0.
    """
    design = artwork if artwork.mode in {"RGB", "RGBA"} else artwork.convert("RGBA")
    pixels = _pixels(_resized(design, maps.design_px))
    words = np.empty((pixels.size, 4), np.uint16)
    for start in range(0, pixels.size, _PACKED_AT_ONCE):
        some = pixels[start : start + _PACKED_AT_ONCE]
        seen = (some >> np.uint32(24)) * _EVERY_BYTE - some if absorbing else some
        words[start : start + _PACKED_AT_ONCE] = seen.view(np.uint8).reshape(-1, 4)
    size = np.clip(design.size, _LEAST_SIDE, np.maximum(maps.design_px, _LEAST_SIDE))
    return Sheet(words.view(np.uint64).ravel(), (int(size[0]), int(size[1])))


def darkness_of(artwork: Image.Image, maps: ZoneMaps) -> Sheet:
    """The artwork's darkness, alpha less luma, and its alpha: words of two lanes of 16 bits."""
    colours = sheet_of(artwork, maps)
    pairs = np.empty((colours.words.size, 2), np.uint16)
    for start in range(0, len(pairs), _PACKED_AT_ONCE):
        words = colours.words[start : start + _PACKED_AT_ONCE]
        alpha = words >> np.uint64(ALPHA)
        # Rounding may take a white pixel's luma above its alpha by a hair.
        dark = np.maximum((alpha << np.uint64(4)).view(np.intp) - luma_of(words), 0)
        dark += 8
        dark >>= 4
        pairs[start : start + _PACKED_AT_ONCE, 0] = dark
        pairs[start : start + _PACKED_AT_ONCE, 1] = alpha
    return Sheet(pairs.view(np.uint32).ravel(), colours.size)


def _resized(design: Image.Image, most: tuple[int, int]) -> Image.Image:
    """Fine lines that the photo cannot show would break up in the warp: they are averaged before it."""
    width, height = (max(_LEAST_SIDE, min(side, limit)) for side, limit in zip(design.size, most, strict=True))
    if (width, height) == design.size:
        return design
    premultiplied = design.convert("RGBa") if design.mode == "RGBA" else design
    return premultiplied.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _pixels(design: Image.Image) -> NDArray[np.uint32]:
    """Premultiplied pixels, red in the lowest byte."""
    if design.mode == "RGB":
        return np.frombuffer(design.tobytes("raw", "RGBX"), "<u4") | np.uint32(_OPAQUE)
    pixels = np.frombuffer(design.tobytes(), "<u4")
    if design.mode == "RGBa" or int(pixels.min()) >= _OPAQUE:
        return pixels
    return np.frombuffer(design.convert("RGBa").tobytes(), "<u4")


def strips(maps: ZoneMaps) -> Iterator[Part]:
    """All parts of the region that hold any of the zone, a few rows each."""
    rows, columns = maps.mask.shape
    few = max(1, _STRIP_PX // columns // maps.step) * maps.step
    for start in range(0, rows, few):
        within = slice(start, min(rows, start + few))
        printed = np.flatnonzero(maps.mask[within].any(axis=0))
        if printed.size:
            yield Part(within, slice(int(printed[0]), int(printed[-1]) + 1))


class Warp:
    """A design laid on a region, to be taken part by part."""

    def __init__(self, sheet: Sheet, maps: ZoneMaps) -> None:
        self._sheet = sheet
        self._mask = maps.mask
        width, height = sheet.size
        # A place 0 is the left edge of the first pixel; half a part more rounds to the nearest.
        self._places = Places(maps, (width * _PART, height * _PART), first=_PART / 2 - 0.5)
        self._last = np.array([[[width]], [[height]]], np.int32) * _PART - (_PART + 1)

    def of(self, part: Part, *, masked: bool = True) -> Lanes:
        """Some of the design, one word a pixel; ``masked`` thins it by how much of a pixel is zone.

        Bilinear: it costs half of bicubic and is within 0.1 dB of it on photographs, and without overshoot no colour
        rises above its alpha and no halo surrounds a logo.
        """
        width, words = self._sheet.size[0], self._sheet.words
        parts = self._places.of(*part).astype(np.int32)
        # Between the first pixel and the last but one, so that each has a next.
        np.clip(parts, 0, self._last, out=parts)
        weights = _weights(parts, self._mask[part] if masked else None)
        parts >>= 8
        across, down = parts
        down *= width
        down += across
        index = down.astype(np.intp)
        mixed: Lanes = words.take(index, mode="clip")
        mixed *= weights[0].astype(words.dtype)
        corner, weight = np.empty_like(mixed), np.empty_like(mixed)
        for step, share in zip((1, width, width + 1), weights[1:], strict=True):
            words[step:].take(index, out=corner, mode="clip")
            np.copyto(weight, share)
            corner *= weight
            mixed += corner
        lanes = mixed.view(np.uint16)
        lanes += _PART // 2
        lanes >>= 8
        return mixed


def luma_of(words: Lanes) -> NDArray[np.intp]:
    """The luma of colours, a sixteenth of a level a step."""
    luma = words * _LUMA
    luma >>= np.uint64(32 + 4)
    luma &= np.uint64(0xFFF)
    return luma.view(np.intp)


def _weights(parts: NDArray[np.int32], opacity: Levels | None) -> tuple[Words, Words, Words, Words]:
    """How much of each pixel around a place counts: upper left, upper right, lower left, lower right.

    ``parts`` are places across and down. Together the weights are the opacity to the part, in parts of 256, whatever is
    lost in rounding on the way.
    """
    right, lower = parts.astype(np.uint8).astype(np.uint16)
    whole = np.full(right.shape, _PART, np.uint16) if opacity is None else opacity.astype(np.uint16)
    if opacity is not None:
        whole += whole >> 7
    lower *= whole
    lower >>= 8
    whole -= lower
    upper_right = right * whole
    upper_right >>= 8
    right *= lower
    right >>= 8
    whole -= upper_right
    lower -= right
    return whole, upper_right, lower, right
