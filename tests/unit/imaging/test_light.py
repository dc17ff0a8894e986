"""Blurs and slopes of levels: as good as in numbers."""

import numpy as np
import pytest
from skimage.filters import gaussian

from luneo.imaging.light import quantile_of, sloped, softened


def shapes(side=160):
    """A disc and a bar, with hard edges."""
    y, x = np.mgrid[0:side, 0:side]
    return np.where((np.hypot(x - 60, y - 70) < 30) | (abs(x - 120) < 8), 255, 0).astype(np.uint8)


@pytest.mark.parametrize("radius", [0.2, 0.5, 0.8, 2.5, 5.0, 9.0, 20.0])
def test_levels_are_blurred_as_numbers_are(radius):
    levels = shapes()
    off = np.abs(softened(levels, radius) - gaussian(levels.astype(np.float64), radius, mode="nearest"))
    assert off.max() < 6
    assert off.mean() < 1


@pytest.mark.parametrize("radius", [0.45, 1.4, 4.0])
def test_slopes_are_those_of_the_blurred_levels(radius):
    levels = shapes()
    down, right = np.gradient(gaussian(levels / 255, radius, mode="nearest"))
    for found, wanted in zip(sloped(levels, radius), (right, down), strict=True):
        assert found == pytest.approx(np.clip(2.5 * radius * wanted, -1, 1) * 127, abs=5)


def test_what_is_even_has_no_slope_and_stays_as_it_is():
    for level in (0, 100, 255):
        even = np.full((40, 50), level, np.uint8)
        assert not any(slope.any() for slope in sloped(even, 2.0))
        assert all((softened(even, radius) == level).all() for radius in (0.5, 3.0, 9.0, 40.0))


def test_a_quantile_counts_what_the_mask_lets_through():
    levels = np.arange(200, dtype=np.uint8).reshape(10, 20)
    assert quantile_of(levels, 0.5) == pytest.approx(99, abs=1)
    assert quantile_of(levels, 0.5, (levels >= 100).astype(np.uint8)) == pytest.approx(149, abs=1)
