"""The files a workshop gets: exact measures, the same bytes, nothing hidden."""

import io
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import numpy as np
import pikepdf
import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from skimage import data as photos

from luneo.fabrication.pdf import print_pdf
from luneo.fabrication.png import print_png
from luneo.fabrication.separation import srgb
from luneo.fabrication.svg import COLOURS, print_svg

POINTS = 72 / 25.4


def artwork(size=(240, 120)):
    image = Image.fromarray(photos.astronaut()).resize(size).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 40, 40))
    return image


def opened(printed):
    return pikepdf.open(io.BytesIO(printed.data))


def box(pdf, name):
    return [float(side) / POINTS for side in pdf.pages[0].obj[name]]


def test_a_print_png_has_the_millimetres_at_the_resolution():
    printed = print_png(artwork(), (80, 40), 300, bleed_mm=3)
    image = Image.open(io.BytesIO(printed.data))
    assert image.size == printed.size_px == (1016, 543)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    assert image.mode == "RGBA"
    assert image.getpixel((5, 5))[3] == 0


def test_a_print_png_carries_srgb_and_no_date():
    printed = print_png(artwork(), (80, 40), 100)
    assert Image.open(io.BytesIO(printed.data)).info["icc_profile"][36:40] == b"acsp"
    assert not re.search(rb"tIME|tEXt|iTXt|zTXt|eXIf", printed.data)


@settings(max_examples=25, deadline=None)
@given(st.floats(5, 900), st.floats(5, 900), st.floats(0, 5), st.booleans())
def test_pdf_boxes_are_exact_to_a_thousandth_of_a_millimetre(width, height, bleed, marks):
    pdf = opened(print_pdf(artwork((24, 12)), (width, height), title="t", bleed_mm=bleed, crop_marks=marks))
    media, outer, trim = (box(pdf, name) for name in ("/MediaBox", "/BleedBox", "/TrimBox"))
    assert trim[2] - trim[0] == pytest.approx(width, abs=1e-3)
    assert trim[3] - trim[1] == pytest.approx(height, abs=1e-3)
    assert [trim[0] - outer[0], outer[3] - trim[3]] == pytest.approx([bleed, bleed], abs=1e-3)
    assert media[0] <= outer[0]
    assert media[2] >= outer[2]


def test_the_picture_in_an_srgb_pdf_is_the_artwork_pixel_for_pixel():
    pdf = opened(print_pdf(artwork(), (80, 40), title="t", colours=srgb()))
    picture = pdf.pages[0].obj.Resources.XObject.Artwork
    art = np.asarray(artwork())
    # PNG's Up filter is undone by the PDF reader, here by pikepdf.
    assert np.array_equal(np.asarray(pikepdf.PdfImage(picture.SMask).as_pil_image()), art[..., 3])
    assert bytes(picture.get_stream_buffer()) == art[..., :3].tobytes()
    assert picture.ColorSpace[0] == "/ICCBased"
    assert pdf.Root.get("/Metadata") is None, "sRGB is no printing condition, so it is not PDF/X-4"


def test_crop_marks_stay_off_the_bleed():
    pdf = opened(print_pdf(artwork(), (80, 40), title="t", bleed_mm=5))
    left, bottom, right, top = (float(side) for side in pdf.pages[0].obj.BleedBox)
    content = pdf.pages[0].obj.Contents.read_bytes().decode()
    lines = [tuple(map(float, found)) for found in re.findall(r"([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l", content)]
    assert len(lines) == 8
    for x1, y1, x2, y2 in lines:
        inside = [left + 1e-3 < x < right - 1e-3 and bottom + 1e-3 < y < top - 1e-3 for x, y in ((x1, y1), (x2, y2))]
        assert not any(inside)


def test_a_pdf_has_a_date_only_when_given():
    assert b"CreationDate" not in print_pdf(artwork(), (80, 40), title="t").data
    dated = print_pdf(artwork(), (80, 40), title="t", created=datetime(2026, 1, 2, tzinfo=UTC))
    pdf = opened(dated)
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260102")


def test_an_svg_measures_in_millimetres():
    root = ET.fromstring(print_svg(artwork(), (80, 40)).data)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("80mm", "40mm", "0 0 240 120")


def test_an_svg_has_few_flat_colours_and_no_script_or_link():
    text = print_svg(artwork((600, 300)), (80, 40)).data.decode()
    assert 2 <= len(set(re.findall(r'fill="(#[0-9A-Fa-f]{6})"', text))) <= COLOURS
    assert not re.search(r"script|href|<image|<!--", text)


def test_a_hole_in_an_svg_stays_clear():
    art = Image.new("RGBA", (120, 80), (200, 40, 40, 255))
    art.paste((0, 0, 0, 0), (30, 20, 70, 60))
    drawn = pyvips.Image.svgload_buffer(print_svg(art, (30, 20)).data).numpy()
    height, width = drawn.shape[:2]
    assert drawn[height // 2, int(width * 50 / 120), 3] == 0
    assert drawn[height // 2, int(width * 100 / 120)].tolist() == [200, 40, 40, 255]


def test_a_clear_picture_makes_an_empty_svg():
    root = ET.fromstring(print_svg(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), (10, 10)).data)
    assert len(root) == 0


@pytest.mark.parametrize(
    "make",
    [
        lambda: print_png(artwork(), (80, 40), 300),
        lambda: print_pdf(artwork(), (80, 40), title="t", bleed_mm=3),
        lambda: print_svg(artwork(), (80, 40)),
    ],
    ids=["png", "pdf", "svg"],
)
def test_the_same_artwork_gives_the_same_bytes_and_facts(make):
    first = make()
    assert first == make()
    assert first.size_mm == (80, 40)
    assert first.dpi > 0
