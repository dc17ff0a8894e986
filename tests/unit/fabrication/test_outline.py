"""Outlines for lasers and blades: where the ink is, few nodes, exact millimetres, and a word about what is lost."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageDraw
from skimage import data as photos

from luneo.fabrication.outline import HAIRLINE_MM, TONES_LOST, Tool, print_outline
from luneo.fabrication.polyline import simplified
from luneo.fabrication.svg import SHADES_LOST, print_svg

SIZE_MM = (60.0, 30.0)
DPI = 127.0


def ring_and_dot():
    """A ring around a dot, black on nothing, drawn large and shrunk so that its edges are soft."""
    picture = Image.new("RGBA", (960, 480), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for box, ink in (((280, 40, 680, 440), 255), ((340, 100, 620, 380), 0), ((440, 200, 520, 280), 255)):
        draw.ellipse(box, fill=(0, 0, 0, ink))
    return picture.resize((240, 120), Image.Resampling.LANCZOS)


def root_of(made):
    return ET.fromstring(made.data)


def rendered(made):
    """Where the file has ink."""
    return pyvips.Image.svgload_buffer(made.data, dpi=DPI).numpy()[..., 3] > 127


def paths(made):
    return [path.get("d") for path in root_of(made).iterfind(".//{*}path")]


def nodes(made):
    return len(re.findall(r"[ML]", "".join(paths(made))))


def test_an_engraving_covers_what_is_dark_and_leaves_holes_open():
    made = print_outline(ring_and_dot(), SIZE_MM, Tool.ENGRAVE)
    ink = rendered(made)
    height, width = ink.shape
    dark = np.asarray(ring_and_dot().getchannel("A").resize((width, height), Image.Resampling.LANCZOS)) > 127
    assert (ink & dark).sum() / (ink | dark).sum() > 0.97
    assert [bool(ink[height // 2, int(width * at)]) for at in (0.32, 0.4, 0.5)] == [True, False, True]


def test_pure_black_on_white_is_one_outline_without_ripples_along_its_edge():
    pure = Image.new("L", (240, 120), 255)
    ImageDraw.Draw(pure).ellipse((60, 10, 180, 110), fill=0)
    (path,) = paths(print_outline(pure, SIZE_MM, Tool.CUT))
    assert path.count("M") == 1


def test_outlines_have_few_nodes():
    assert 20 < nodes(print_outline(ring_and_dot(), SIZE_MM, Tool.ENGRAVE)) < 150


def test_one_unit_is_a_millimetre_and_nothing_lies_outside():
    made = print_outline(ring_and_dot(), SIZE_MM, Tool.CUT)
    root = root_of(made)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("60mm", "30mm", "0 0 60 30")
    numbers = [float(number) for path in paths(made) for number in re.findall(r"-?[\d.]+", path)]
    # The ring spans 25 mm around the middle of 60 by 30.
    assert (min(numbers[::2]), max(numbers[::2])) == pytest.approx((17.5, 42.5), abs=0.15)
    assert (min(numbers[1::2]), max(numbers[1::2])) == pytest.approx((2.5, 27.5), abs=0.15)


def test_a_cut_is_a_hairline_and_an_engraving_a_fill():
    (cut,), (engraving,) = (root_of(print_outline(ring_and_dot(), SIZE_MM, tool)) for tool in (Tool.CUT, Tool.ENGRAVE))
    assert (cut.get("id"), cut.get("fill"), cut.get("stroke-width")) == ("cut", "none", str(HAIRLINE_MM))
    assert (engraving.get("id"), engraving.get("stroke"), engraving.get("fill-rule")) == ("engrave", "none", "evenodd")


def test_a_blank_sheet_has_no_outline():
    grain = Image.effect_noise((120, 60), 3).point(lambda value: value + 100)
    for sheet in (Image.new("RGBA", (120, 60), (0, 0, 0, 0)), Image.new("RGB", (120, 60), "white"), grain):
        made = print_outline(sheet, SIZE_MM, Tool.CUT)
        assert nodes(made) == 0
        assert made.warnings == ()


@pytest.mark.parametrize(
    ("trace", "warning"),
    [
        (lambda picture: print_outline(picture, SIZE_MM, Tool.ENGRAVE), TONES_LOST),
        (lambda picture: print_svg(picture, SIZE_MM), SHADES_LOST),
    ],
    ids=["outline", "layers"],
)
def test_a_photograph_is_traced_with_a_warning_and_line_art_without(trace, warning):
    photograph = Image.fromarray(photos.chelsea()).resize((120, 80))
    assert trace(photograph).warnings == (warning,)
    assert trace(ring_and_dot()).warnings == ()


def test_the_same_artwork_gives_the_same_outlines():
    assert print_outline(ring_and_dot(), SIZE_MM, Tool.CUT) == print_outline(ring_and_dot(), SIZE_MM, Tool.CUT)


rings = arrays.arrays(float, st.tuples(st.integers(3, 40), st.just(2)), elements=st.integers(0, 30).map(float))


@settings(max_examples=60, deadline=None)
@given(rings, st.floats(0.01, 3))
def test_simplifying_keeps_every_point_within_the_tolerance(ring, tolerance):
    left = simplified(ring, tolerance)
    assert 3 <= len(left) <= len(ring)
    ends = np.roll(left, -1, axis=0)
    for point in ring:
        along = ends - left
        lengths = (along**2).sum(axis=1)
        at = np.clip(((point - left) * along).sum(axis=1) / np.where(lengths, lengths, 1), 0, 1)
        assert np.linalg.norm(left + at[:, None] * along - point, axis=1).min() <= tolerance + 1e-9


def test_points_on_a_straight_line_are_dropped():
    square = np.array([(0, 0), (5, 0), (10, 0), (10, 10), (4, 10), (0, 10), (0, 3)], float)
    assert simplified(square, 0.01).tolist() == [[0, 0], [10, 0], [10, 10], [0, 10]]


def test_more_specks_than_the_tracer_can_count_are_traced_more_coarsely(capfd: pytest.CaptureFixture[str]):
    noise = np.random.default_rng(1).integers(0, 256, (1024, 1024), np.uint8)

    made = print_outline(Image.fromarray(noise).convert("RGB"), (40.0, 40.0), Tool.ENGRAVE)

    assert "panicked" in capfd.readouterr().err, "the tracer has learnt to count: the way around it can go"
    assert root_of(made).get("width") == "40mm"
