import io

import numpy as np
import pytest
from PIL import Image

from luneo.imaging.masks import black_and_white, with_hole
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
