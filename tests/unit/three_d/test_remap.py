"""The fast arithmetic against the plain formula."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from luneo.three_d.colour import to_linear
from luneo.three_d.remap import TONE_KNEE, developed, lens_of, level_sizes, levels_of, light_steps, through

SIZE = (13, 7)
NOISE = np.random.default_rng(3).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)


def seen(uv, level, shade, glare, picture=NOISE, size=SIZE):
    """The colours that a lens gives pixels, in their order."""
    lens = lens_of(np.array(uv, np.float32), np.array(level, np.uint8), size, shade, glare)
    parts = [(part, np.stack(colours, axis=1)) for part, colours in through(lens, Image.fromarray(picture))]
    assert [part.start for part, _ in parts[1:]] == [part.stop for part, _ in parts[:-1]]
    return np.concatenate([colours for _, colours in parts]).astype(int)


def lights(count, shade=1.0, glare=0.0):
    return np.full((count, 3), shade, np.float32), np.full((count, 3), glare, np.float32)


def developed_plainly(light):
    over = np.maximum(light - TONE_KNEE, 0)
    tone = np.where(light <= TONE_KNEE, light, TONE_KNEE + (1 - TONE_KNEE) * (1 - np.exp(-over / (1 - TONE_KNEE))))
    return np.where(tone <= 0.0031308, tone * 12.92, 1.055 * tone ** (1 / 2.4) - 0.055) * 255


@given(
    uv=st.lists(st.tuples(st.floats(0, 1, width=32), st.floats(0, 1, width=32)), min_size=1, max_size=40),
    shade=st.floats(0, 1.5, width=32),
    glare=st.floats(0, 1, width=32),
)
@settings(max_examples=40, deadline=None)
def test_four_texels_are_mixed_lit_and_developed_as_the_formula_says(uv, shade, glare):
    column, row = np.array(uv, float).T * np.array(SIZE)[:, None] - 0.5
    texel = np.array([[_bilinear(x, y, channel) for channel in range(3)] for x, y in zip(column, row, strict=True)])
    linear = np.where(texel <= 0.04045, texel / 12.92, ((texel + 0.055) / 1.055) ** 2.4)
    colours = seen(uv, [0] * len(uv), *lights(len(uv), shade, glare))
    # A place is rounded down to 1/64 of a texel, light to 1/8192: a few levels between texels far apart, or near black.
    assert np.abs(colours - developed_plainly(linear * shade + glare)).max() < 6


def _bilinear(x, y, channel):
    x, y = max(x, 0), max(y, 0)
    (left, right), (top, bottom) = ((int(p), min(int(p) + 1, side - 1)) for p, side in zip((x, y), SIZE, strict=True))
    texels, across, down = NOISE[..., channel] / 255, x - int(x), y - int(y)
    upper = texels[top, left] * (1 - across) + texels[top, right] * across
    lower = texels[bottom, left] * (1 - across) + texels[bottom, right] * across
    return upper * (1 - down) + lower * down


@pytest.mark.parametrize("corner", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_a_texture_s_corner_is_its_corner_texel(corner):
    expected = developed(light_steps(to_linear(NOISE[-corner[1], -corner[0]])))
    assert np.abs(seen([corner], [0], *lights(1))[0] - expected).max() <= 4


def test_coarser_levels_are_means_of_finer_ones():
    checks = (np.indices((32, 32)).sum(axis=0) % 2 * 255).astype(np.uint8)
    board = np.dstack([checks] * 3)
    middles = [(16.5 / 32, 16.5 / 32)] * 3
    fine, coarse, coarser = seen(middles, [0, 1, 2], *lights(3), picture=board, size=(32, 32))[:, 0]
    white, grey = developed(light_steps(to_linear(np.array([255, 128], np.uint8)))).astype(int)
    assert fine in (0, white)
    assert (coarse, coarser) == pytest.approx((grey, grey), abs=1)


@given(st.integers(1, 70), st.integers(1, 70), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_levels_have_the_sizes_that_lenses_count_on(width, height, count):
    levels = list(levels_of(Image.new("RGB", (width, height), (9, 8, 7)), count))
    assert [(row - 1, len(texels) // row - 1) for texels, row in levels] == level_sizes((width, height), count)
    assert all(len(np.unique(texels)) == 1 for texels, _ in levels)


def test_light_beyond_the_range_is_white():
    assert seen([(0.5, 0.5)], [0], *lights(1, 1, 50.0)).tolist() == [[255, 255, 255]]
    assert developed(light_steps(np.array([1e9, -1], np.float32))).tolist() == [255, 0]
