"""Where a picture lies: how far it was moved against another, found without knowing why they differ."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from luneo.fabrication.parity.light import Light

_PEAKS: Final = 3
_KEEP_ENERGY: Final = 0.02
_REFINEMENTS: Final = 3
Field = NDArray[np.float32]
"""Looks averaged over their grounds: shape (height, width, 3)."""


def candidates(reference: Field, moved: Field) -> list[tuple[int, int]]:
    """The likeliest whole-pixel moves (right, down), best first, by phase correlation over all three channels.

    C. D. Kuglin, D. C. Hines, "The phase correlation image alignment method" (1975).
    """
    window = _window(reference.shape)
    first, second = (np.fft.rfft2(_centred(each) * window, axes=(0, 1)) for each in (reference, moved))
    cross = (second * np.conj(first)).sum(axis=2)
    strength = np.abs(cross)
    # What has next to no energy has a phase of noise.
    peaks = np.fft.irfft2(cross / (strength + _KEEP_ENERGY * strength.max() + 1e-9), s=reference.shape[:2])
    height, width = peaks.shape
    best = np.argsort(peaks, axis=None)[::-1][:_PEAKS]
    places = (np.unravel_index(index, peaks.shape) for index in best)
    return [(_signed(int(column), width), _signed(int(row), height)) for row, column in places]


def remainder(reference: Field, moved: Field) -> tuple[float, float]:
    """The move (right, down) in pixels between pictures that nearly lie on each other, by least squares on gradients.

    B. D. Lucas, T. Kanade, "An iterative image registration technique" (1981), for a pure translation.
    """
    # The derivative of the mean picture is free of the bias that one picture's alone has.
    steps: list[Light] = list(np.gradient((reference + moved) / 2, axis=(0, 1)))
    inner = (slice(2, -2), slice(2, -2))
    down, across = (step[inner] for step in steps)
    error = (reference - moved)[inner]
    # Where the pictures differ in content, their difference says nothing about a move.
    weight = 1 / (1 + (error / 12) ** 2)
    normal = np.array(
        [
            [(weight * across * across).sum(), (weight * across * down).sum()],
            [(weight * across * down).sum(), (weight * down * down).sum()],
        ]
    )
    right = np.array([(weight * across * error).sum(), (weight * down * error).sum()])
    ridge = np.eye(2) * (1e-3 * float(np.trace(normal)) + 1e-6)
    x, y = np.linalg.solve(normal + ridge, right)
    return float(np.clip(x, -1, 1)), float(np.clip(y, -1, 1))


def overlap(shape: tuple[int, ...], move: tuple[float, float]) -> tuple[slice, slice]:
    """Rows and columns that both pictures have after the move, with a pixel to spare."""
    across, down = (int(np.ceil(abs(step))) + 1 for step in move)
    return slice(down, shape[0] - down), slice(across, shape[1] - across)


def _centred(field: Field) -> Light:
    centred: Light = field - field.mean(axis=(0, 1), keepdims=True)
    return centred


def _window(shape: tuple[int, ...]) -> Light:
    """A Hann window, so that opposite edges do not meet in a step."""
    window: Light = (np.hanning(shape[0] + 2)[1:-1, None] * np.hanning(shape[1] + 2)[None, 1:-1]).astype(np.float32)
    return window[..., None]


def _signed(step: int, length: int) -> int:
    return step - length if step > length // 2 else step
