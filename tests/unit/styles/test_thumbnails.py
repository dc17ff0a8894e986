"""The styles' thumbnails in the widget's folder."""

import io

import numpy as np
import pytest
from PIL import Image

from local.derived.thumbnails import FOLDER, SIDE_PX, draw
from luneo.styles import STYLES, style

MAX_BYTES_ALL = 200_000
# Encoders of different versions differ by a few levels, another motif by dozens.
MAX_MEAN_DIFFERENCE = 6.0


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"), dtype=float)


def test_all_are_small_squares():
    paths = [FOLDER / f"{slug}.webp" for slug in STYLES]
    assert sum(path.stat().st_size for path in paths) <= MAX_BYTES_ALL
    assert {pixels(path.read_bytes()).shape for path in paths} == {(SIDE_PX, SIDE_PX, 4)}


@pytest.mark.parametrize("slug", ["silhouette", "geometric"])
def test_they_are_what_the_command_draws(slug: str):
    drawn, kept = pixels(draw(style(slug))), pixels((FOLDER / f"{slug}.webp").read_bytes())
    assert np.abs(drawn - kept).mean() < MAX_MEAN_DIFFERENCE
