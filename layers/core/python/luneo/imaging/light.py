"""What the photo tells about light and form."""

import math
from typing import Any, Final

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.floating[Any]]
Levels = NDArray[np.uint8]
LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)  # ITU-R BT.709
_TOP_LEFT: Final = (-0.6, -0.8)
# Where a bell curve is cut off, in parts of its peak.
_LEAST_WEIGHT: Final = 0.05
_FAINTEST: Final = 0.02
_FLAT: Final = 128
_STEEPEST: Final = 127


def luminance_of(image: Image.Image) -> Floats:
    """The luma of a picture of mode RGB, 0 to 1."""
    return (np.asarray(image, np.float32) / 255 @ LUMINANCE).astype(np.float32)


def light_of(shade: Floats, mask: Floats) -> tuple[float, float]:
    """Where the light comes from on the photo, as a direction of length 1 (x right, y down).

    A matt surface is brighter towards its light: the slope of a plane fitted to the shade tells, as far as there is
    one. Without a slope it is the draughtsman's light, from the top left. ``shade`` and ``mask`` are 0 to 1.
    """
    # A plane has three unknowns: some ten thousand pixels tell it as well as a million.
    step = max(1, round(math.sqrt(mask.size / 20_000)))
    shade, mask = shade[::step, ::step], mask[::step, ::step]
    inside = mask > 0.5  # noqa: PLR2004 - more in than out
    rows, columns = np.nonzero(inside)
    if rows.size < 16:  # noqa: PLR2004 - too few pixels to tell a slope
        return _TOP_LEFT
    x, y = columns / mask.shape[1] - 0.5, rows / mask.shape[0] - 0.5
    plane = np.stack([x, y, np.ones_like(x)], axis=1)
    fitted, *_ = np.linalg.lstsq(plane, np.minimum(shade[inside], 1.5).astype(np.float64), rcond=None)
    # A slope of a third of the lit surface's brightness across the zone is as good as the draughtsman's word.
    leaning = [3 * float(axis) + default for axis, default in zip(fitted[:2], _TOP_LEFT, strict=True)]
    length = math.hypot(*leaning)
    return (leaning[0] / length, leaning[1] / length) if length > 0.2 else _TOP_LEFT  # noqa: PLR2004 - they cancel out


def blurred(values: Floats, radius: float) -> Floats:
    """Gaussian blur (sigma in pixels) of one channel or several, the edge repeated."""
    channels = 1 if values.ndim == 2 else values.shape[2]  # noqa: PLR2004 - rows and columns
    rows, columns = values.shape[:2]
    held = np.ascontiguousarray(values, np.float32)
    image = pyvips.Image.new_from_memory(held.data, columns, rows, channels, "float")
    if radius > 4:  # noqa: PLR2004 - a wide blur is as good on a smaller picture
        shrink = min(8, int(radius / 2))
        small = image.resize(1 / shrink, kernel="linear").gaussblur(radius / shrink, min_ampl=_LEAST_WEIGHT)
        image = small.resize(columns / small.width, vscale=rows / small.height, kernel="linear")
    else:
        image = image.gaussblur(max(radius, 0.2), min_ampl=_LEAST_WEIGHT)
    return np.ascontiguousarray(image.numpy(), np.float32).reshape(values.shape)


def softened(levels: Levels, radius: float) -> Levels:
    """Gaussian blur (sigma in pixels) of one channel, the edge repeated; ten times as fast as :func:`blurred`."""
    rows, columns = levels.shape
    # A wide blur is as good on a smaller picture.
    shrink = 1 if radius <= 6 else min(16, int(radius / 2.5))  # noqa: PLR2004 - where it is also quicker
    small = np.asarray(Image.fromarray(levels).reduce(shrink)) if shrink > 1 else levels
    smooth = _evening(_bell(radius / shrink))
    soft = _array(_image(small).convsep(smooth, precision="integer"))
    if shrink == 1:
        return soft
    whole = (0.0, 0.0, columns / shrink, rows / shrink)
    return np.asarray(Image.fromarray(soft).resize((columns, rows), Image.Resampling.BILINEAR, box=whole))


def sloped(levels: Levels, radius: float) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """How steep the levels, blurred by ``radius``, rise to the right and downwards.

    127 is as steep as the middle of a blurred edge from 0 to 255 is.
    """
    bell = _bell(radius)
    rise = np.convolve(bell, [-0.5, 0, 0.5]) * (2.5 * radius * _STEEPEST / 255)
    smooth, steep = _evening(bell), _filter(rise, 1 / _finest(rise), offset=_FLAT)
    image = _image(levels)
    right = image.conv(smooth.rot90(), precision="integer").conv(steep, precision="integer")
    down = image.conv(smooth, precision="integer").conv(steep.rot90(), precision="integer")
    return _signed(right), _signed(down)


def _bell(radius: float) -> Floats:
    sigma = max(radius, 0.2)
    reach = int(sigma * math.sqrt(-2 * math.log(_FAINTEST)))
    bell: Floats = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * sigma**2))
    bell /= bell.sum()
    return bell


def _finest(weights: Floats) -> float:
    """The step in which libvips tells the weights of its quick integer filter: a 64th of the power of two above all."""
    return 2.0 ** (math.ceil(math.log2(np.abs(weights).max())) - 6)


def _evening(weights: Floats) -> pyvips.Image:
    """A filter whose weights are 1 together to the step: what is even stays as it is."""
    scale = 1 / _finest(weights)
    parts = (weights * scale).round()
    parts[len(parts) // 2] += scale - parts.sum()
    return _filter(parts / scale, scale)


def _filter(weights: Floats, scale: float, offset: int = 0) -> pyvips.Image:
    parts = (weights * scale).round().tolist()
    return pyvips.Image.new_from_array([parts], scale=scale, offset=offset)


def _signed(image: pyvips.Image) -> NDArray[np.int8]:
    """Levels as they differ from ``_FLAT``."""
    return (_array(image) ^ np.uint8(_FLAT)).view(np.int8)


def quantile_of(levels: Levels, share: float, mask: Levels | None = None) -> float:
    """The level below which ``share`` of the pixels lie, of those alone where ``mask`` is not 0, if there is one."""
    counts = Image.fromarray(levels).histogram(Image.fromarray(mask) if mask is not None else None)
    below = np.cumsum(counts)
    return float(np.searchsorted(below, share * below[-1]))


def _image(levels: Levels) -> pyvips.Image:
    held = np.ascontiguousarray(levels)
    rows, columns = held.shape
    return pyvips.Image.new_from_memory(held.data, columns, rows, 1, "uchar")


def _array(image: pyvips.Image) -> Levels:
    levels: Levels = np.frombuffer(image.write_to_memory(), np.uint8).reshape(image.height, image.width)
    return levels


def folds_of(luminance: Floats, mask: Floats) -> Floats:
    """How far cloth lies above (1) or below (-1) its mean height, told by its shading.

    Neither the weave nor the slow change of light over the whole zone counts: only what lies between, a fold's size.
    """
    side = math.sqrt(max(1.0, float(mask.sum())))
    between = blurred(luminance, side / 45) - blurred(luminance, side / 7)
    inside = between[mask > 0.5]  # noqa: PLR2004 - more in than out
    # Flat cloth has no folds: its noise must not be blown up to any.
    height = 2 * max(float(inside.std()) if inside.size else 0.0, 0.015)
    folds: Floats = np.clip(between / height, -1, 1)
    return folds
