"""Text as outlines: measures, scripts, directions, curves and pixels."""

import math
from importlib import resources
from importlib.metadata import files
from itertools import pairwise

import numpy as np
import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from luneo.typography.bidi import levels_of, visual_order
from luneo.typography.errors import UncoveredCharacters, UnfitText
from luneo.typography.faces import FOLDER, OFFERS, SYMBOLS, Family, chain, own_face
from luneo.typography.ink import Ink
from luneo.typography.lettering import Align, TextStyle, letter
from luneo.typography.outlines import Outline, on_circle
from luneo.typography.raster import rasterise
from luneo.typography.shaping import shape

SANS, SERIF = chain(Family.SANS), chain(Family.SERIF)
LATIN = st.text(st.sampled_from("AVTowfil éß-&"), min_size=1, max_size=12).filter(str.strip)


def width(text, faces=SERIF, size_mm=10.0, **members):
    return shape(text, faces, size_mm, **members).width


@settings(deadline=None, max_examples=40)
@given(LATIN, st.floats(0.5, 200), st.sampled_from(Family))
def test_a_text_is_as_wide_as_its_size(text, size_mm, family):
    one, sized = (width(text, chain(family), size) for size in (1.0, size_mm))
    assert sized == pytest.approx(one * size_mm, rel=1e-9)


def test_pairs_are_kerned():
    assert width("AV") < width("A") + width("V") - 0.3
    assert width("HH") == pytest.approx(2 * width("H"))


def test_letters_join_in_ligatures_unless_they_are_set_apart():
    assert len(shape("fi", SERIF, 10).glyphs) == 1
    assert len(shape("fi", SERIF, 10, spacing_mm=0.5).glyphs) == 2


def test_spacing_lies_between_letters_only():
    assert width("HHHH", spacing_mm=0.7) == pytest.approx(width("HHHH") + 3 * 0.7)


def test_scripts_that_join_their_letters_stay_joined():
    assert width("مرحبا", spacing_mm=2) == width("مرحبا")
    assert width("بب") != pytest.approx(2 * width("ب"), rel=0.02)


@pytest.mark.parametrize(
    "text", ["Łódź", "Ελλάδα", "Привет", "שָׁלוֹם", "مَرْحَبًا ۱۲۳", "नमस्ते क्षत्रिय", "สวัสดี ที่นี่", "Việt Nam", "e\u0301"]
)
@pytest.mark.parametrize("family", [Family.SERIF, Family.HAND])
def test_any_script_that_the_fonts_cover_is_set(text, family):
    glyphs = shape(text, chain(family), 10).glyphs
    assert all(glyph.number for glyph in glyphs)
    assert letter(text, TextStyle(family)).outline.commands


@pytest.mark.parametrize(("text", "named"), [("Hi \u13a0", "U+13A0"), ("\U00012000", "U+12000"), ("a\x07", "U+0007")])
def test_what_no_font_has_is_refused_by_name(text, named):
    with pytest.raises(UncoveredCharacters, match=named.replace("+", r"\+")) as refusal:
        letter(text, TextStyle())
    assert refusal.value.slug == "uncovered-characters"
    assert "'H'" not in refusal.value.detail


def test_hebrew_begins_at_the_right_and_its_numbers_read_from_the_left():
    alef, bet = (shape(each, SANS, 10).glyphs[0].number for each in "אב")
    assert [glyph.number for glyph in shape("אב", SANS, 10).glyphs] == [bet, alef]
    one, two = (shape(each, (own_face(Family.HEBREW),), 10).glyphs[0].number for each in "12")
    numbers = [glyph.number for glyph in shape("אב 12", SANS, 10).glyphs]
    assert numbers[:2] == [one, two]
    assert numbers[-2:] == [bet, alef]


@given(st.text(st.sampled_from("abAZ אבגمرح 12,.!"), max_size=24))
def test_the_order_is_that_of_another_implementation(text):
    levels = levels_of(text)
    assert "".join(text[index] for index in visual_order(levels)) == get_display(text)


def test_a_mark_without_direction_does_not_part_its_word():
    assert levels_of("नमस्\u200dते") == [0] * 7
    assert levels_of("مر\u200cح") == [1] * 4


@settings(deadline=None)
@given(st.floats(5, 400), st.booleans(), st.floats(-1, 1))
def test_a_curve_keeps_the_length_of_the_line(radius, hangs, share):
    place = on_circle(-radius if hangs else radius)
    end = share * math.pi * radius * 0.98
    walk = [place((end * step / 500, 0.0)) for step in range(501)]
    length = sum(math.dist(one, other) for one, other in pairwise(walk))
    assert length == pytest.approx(abs(end), rel=1e-4, abs=1e-9)
    centre = (0.0, -radius if hangs else radius)
    assert all(math.dist(point, centre) == pytest.approx(radius) for point in walk)


@pytest.mark.parametrize("family", [Family.SERIF, Family.HAND])
@pytest.mark.parametrize("radius", [30.0, -30.0])
def test_letters_stand_on_their_circle(family, radius):
    style = TextStyle(family, 8.0, curve_radius_mm=radius)
    points = [point for _, points in letter("HHHHHHH", style).outline.commands for point in points]
    distances = [math.dist(point, (0.0, radius)) for point in points]
    # Capitals reach from the baseline, swashes from a little below, to some seven tenths of the em.
    low, high = min(distances), max(distances)
    assert (low if radius > 0 else high) == pytest.approx(30, abs=0.8)
    assert (high - low) == pytest.approx(0.7 * 8, rel=0.3)


def test_a_very_large_circle_is_a_straight_line():
    straight = letter("Élodie", TextStyle(Family.HAND, 10)).outline.bounds()
    curved = letter("Élodie", TextStyle(Family.HAND, 10, curve_radius_mm=1e6)).outline.bounds()
    assert curved == pytest.approx(straight, abs=0.15)


def test_lines_meet_where_they_are_aligned():
    text = "HHHH\nH"
    left, centre, right = (letter(text, TextStyle(align=align)).outline.bounds() for align in Align)
    widths = letter(text, TextStyle()).widths_mm
    assert left[0] == pytest.approx(centre[0] + widths[0] / 2)
    assert right[2] == pytest.approx(left[2] - widths[0])
    one, two = (letter(each, TextStyle(size_mm=10)).outline.bounds() for each in ("H", "H\nH"))
    assert two[3] - one[3] == pytest.approx(12.5)


@pytest.mark.parametrize(
    ("text", "style"),
    [("", TextStyle()), (" \n ", TextStyle()), ("H" * 301, TextStyle()), ("H\n" * 13, TextStyle())]
    + [("HHHHHHHHH", TextStyle(curve_radius_mm=radius)) for radius in (5.0, -5.0)]
    + [("H\nH", TextStyle(size_mm=40, curve_radius_mm=30.0))],
)
def test_a_text_that_does_not_fit_is_refused(text, style):
    with pytest.raises(UnfitText):
        letter(text, style)


def test_splitting_keeps_the_shape():
    outline = letter("Og", TextStyle(Family.SERIF, 20)).outline
    whole, parts = (rasterise(each.moved(30, 20), (60, 30), 100) for each in (outline, outline.split()))
    assert np.abs(np.asarray(whole, np.int16) - np.asarray(parts, np.int16)).max() <= 24
    assert len(outline.split().commands) > 2 * len(outline.commands)


def test_the_pixels_are_where_the_outline_is():
    lettering = letter("HO", TextStyle(Family.SANS_BOLD, 20))
    layer = rasterise(lettering.centred((50, 30)), (50, 30), 254, Ink((200, 30, 60)))
    assert (layer.mode, layer.size) == ("RGBA", (500, 300))
    left, top, right, bottom = layer.getchannel("A").point(lambda alpha: 255 * (alpha > 127)).getbbox()
    assert ((right - left) / 10, (bottom - top) / 10) == pytest.approx(lettering.size_mm, abs=0.15)
    assert ((left + right) / 20, (top + bottom) / 20) == pytest.approx((25, 15), abs=0.1)
    assert layer.getpixel((left + 10, 150)) == (200, 30, 60, 255)
    levels = np.unique(np.asarray(layer.getchannel("A")))
    assert levels.size > 30
    assert layer.tobytes() == rasterise(lettering.centred((50, 30)), (50, 30), 254, Ink((200, 30, 60))).tobytes()


def test_a_counter_stays_open_and_an_outline_surrounds_the_letter():
    lettering = letter("O", TextStyle(Family.SANS_BOLD, 20)).centred((30, 30))
    plain, lined = (rasterise(lettering, (30, 30), 127, Ink(stroke=(255, 0, 0), stroke_mm=mm)) for mm in (0, 1))
    assert plain.getpixel((75, 75))[3] == 0
    box, wide = plain.getbbox(), lined.getbbox()
    assert box[0] - wide[0] == pytest.approx(0.5 * 5, abs=1.1)
    assert lined.getpixel((wide[0] + 1, 75))[:3] == (255, 0, 0)


def test_an_outline_is_written_for_svg():
    triangle = Outline(
        (("M", ((0.0, 0.0),)), ("L", ((1.5, 0.0),)), ("C", ((1.0, 1.0), (0.5, 1.0), (0.0, 1.0))), ("Z", ()))
    )
    assert triangle.svg_path(1) == "M0.0,0.0L1.5,0.0C1.0,1.0 0.5,1.0 0.0,1.0Z"
    assert triangle.bounds() == (0.0, 0.0, 1.5, 1.0)
    assert Outline().bounds() == (0.0, 0.0, 0.0, 0.0)


def test_every_font_file_is_on_offer_with_its_licence():
    shipped = {path.name for path in resources.files(FOLDER).iterdir() if path.name.endswith(".ttf")}
    offered = {offer.face for offer in OFFERS.values()} | {SYMBOLS}
    assert shipped == {face.file for face in offered if face.package == FOLDER}
    licence = resources.files(FOLDER).joinpath("OFL.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    lines = [line for line in licence.splitlines() if line.startswith("Copyright 20")]
    # Two cuts of a family share a line.
    assert len(lines) == len({name.split("_")[0] for name in shipped})
    assert all(face.made_by in licence for face in offered if face.package == FOLDER)


def test_the_collection_comes_with_its_licence():
    (collection,) = {offer.face.package for offer in OFFERS.values()} - {FOLDER}
    (licence,) = (file for file in files(collection.replace("_", "-")) or () if file.name == "LICENSE")
    text = licence.read_text()
    assert "SIL Open Font License, Version 1.1" in text
    assert "Adobe" in text
