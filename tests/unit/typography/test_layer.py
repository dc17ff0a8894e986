"""A text on its zone: what is refused where, and that ink never leaves the live area."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image

from luneo.errors import Invalid
from luneo.typography.faces import Family, characters_of, own_face
from luneo.typography.ink import Area
from luneo.typography.layer import (
    CLEARANCE,
    MAX_LINES,
    live_area,
    place,
    prepared,
)
from luneo.typography.lettering import TextStyle, letter
from luneo.typography.outlines import Outline
from luneo.typography.raster import laid_over
from luneo.typography.welding import ink_box, welded, widened
from luneo.typography.wish import Anchor, TextLayer, TextOutline

ZONE = (80.0, 56.0)
SQUARE = Outline((("M", ((0, 0),)), ("L", ((10, 0),)), ("L", ((10, 10),)), ("L", ((0, 10),)), ("Z", ())))


def placed(zone=ZONE, *, by_tool=False, **members):
    return place(prepared(TextLayer(**({"content": "Anna"} | members))), zone, by_tool=by_tool)


@settings(deadline=None, max_examples=15)
@given(
    st.sampled_from(["Anna", "g", "Léa & Tom", "Maison\nDupont", "Joyeux anniversaire"]),
    st.sampled_from([Family.SANS, Family.SERIF_BOLD, Family.HAND]),
    st.sampled_from(Anchor),
    st.sampled_from([0.0, 40.0, -120.0, 300.0]),
    st.sampled_from([None, 0.4, 2.0]),
    st.tuples(st.floats(20, 300), st.floats(20, 300)),
    st.booleans(),
)
def test_ink_stays_inside_the_live_area(content, font, anchor, curve, rim, zone, by_tool):
    outline = TextOutline(width_mm=rim) if rim else None
    members = {"font": font, "anchor": anchor, "curve_degrees": curve, "outline": outline}
    try:
        text = placed(zone, by_tool=by_tool, content=content, **members)
    except Invalid:
        assume(False)
    live = live_area(zone)
    for area in text.areas:
        box = ink_box(area.outline)
        assert all(side >= least - 0.02 for side, least in zip(box[:2], live[:2], strict=True))
        assert all(side <= most + 0.02 for side, most in zip(box[2:], live[2:], strict=True))


def test_a_shape_that_the_geometry_gives_up_on_in_one_unit_is_drawn_in_another():
    bent = {"content": "g", "font": Family.HAND, "curve_degrees": 300.0, "anchor": Anchor.TOP_LEFT}
    text = placed((81.0, 71.0), outline=TextOutline(width_mm=0.4), **bent)
    letters, rim = ink_box(text.letters.outline), ink_box(text.rim.outline)
    assert rim == pytest.approx((letters[0] - 0.4, letters[1] - 0.4, letters[2] + 0.4, letters[3] + 0.4), abs=0.02)


def test_without_a_size_a_text_fills_its_live_area_and_no_larger_one_is_taken():
    text, live = placed(), live_area(ZONE)
    assert text.box_mm[2] - text.box_mm[0] == pytest.approx(live[2] - live[0], abs=0.1)
    with pytest.raises(Invalid, match="at most") as refusal:
        placed(size_mm=text.size_mm + 0.01)
    assert refusal.value.faults[0].pointer == "#/text/size_mm"
    assert f"{text.size_mm:g} mm" in refusal.value.detail


def test_an_anchor_sets_the_ink_against_its_side_and_a_shift_moves_it():
    top, corner = (placed(size_mm=6, anchor=anchor) for anchor in (Anchor.TOP, Anchor.BOTTOM_RIGHT))
    live = live_area(ZONE)
    assert top.box_mm[1] == pytest.approx(live[1])
    assert top.box_mm[0] + top.box_mm[2] == pytest.approx(ZONE[0])
    assert corner.box_mm[2:] == pytest.approx(live[2:])
    moved = placed(size_mm=6, anchor=Anchor.TOP, right_mm=-4, down_mm=2.5)
    assert np.subtract(moved.box_mm, top.box_mm) == pytest.approx((-4, 2.5, -4, 2.5))


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"content": "\u200b\u200b"}, "#/text/content"),
        ({"content": "a\n" * MAX_LINES + "a"}, "#/text/content"),
        ({"content": "a" * 120}, "#/text/content"),
        ({"size_mm": 6.0, "right_mm": 60.0}, "#/text/right_mm"),
        ({"size_mm": 6.0, "anchor": "top", "down_mm": -1.0}, "#/text/down_mm"),
        ({"content": "H\nHHHHHH\nHHHHH", "curve_degrees": 320.0}, "#/text/curve_degrees"),
    ],
)
def test_what_does_not_fit_is_refused_where_it_can_be_mended(members, pointer):
    with pytest.raises(Invalid) as refusal:
        placed(**({"zone": (40.0, 20.0)} | members))
    assert [fault.pointer for fault in refusal.value.faults] == [pointer]


@pytest.mark.parametrize(
    ("font", "content", "named", "others"),
    [
        ("hand", "Θ Elena", "'Θ' (U+0398)", ["sans", "sans-bold"]),
        ("serif", "سارة", "'س' (U+0633)", ["arabic"]),
        ("sans", "さくら", "'さ' (U+3055)", ["japanese", "japanese-bold"]),
        ("hand", "민준 ♥", "'민' (U+BBFC)", ["korean", "korean-bold"]),
        ("thai", "ᏣᎳᎩ", "'Ꮳ' (U+13E3)", []),
    ],
)
def test_a_font_that_lacks_a_letter_names_it_and_those_that_have_it(font, content, named, others):
    with pytest.raises(Invalid) as refusal:
        prepared(TextLayer(content=content, font=font))
    assert (refusal.value.slug, refusal.value.extra["fonts"]) == ("uncovered-characters", others)
    assert named in refusal.value.detail
    assert all(other in refusal.value.detail for other in others)


def test_a_text_is_kept_as_it_will_be_read():
    assert prepared(TextLayer(content=" Zo\u0065\u0308  ½\u200b \n\n M. ")).content == "Zoë ½\n\nM."


def test_every_font_has_the_letters_that_names_are_written_in():
    assert all(set(map(ord, "Élodie & Zoë 2026")) <= characters_of(own_face(family)) for family in Family)


@pytest.mark.parametrize("members", [{"colour": "#ff0000"}, {"outline": TextOutline(width_mm=1, colour="#ff0000")}])
def test_what_is_engraved_or_cut_takes_no_colour(members):
    with pytest.raises(Invalid, match="leave the colour out"):
        placed(by_tool=True, **members)


def test_a_tool_leaves_the_material_bare_around_letters():
    text = placed(by_tool=True, size_mm=10)
    assert [area.colour for area in text.areas] == [None, (0, 0, 0)]
    letters, rim = ink_box(text.letters.outline), ink_box(text.rim.outline)
    assert np.subtract(letters, rim)[:2] == pytest.approx([CLEARANCE * 10] * 2, abs=0.02)


def test_letters_that_touch_become_one_shape_of_the_same_area():
    outline = letter("mm", TextStyle(Family.HAND, 10)).outline
    one = welded(outline)
    assert sum(name == "Z" for name, _ in one.commands) < sum(name == "Z" for name, _ in outline.commands)
    drawn = [alpha_of(each.moved(4, 12), (20, 20)) for each in (outline, one)]
    assert np.abs(drawn[0] - drawn[1]).max() <= 40


def test_a_rim_reaches_as_far_as_it_is_wide_and_leaves_no_hole():
    assert ink_box(widened(SQUARE, 1.5)) == pytest.approx((-1.5, -1.5, 11.5, 11.5), abs=0.01)
    assert alpha_of(widened(SQUARE, 1.5).moved(5, 5), (20, 20))[50:150, 50:150].min() == 255


def alpha_of(outline, size_mm):
    picture = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    return np.asarray(laid_over(picture, [Area(outline, (0, 0, 0))], size_mm), int)[..., 3]


def test_what_is_laid_over_changes_its_own_place_alone_and_is_not_stretched_by_bleed():
    grey = Image.new("RGB", (120, 120), (128, 128, 128))
    done = laid_over(grey, [Area(SQUARE.moved(3, 3), (255, 0, 0))], (24, 24), (2, 2))
    assert done.mode == "RGB"
    changed = np.asarray(done) != np.asarray(grey)
    assert changed[25:75, 25:75].any(axis=2).all()
    changed[25:75, 25:75] = False
    assert not changed.any()


def test_what_is_taken_away_is_clear():
    done = laid_over(Image.new("RGB", (24, 24), "white"), [Area(SQUARE, None)], (24, 24))
    alpha = np.asarray(done.getchannel("A"))
    assert (alpha[:10, :10].max(), alpha[11:, 11:].min()) == (0, 255)
