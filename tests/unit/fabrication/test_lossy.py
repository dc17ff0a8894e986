"""The print in the formats of the web: close to the master, with its colours and no word too many."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from skimage import data as photos

from luneo.fabrication.lossy import print_avif, print_jpeg, print_webp
from luneo.imaging.colour import srgb_icc
from luneo.imaging.upscale import WEB_SIDE_PX

SIZE_MM = (60.0, 30.0)
MAKERS = {"JPEG": print_jpeg, "WEBP": print_webp, "AVIF": print_avif}


def sheet():
    """A photograph with thin lines of pure colour, a corner transparent."""
    image = Image.fromarray(photos.astronaut()).resize((240, 120)).convert("RGBA")
    image.paste((255, 0, 0, 255), (0, 60, 240, 61))
    image.paste((0, 0, 0, 0), (0, 0, 40, 40))
    return image


def opened(made):
    image = Image.open(io.BytesIO(made.data))
    image.load()
    return image


@pytest.mark.parametrize("kind", MAKERS)
def test_a_print_in_the_format_is_close_to_the_master(kind):
    made = MAKERS[kind](sheet(), SIZE_MM, bleed_mm=1.0)
    image = opened(made)
    assert image.format == kind
    assert image.size == made.size_px == sheet().size
    assert made.dpi == pytest.approx(120 * 25.4 / 32)
    white = Image.new("RGBA", sheet().size, "white")
    flat = [Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB") for picture in (image, sheet())]
    away = np.abs(np.asarray(flat[0], float) - np.asarray(flat[1], float))
    assert away.mean() < 4
    assert made.warnings == ()


@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_thin_lines_keep_their_colour(kind):
    red, green, blue = opened(MAKERS[kind](sheet(), SIZE_MM)).convert("RGB").getpixel((200, 60))
    assert red > 220
    assert max(green, blue) < 50


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_alpha_is_kept(kind):
    image = opened(MAKERS[kind](sheet(), SIZE_MM))
    assert (image.getpixel((10, 10))[3], image.getpixel((120, 100))[3]) == (0, 255)


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_what_takes_much_memory_is_made_smaller_and_says_so(kind):
    made = MAKERS[kind](Image.new("RGB", (WEB_SIDE_PX * 2, 16), "navy"), (512.0, 2.0))
    assert opened(made).size == made.size_px == (WEB_SIDE_PX, 8)
    assert made.dpi == pytest.approx(WEB_SIDE_PX * 25.4 / 512)
    assert ["102 DPI" in warning for warning in made.warnings] == [True]


def test_a_jpeg_keeps_every_pixel_and_says_its_resolution():
    image = opened(print_jpeg(Image.new("RGB", (WEB_SIDE_PX * 2, 16)), (WEB_SIDE_PX * 2 / 300 * 25.4, 16 / 300 * 25.4)))
    assert (image.size, image.info["dpi"]) == ((WEB_SIDE_PX * 2, 16), (300, 300))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_has_srgb_no_metadata_and_the_same_bytes_again(kind):
    marked = sheet()
    marked.info = {"exif": b"Exif\0\0secret", "comment": b"secret", "xmp": b"secret"}
    made = MAKERS[kind](marked, SIZE_MM)
    assert made == MAKERS[kind](sheet(), SIZE_MM)
    assert opened(made).info["icc_profile"] == srgb_icc()
    assert not re.search(rb"secret|Exif", made.data)
