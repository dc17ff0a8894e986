"""Pictures made to harm or to confuse, and odd but honest ones: used as they are meant, or refused with a reason."""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps
from skimage import data as photos

from luneo.fabrication.separation import coated, separated
from luneo.imaging.endings import MAX_SCANS
from luneo.imaging.safe import MAX_PIXELS, UnreadableImage, open_image

CAT = Image.fromarray(photos.chelsea()).resize((90, 60), Image.Resampling.LANCZOS)
CLEAR = CAT.convert("RGBA")
CLEAR.putalpha(ImageOps.invert(CAT.convert("L")))
PEAK_OVER_IMPORTS_MB = 560
"""Three copies of the largest picture at four bytes a pixel, and what the decoder needs."""


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def seen(data, **more):
    return open_image(data, what="The photo", **more)


def refusal(data):
    with pytest.raises(UnreadableImage) as refused:
        seen(data)
    return refused.value.detail


def distance(one, other):
    """The mean difference of two pictures, in 8-bit steps."""
    return np.abs(np.asarray(one.convert("RGB"), np.int16) - np.asarray(other.convert("RGB"), np.int16)).mean()


def icc_of(space):
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


def display_p3():
    """The sRGB profile with Display P3's primaries, adapted to D50 (SMPTE EG 432-1)."""
    profile = bytearray(icc_of("sRGB"))
    primaries = {b"rXYZ": (0.51512, 0.24120, -0.00105), b"gXYZ": (0.29198, 0.69225, 0.04189)}
    primaries[b"bXYZ"] = (0.15710, 0.06657, 0.78407)
    for number in range(int.from_bytes(profile[128:132], "big")):
        name, offset, _ = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if name in primaries:
            fixed = [round(value * 65536) for value in primaries[name]]
            struct.pack_into(">iii", profile, offset + 8, *fixed)
    return bytes(profile)


REAL = {
    "jpeg": encoded(CAT, "JPEG", quality=85, exif=Image.Exif(), comment=b"by hand"),
    "progressive": encoded(CAT, "JPEG", progressive=True, icc_profile=display_p3()),
    "cmyk": encoded(CAT.convert("CMYK"), "JPEG"),
    "png": encoded(CAT, "PNG", icc_profile=icc_of("sRGB")),
    "palette": encoded(CAT.quantize(16), "PNG", transparency=3),
    "deep": encoded(Image.fromarray(np.asarray(CAT.convert("L"), np.uint16) * 257), "PNG"),
    "webp": encoded(CLEAR, "WEBP", quality=70),
    "lossless": encoded(CLEAR, "WEBP", lossless=True),
}

cuts = st.floats(0, 1)
wounds = st.lists(
    st.one_of(
        st.tuples(st.just("write"), cuts, st.binary(min_size=1, max_size=8)),
        st.tuples(st.just("remove"), cuts, st.integers(1, 40)),
        st.tuples(st.just("repeat"), cuts, st.integers(1, 400)),
        st.tuples(st.just("cut"), cuts, st.just(0)),
    ),
    min_size=1,
    max_size=4,
)


def wounded(data, how):
    for kind, place, what in how:
        at = int(place * len(data))
        if kind == "write":
            data = data[:at] + what + data[at + len(what) :]
        elif kind == "remove":
            data = data[:at] + data[at + what :]
        elif kind == "repeat":
            data = data[: at + what] + data[at:]
        else:
            data = data[:at]
    return data


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(REAL)), wounds)
def test_a_real_file_however_wounded_gives_a_picture_or_a_refusal(name, how):
    try:
        opened = seen(wounded(REAL[name], how), ink=coated().icc)
    except UnreadableImage as refused:
        assert refused.detail.startswith("The photo ")  # noqa: PT017 - either answer is right
    else:
        assert opened.mode in {"RGB", "RGBA"}
        assert opened.width * opened.height <= MAX_PIXELS


@pytest.mark.parametrize("name", sorted(REAL))
def test_a_real_file_is_seen_as_it_is(name):
    expected = CAT.quantize(16) if name == "palette" else CAT.convert("L") if name == "deep" else CAT
    limit = 12 if name == "progressive" else 6
    assert distance(seen(REAL[name]), expected) < limit


def zipped():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("run.sh", "rm -rf /")
    return buffer.getvalue()


HTML = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize("behind", [zipped(), HTML, HTML + b"\xff\xd9", b"\xff\xd8" + HTML + b"\xff\xd9", b"%PDF-1.7"])
@pytest.mark.parametrize("name", ["jpeg", "png", "webp"])
def test_a_second_file_behind_the_picture_is_refused(name, behind):
    assert "something after" in refusal(REAL[name] + behind)


def test_a_second_file_inside_the_picture_does_not_come_out():
    held = encoded(CAT, "JPEG", comment=HTML + zipped())
    assert open_image(held, what="The photo").info == {}
    assert zipfile.is_zipfile(io.BytesIO(held))
    assert not zipfile.is_zipfile(io.BytesIO(encoded(seen(held), "JPEG")))


def test_a_phones_second_picture_behind_the_first_is_passed_over():
    both = encoded(CAT, "MPO", save_all=True, append_images=[CAT.convert("L").convert("RGB")])
    assert distance(seen(both), CAT) < 6
    assert distance(seen(both + bytes(64)), CAT) < 6


def test_a_jpeg_of_endless_passes_is_refused_before_it_is_decoded():
    whole = encoded(CAT, "JPEG", progressive=True)
    at = whole.rindex(b"\xff\xda")
    assert "passes" in refusal(whole[:at] + whole[at:-2] * MAX_SCANS + whole[-2:])


@pytest.mark.parametrize("kind", ["AVIF", "GIF", "TIFF"])
@pytest.mark.parametrize("more", [{}, {"save_all": True}])
def test_formats_that_are_not_taken_are_refused_whatever_they_hold(kind, more):
    frames = {"append_images": [ImageOps.mirror(CAT)]} if more else {}
    assert "not a PNG, JPEG or WebP" in refusal(encoded(CAT, kind, **more, **frames))


SVG_BOMB = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text><image href="file:///etc/passwd"/></svg>"""


@pytest.mark.parametrize("data", [SVG_BOMB, b"<svg onload='alert(1)'/>", HTML, zipped(), b"%PDF-1.7", b""])
def test_what_is_no_picture_is_refused_whatever_it_is_called(data):
    assert "not a PNG, JPEG or WebP" in refusal(data)


def png(width, height, *chunks):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 + 3 * width) * height)
    body = b"".join(chunk(*one) for one in ((b"IHDR", head), *chunks, (b"IDAT", rows), (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_bomb_in_a_pngs_notes_is_refused_or_left_packed(name):
    packed = zlib.compress(bytes(50_000_000))
    body = {b"zTXt": b"k\0\0", b"iTXt": b"k\0\1\0\0\0", b"iCCP": b"k\0\0"}[name] + packed
    try:
        assert seen(png(4, 4, (name, body))).size == (4, 4)
    except UnreadableImage as refused:
        assert "damaged" in refused.detail  # noqa: PT017 - either answer is right


def test_a_webp_that_claims_more_than_it_may_is_refused_from_its_header():
    head = b"VP8L" + struct.pack("<IBI", 10, 0x2F, (16383) | (16383 << 14)) + bytes(6)
    assert "megapixels" in refusal(b"RIFF" + struct.pack("<I", 4 + len(head)) + b"WEBP" + head)


def test_the_largest_picture_is_read_in_bounded_memory():
    code = """
import io, json, resource, sys
from PIL import Image
from luneo.imaging.safe import open_image
buffer = io.BytesIO()
Image.new("L", (8000, 5000), 90).save(buffer, "PNG", compress_level=1)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
opened = open_image(buffer.getvalue(), what="It")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([opened.size, opened.mode, (peak - grown) / 1024]))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    size, mode, grown_mb = json.loads(told.stdout)
    assert (size, mode) == ([8000, 5000], "RGB")
    assert grown_mb < PEAK_OVER_IMPORTS_MB


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_of_the_eight_orientations_comes_out_upright(kind, orientation):
    lying = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = CAT.transpose(lying[orientation]) if orientation in lying else CAT
    opened = seen(encoded(stored, kind, exif=exif))
    assert opened.size == CAT.size
    assert distance(opened, CAT) < 8


def test_colours_beyond_srgb_are_brought_in_rather_than_read_as_srgb():
    muted = Image.new("RGB", (8, 8), (180, 90, 80))
    red, green, blue = seen(encoded(muted, "PNG", icc_profile=display_p3())).getpixel((4, 4))
    assert red > 188
    assert green < 88
    assert blue < 80


def test_cmyk_that_names_no_inks_is_read_as_offset_on_coated_paper():
    printed = Image.fromarray(separated(CAT, coated()), "CMYK")
    untagged = encoded(printed, "JPEG", quality=95)
    tagged = encoded(printed, "JPEG", quality=95, icc_profile=coated().icc)
    assert distance(seen(untagged, ink=coated().icc), seen(tagged)) == 0
    assert distance(seen(untagged, ink=coated().icc), CAT) < 8 < distance(seen(untagged), CAT)


def test_a_profile_for_other_channels_than_the_picture_has_does_not_lose_it():
    assert distance(seen(encoded(CAT, "JPEG", quality=95, icc_profile=coated().icc)), CAT) < 4


def test_sixteen_bits_a_colour_keep_their_tones():
    ramp = np.linspace(0, 65_535, 256, dtype=np.uint16)
    grey = seen(encoded(Image.fromarray(np.tile(ramp, (4, 1))), "PNG"))
    assert np.abs(np.asarray(grey)[0, :, 0].astype(int) - np.arange(256)).max() <= 1
