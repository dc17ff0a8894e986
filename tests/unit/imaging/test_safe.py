"""Reading pictures from outside and writing our own."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from skimage import data as photos

from luneo.imaging.safe import UnreadableImage, encode_jpeg, encode_png, encode_webp, open_image


def picture(mode="RGB", size=(40, 24)):
    noise = np.random.default_rng(3).integers(0, 255, (size[1], size[0], 4), np.uint8)
    return Image.fromarray(noise, "RGBA").convert(mode)


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def bomb(width, height):
    """A PNG of a few kilobytes that claims and holds width x height black pixels."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packed = zlib.compress(bytes((width + 7) // 8 + 1) * min(height, 2000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_allowed_formats_come_out_as_rgb(kind):
    opened = open_image(encoded(picture(), kind), what="The photo")
    assert (opened.mode, opened.size) == ("RGB", (40, 24))


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_other_formats_are_refused(kind):
    with pytest.raises(UnreadableImage, match="not a PNG, JPEG or WebP"):
        open_image(encoded(picture(), kind), what="The photo")


def test_a_refusal_names_the_picture_and_carries_its_slug():
    with pytest.raises(UnreadableImage) as refused:
        open_image(b"hello", what="The product photo")
    assert refused.value.detail.startswith("The product photo ")
    assert (refused.value.status, refused.value.slug) == (422, "unreadable-image")


@pytest.mark.parametrize(
    ("size", "why"), [((12_000, 12_000), "megapixels"), ((8_000, 5_001), "megapixels"), ((20_001, 4), "20000 pixels")]
)
def test_a_bomb_is_refused_from_its_header(size, why):
    with pytest.raises(UnreadableImage, match=why):
        open_image(bomb(*size), what="The photo")


def test_a_long_thin_picture_within_the_limits_is_read():
    assert open_image(encoded(picture("L", (20_000, 1)), "PNG"), what="The photo").size == (20_000, 1)


def test_one_pixel_is_read():
    assert open_image(encoded(picture(size=(1, 1)), "PNG"), what="The photo").size == (1, 1)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_truncated_picture_is_refused(kind):
    whole = encoded(picture(size=(200, 200)), kind)
    with pytest.raises(UnreadableImage):
        open_image(whole[: len(whole) // 2], what="The photo")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_with_another_file_behind_it_is_refused(kind):
    with pytest.raises(UnreadableImage, match="something after"):
        open_image(encoded(picture(), kind) + b"PK\x03\x04 <script>", what="The photo")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animation_is_refused(kind):
    moving = encoded(picture(), kind, save_all=True, append_images=[picture().rotate(90)], duration=100)
    with pytest.raises(UnreadableImage, match="animation"):
        open_image(moving, what="The photo")


def test_the_exif_orientation_is_applied_and_all_metadata_dropped():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "a camera"
    opened = open_image(encoded(picture(), "JPEG", exif=exif, comment=b"secret"), what="The photo")
    assert opened.size == (24, 40)
    assert not opened.info
    assert not opened.getexif()


def test_sixteen_bits_are_scaled_rather_than_clipped():
    grey = Image.fromarray(np.full((4, 4), 32_896, np.uint16))
    assert open_image(encoded(grey, "PNG"), what="The photo").getpixel((0, 0)) == (128, 128, 128)


def test_cmyk_comes_out_as_rgb():
    red = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    r, g, b = open_image(encoded(red, "JPEG", quality=100), what="The photo").getpixel((4, 4))
    assert r > 200
    assert max(g, b) < 60


def test_a_palette_with_transparency_comes_out_as_rgba():
    image = Image.new("P", (4, 4), 0)
    image.putpalette([255, 0, 0, 0, 255, 0])
    opened = open_image(encoded(image, "PNG", transparency=0), what="The photo")
    assert opened.getpixel((0, 0)) == (255, 0, 0, 0)


def test_an_embedded_profile_is_converted_to_srgb():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # A profile whose red is green's primary and the other way round, so that a conversion cannot be missed.
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    plain = open_image(encoded(picture(), "PNG"), what="The photo")
    tagged = open_image(encoded(picture(), "PNG", icc_profile=swapped), what="The photo")
    red, green, _ = plain.split()
    assert (
        np.abs(np.asarray(tagged, np.int16) - np.asarray(Image.merge("RGB", [green, red, plain.getchannel("B")]))).max()
        <= 3
    )


def test_a_broken_profile_does_not_lose_the_picture():
    opened = open_image(encoded(picture(), "PNG", icc_profile=b"not a profile"), what="The photo")
    assert opened.tobytes() == picture().tobytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["PNG", "JPEG", "WEBP"]), st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
def test_damaged_bytes_are_read_or_refused_but_never_crash(kind, place, junk):
    whole = bytearray(encoded(picture(), kind))
    at = place % len(whole)
    whole[at : at + len(junk)] = junk
    try:
        assert open_image(bytes(whole), what="The photo").mode in {"RGB", "RGBA"}
    except UnreadableImage as refused:
        assert refused.detail.startswith("The photo ")  # noqa: PT017 - either answer is right


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_noise_is_refused(noise):
    with pytest.raises(UnreadableImage):
        open_image(noise, what="The photo")


@pytest.mark.parametrize("encode", [encode_png, encode_webp, encode_jpeg])
def test_encoders_are_deterministic_and_tell_nothing(encode):
    image = Image.fromarray(photos.chelsea())
    image.info.update({"comment": b"secret", "exif": b"Exif\x00\x00secret", "xmp": b"secret"})
    first = encode(image)
    assert first == encode(image)
    assert b"secret" not in first
    assert b"Exif" not in first
    assert open_image(first, what="Ours").size == image.size


def test_a_png_keeps_pixels_and_alpha_and_its_resolution():
    written = encode_png(picture("RGBA"), 300)
    again = Image.open(io.BytesIO(written))
    assert again.tobytes() == picture("RGBA").tobytes()
    assert again.info["dpi"] == pytest.approx((300, 300), abs=0.01)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_a_png_without_a_resolution_claims_none(mode):
    image = picture("RGBA").convert(mode)
    again = Image.open(io.BytesIO(encode_png(image)))
    assert (again.mode, again.tobytes(), "dpi" in again.info) == (mode, image.tobytes(), False)


def test_a_jpeg_lays_transparency_on_the_background():
    clear = Image.new("RGBA", (16, 16), (0, 0, 0, 0))
    opened = open_image(encode_jpeg(clear, background=(250, 240, 230)), what="Ours")
    assert opened.getpixel((8, 8)) == pytest.approx((250, 240, 230), abs=2)
