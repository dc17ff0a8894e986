import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from luneo.imaging.masks import area_mask, black_and_white, merged, with_hole
from luneo.imaging.safe import UnreadableImage


def mask(mode: str = "L") -> bytes:
    """White on the left half."""
    picture = Image.new("L", (8, 4), 0)
    picture.paste(255, (0, 0, 4, 4))
    buffer = io.BytesIO()
    picture.convert(mode).save(buffer, "PNG")
    return buffer.getvalue()


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "1"])
def test_white_becomes_a_hole(mode: str):
    holed = pixels(with_hole(mask(mode)))
    assert holed.shape == (4, 8, 4)
    assert (holed[:, :4, 3] == 0).all()
    assert (holed[:, 4:, 3] == 255).all()


def test_greys_are_decided_and_transparent_places_stay():
    picture = Image.new("RGBA", (3, 1))
    picture.putdata([(200, 200, 200, 255), (90, 90, 90, 255), (255, 255, 255, 0)])
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    assert pixels(black_and_white(buffer.getvalue())).tolist() == [[255, 0, 0]]


def test_what_is_no_picture_is_refused():
    with pytest.raises(UnreadableImage):
        with_hole(b"no picture")


SIZE = (48, 32)
EDGES = st.tuples(st.integers(-9, 47), st.integers(-9, 31), st.integers(1, 57), st.integers(1, 41))


def noise(seed: int, mode: str) -> Image.Image:
    depth = len(mode)
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (SIZE[1], SIZE[0], depth), np.uint8), mode)


@given(EDGES, st.booleans(), st.sampled_from(["RGB", "RGBA"]), st.sampled_from(["RGB", "RGBA"]))
def test_outside_an_area_every_pixel_is_the_original_s(edges: tuple[int, ...], elliptic, old: str, new: str):
    left, top, width, height = edges
    mask = area_mask(SIZE, (left, top, left + width, top + height), elliptic=elliptic)
    free, original = pixels(mask) == 255, noise(1, old)

    result = merged(original, noise(2, new), mask)

    assert result.size == SIZE
    assert result.mode == ("RGBA" if "RGBA" in {old, new} else "RGB")
    assert (np.asarray(result)[~free] == np.asarray(original.convert(result.mode))[~free]).all()
    rows, columns = np.nonzero(free)
    assert rows.size == 0 or (rows.min() >= max(0, top) and columns.max() < left + width)


def test_an_area_is_blended_in_from_its_border_and_is_the_new_picture_further_in():
    black, white = Image.new("RGB", (200, 100)), Image.new("RGB", (200, 100), "white")
    row = np.asarray(merged(black, white, area_mask((200, 100), (40, 0, 160, 100), elliptic=False)))[50, :, 0]
    assert set(row[:40]) == set(row[160:]) == {0}
    assert (0 < row[40] < row[41] < row[42] < 255, set(row[50:150])) == (True, {255})
    assert (np.diff(row[40:60].astype(int)) >= 0).all()


def test_where_the_area_leaves_the_picture_there_is_no_seam():
    black, white = Image.new("RGB", (60, 60)), Image.new("RGB", (60, 60), "white")
    whole = np.asarray(merged(black, white, area_mask((60, 60), (-5, -5, 65, 65), elliptic=False)))
    assert (whole == 255).all()


def test_the_new_picture_s_size_does_not_matter():
    black, white = Image.new("RGB", (60, 30)), Image.new("RGB", (128, 64), "white")
    result = merged(black, white, area_mask((60, 30), (20, 10, 40, 20), elliptic=True))
    assert (result.size, result.getpixel((30, 15)), result.getpixel((20, 10))) == ((60, 30), (255,) * 3, (0,) * 3)


def test_colours_of_what_is_clear_do_not_bleed_into_the_seam():
    red, clear = Image.new("RGBA", (60, 60), (255, 0, 0, 255)), Image.new("RGBA", (60, 60), (0, 255, 0, 0))
    result = np.asarray(merged(red, clear, area_mask((60, 60), (10, 10, 50, 50), elliptic=False)))
    assert result[..., 1][result[..., 3] > 0].max() == 0
