"""What the photo tells about light and form."""

import math
from typing import Any, Final

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.floating[Any]]
LUMINANCE: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)  # ITU-R BT.709
_TOP_LEFT: Final = (-0.6, -0.8)


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
        small = image.resize(1 / shrink, kernel="linear").gaussblur(radius / shrink, min_ampl=0.05)
        image = small.resize(columns / small.width, vscale=rows / small.height, kernel="linear")
    else:
        image = image.gaussblur(max(radius, 0.2), min_ampl=0.05)
    return np.ascontiguousarray(image.numpy(), np.float32).reshape(values.shape)


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
