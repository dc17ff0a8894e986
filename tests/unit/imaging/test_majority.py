import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from luneo.imaging.majority import majority


@given(
    size=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    colours=st.sampled_from([1, 2, 12, 256]),
    seed=st.integers(0),
)
def test_it_is_the_mode_of_the_five_by_five_around_each_pixel(size, colours, seed):
    codes = np.random.default_rng(seed).integers(0, colours, size[::-1]).astype(np.uint8)
    indexed = Image.fromarray(codes)
    indexed.putpalette([each for code in range(256) for each in (code, 255 - code, 7)])

    filtered = majority(indexed)

    assert filtered.mode == "P"
    assert filtered.getpalette() == indexed.getpalette()
    assert np.array_equal(np.asarray(filtered), np.asarray(indexed.filter(ImageFilter.ModeFilter(5))))


@pytest.mark.parametrize("inked", [1, 2])
def test_a_speck_is_taken_out(inked):
    codes = np.zeros((9, 9), np.uint8)
    codes[4, 4 : 4 + inked] = 1
    indexed = Image.fromarray(codes)
    indexed.putpalette([0, 0, 0, 255, 255, 255])
    assert not np.asarray(majority(indexed)).any()
