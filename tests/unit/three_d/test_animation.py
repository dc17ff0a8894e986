import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from luneo.imaging.endings import ends_with_the_file
from luneo.three_d.animation import animated


def pictures(count, size, mode):
    for seed in range(count):
        coarse = np.random.default_rng(seed).integers(0, 255, (4, 4, len(mode)), np.uint8)
        yield Image.fromarray(coarse, mode).resize(size, Image.Resampling.BICUBIC)


def alone(picture):
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=80, method=0)
    return np.asarray(Image.open(buffer).convert(picture.mode), int)


@given(
    count=st.integers(1, 4),
    size=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    mode=st.sampled_from(["RGB", "RGBA"]),
)
def test_each_view_looks_as_it_would_alone(count, size, mode):
    views = list(pictures(count, size, mode))

    film = animated(views, view_ms=90, quality=80, method=0)

    assert ends_with_the_file(film, "WEBP")
    with Image.open(io.BytesIO(film)) as opened:
        assert (opened.size, opened.n_frames) == (size, count)
        shown = [np.asarray(frame.convert(mode), int) for frame in ImageSequence.Iterator(opened)]
    for view, frame in zip(views, shown, strict=True):
        visible = np.asarray(view.convert("RGBA"))[..., 3] > 0
        assert np.abs(frame - alone(view))[visible].max(initial=0) <= 1


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_it_turns_for_ever_at_its_pace(mode):
    with Image.open(io.BytesIO(animated(list(pictures(3, (8, 6), mode)), view_ms=90, quality=80, method=0))) as film:
        assert film.info["loop"] == 0
        film.seek(1)
        film.load()
        assert film.info["duration"] == 90
