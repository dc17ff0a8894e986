"""Pictures as light: linear, premultiplied, sampled over any part of a picture; and as the eye takes them, in L*a*b*.

A press and an eye average light, not sRGB's numbers: shrinking is done on linear values.
"""

import math
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Light = NDArray[np.float32]
"""Linear-light red, green and blue times alpha, then alpha: shape (height, width, 4), 0 to 1."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

# IEC 61966-2-1: the curve and the primaries of sRGB, and its white, D65.
_CODES: Final = np.arange(256) / 255
_LINEAR: Final = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004
_BRIGHTNESS: Final = _LINEAR.tolist()
_SHARES: Final = _CODES.tolist()
_TO_XYZ: Final = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32)
_WHITE: Final = _TO_XYZ.sum(axis=1)
# CIE 15: where the cube root of L*a*b* gives way to a straight line.
_EPSILON: Final = 216 / 24389
_KAPPA: Final = 24389 / 27
GROUNDS: Final = (1.0, 0.0)
"""What is behind clear pixels: white shows what lacks ink, black what lacks white."""
_STRAIGHT: Final = frozenset({"RGB", "RGBA"})
_COLOURS: Final = "RGB"
_OPAQUE: Final = (255, 255)
_STEPS: Final = 1 << 16


def sample(image: Image.Image, box: Box, size: tuple[int, int]) -> Light:
    """That part of the picture at ``size`` (width, height); ``box`` is in its pixels, what lies outside is clear."""
    box, padding = _inside(box, (image.width, image.height))
    straight = image if image.mode in _STRAIGHT else image.convert("RGBA")
    planes = [_shrunk(plane, box, padding, size) for plane in _planes(straight, padded=any(padding))]
    if len(planes) == len(_COLOURS):
        planes.append(np.ones_like(planes[0]))
    return np.clip(np.stack(planes, axis=-1), 0, 1)


def _planes(image: Image.Image, *, padded: bool) -> tuple[Image.Image, ...]:
    """Linear red, green and blue, times alpha; then alpha, unless all of it is opaque; mode F."""
    colours = tuple(image.getchannel(band).point(_BRIGHTNESS, "F") for band in _COLOURS)
    if image.mode == "RGB" or image.getchannel("A").getextrema() == _OPAQUE:
        return (*colours, Image.new("F", image.size, 1.0)) if padded else colours
    alpha = np.asarray(image.getchannel("A").point(_SHARES, "F"))
    return *(Image.fromarray(np.asarray(colour) * alpha) for colour in colours), Image.fromarray(alpha)


def _inside(box: Box, size: tuple[int, int]) -> tuple[Box, tuple[int, int, int, int]]:
    """The box moved into a picture padded by so many pixels at the left, top, right and bottom."""
    far = (box[2] - size[0], box[3] - size[1])
    left, top, right, bottom = (max(0, math.ceil(beyond - 1e-6)) for beyond in (-box[0], -box[1], *far))
    width, height = size[0] + left + right, size[1] + top + bottom
    moved = (
        max(0.0, box[0] + left),
        max(0.0, box[1] + top),
        min(float(width), box[2] + left),
        min(float(height), box[3] + top),
    )
    return moved, (left, top, right, bottom)


def _shrunk(plane: Image.Image, box: Box, padding: tuple[int, int, int, int], size: tuple[int, int]) -> Light:
    left, top, right, bottom = padding
    if any(padding):
        plane = Image.fromarray(np.pad(np.asarray(plane), ((top, bottom), (left, right))))
    # Hamming shrinks without the ringing that would show as a difference.
    return np.asarray(plane.resize(size, Image.Resampling.HAMMING, box=box))


def on(ground: float, light: Light) -> Light:
    """The picture laid on a grey of that brightness: opaque linear RGB."""
    return light[..., :3] + (1 - light[..., 3:]) * np.float32(ground)


def grounds_for(*lights: Light) -> tuple[float, ...]:
    """The grounds that these pictures must be looked at on; one is enough for opaque ones."""
    return GROUNDS if any(float(light[..., 3].min()) < 0.998 for light in lights) else GROUNDS[:1]  # noqa: PLR2004


def lab(rgb: Light) -> Light:
    """CIE L*a*b* under D65 of linear RGB."""
    relative = rgb @ (_TO_XYZ.T / _WHITE)
    root = np.where(relative > _EPSILON, np.cbrt(relative), (_KAPPA * relative + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def looks(light: Light, grounds: tuple[float, ...]) -> Light:
    """L*a*b* on each ground: shape (grounds, height, width, 3)."""
    return np.stack([lab(on(ground, light)) for ground in grounds])


def soft(light: Light) -> Light:
    """The mean of each pixel and its neighbours: an edge that lies half a pixel aside is no difference of colour."""
    padded = np.pad(light, ((1, 1), (1, 1), (0, 0)), mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    mean: Light = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / np.float32(9)
    return mean


def shown(light: Light) -> Image.Image:
    """The picture as sRGB with straight alpha, mode RGBA."""
    alpha = light[..., 3:]
    straight = np.divide(light[..., :3], alpha, out=np.zeros_like(light[..., :3]), where=alpha > 1e-4)  # noqa: PLR2004
    return Image.fromarray(np.dstack([coded(straight), np.rint(alpha * 255).astype(np.uint8)]))


def coded(linear: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    """Linear values as sRGB's eight bits."""
    codes: NDArray[np.uint8] = _coding()[np.rint(np.clip(linear, 0, 1) * (_STEPS - 1)).astype(np.uint16)]
    return codes


@cache
def _coding() -> NDArray[np.uint8]:
    bright = np.arange(_STEPS) / (_STEPS - 1)
    curve = np.where(bright <= 0.0031308, 12.92 * bright, 1.055 * bright ** (1 / 2.4) - 0.055)  # noqa: PLR2004
    codes: NDArray[np.uint8] = np.rint(curve * 255).astype(np.uint8)
    return codes
