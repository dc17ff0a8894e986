"""sRGB and linear light (IEC 61966-2-1)."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

_KNEE = 0.04045
_LINEAR_KNEE = 0.0031308


def linear_of(values: NDArray[np.float64]) -> FloatArray:
    """Linear light 0…1 from sRGB 0…1."""
    curve = ((values + 0.055) / 1.055) ** 2.4
    return np.where(values <= _KNEE, values / 12.92, curve).astype(np.float32)


_TABLE = linear_of(np.arange(256) / 255)


def to_linear(pixels: NDArray[np.uint8]) -> FloatArray:
    """Linear light 0…1 from 8-bit sRGB."""
    return _TABLE[pixels]


def to_srgb_bytes(linear: NDArray[np.floating]) -> NDArray[np.uint8]:
    """8-bit sRGB from linear light; values outside 0…1 are clipped."""
    values = np.clip(linear, 0, 1)
    curve = 1.055 * values ** (1 / 2.4) - 0.055
    encoded: NDArray[np.uint8] = np.round(np.where(values <= _LINEAR_KNEE, values * 12.92, curve) * 255).astype(
        np.uint8
    )
    return encoded
