"""Pixels, millimetres and resolution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from skimage import data as photos

from luneo.imaging.upscale import cover, effective_dpi, fit, pixels_for, reduced, upscale


def test_pixels_for_a_size_in_millimetres():
    assert pixels_for((25.4, 50.8), 300) == (300, 600)


def test_the_poorer_axis_is_the_resolution():
    assert effective_dpi((600, 300), (25.4, 25.4)) == pytest.approx(300)


@given(st.tuples(st.floats(5, 500), st.floats(5, 500)), st.integers(72, 600))
def test_pixels_for_a_resolution_have_that_resolution(size_mm, dpi):
    assert effective_dpi(pixels_for(size_mm, dpi), size_mm) == pytest.approx(dpi, rel=0.05)


@given(st.integers(1, 300), st.integers(1, 300), st.floats(0.2, 5))
def test_cover_crops_and_fit_pads_to_the_aspect(width, height, aspect):
    image = Image.new("RGBA", (width, height), (9, 9, 9, 255))
    inner, outer = cover(image, aspect), fit(image, aspect)
    assert inner.width <= width
    assert inner.height <= height
    assert outer.width >= width
    assert outer.height >= height
    for result in (inner, outer):
        assert abs(result.width - result.height * aspect) <= max(1.0, aspect)


def psnr(one, other):
    error = (np.asarray(one, np.float64) - np.asarray(other, np.float64)) ** 2
    return 10 * np.log10(255**2 / error.mean())


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee"])
def test_restoring_brings_the_original_nearer(name):
    original = Image.fromarray(getattr(photos, name)()).crop((0, 0, 448, 296))
    small = original.resize((112, 74), Image.Resampling.BOX)
    bare = upscale(small, original.size, restored=False)
    assert psnr(upscale(small, original.size), original) > psnr(bare, original) + 0.1


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (37, 120, 201)])
def test_an_even_colour_stays_as_it_is(colour):
    large = np.asarray(upscale(Image.new("RGB", (20, 16), colour), (80, 64)))
    assert (large == colour).all()


def test_shrinking_an_enlarged_picture_gives_it_back():
    small = Image.fromarray(photos.chelsea()).crop((60, 40, 160, 120))
    bare, mended = (upscale(small, (400, 320), restored=restored) for restored in (False, True))
    gave = [psnr(each.resize(small.size, Image.Resampling.BOX), small) for each in (bare, mended)]
    assert gave[1] > gave[0] + 4


def test_transparency_leaves_no_seam():
    image = Image.new("RGBA", (20, 20), (0, 255, 0, 0))
    image.paste((255, 0, 0, 255), (5, 5, 15, 15))
    large = np.asarray(upscale(image, (100, 100)), np.int16)
    seen = large[..., 3] > 16
    assert (large[..., 1] - large[..., 0])[seen].max() <= 0


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_size_and_mode_are_exact_and_shrinking_works(mode):
    image = Image.fromarray(photos.chelsea()).convert(mode)
    for size in ((33, 77), (700, 500)):
        assert (upscale(image, size).size, upscale(image, size).mode) == (size, mode)


def test_reducing_keeps_the_shape_and_leaves_small_pictures_alone():
    picture = Image.new("RGBA", (300, 100))
    assert reduced(picture, 150).size == (150, 50)
    assert reduced(picture, 300) is picture
