"""What is put right, what is left alone, and what is refused."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from luneo.fabrication.rules.findings import NotProducible
from luneo.fabrication.rules.ink import HALF, coverage, inked
from luneo.fabrication.rules.kinds import Action, Kind
from luneo.fabrication.rules.mending import mend
from luneo.fabrication.rules.regions import label
from luneo.fabrication.rules.table import Keep, Material
from luneo.styles.catalogue import Process
from tests.unit.fabrication import shapes

SIZE_MM = (16, 16)
PX_MM = 10


def art(*boxes, ground=(0, 0, 0, 0), ink=(120, 20, 30, 255)):
    """An artwork of 16 by 16 mm: boxes in mm, those that begin with None are cleared."""
    image = Image.new("RGBA", tuple(side * PX_MM for side in SIZE_MM), ground)
    for box in boxes:
        colour, corners = (ground, box[1:]) if box[0] is None else (ink, box)
        image.paste(colour, tuple(round(value * PX_MM) for value in corners))
    return image


def engraved(*boxes, **colours):
    return mend(art(*boxes, **colours), SIZE_MM, Process.ENGRAVE, Material.WOOD)


def cut(*boxes, keep=Keep.GROUND):
    return mend(art(*boxes), SIZE_MM, Process.CUT, Material.PAPER, keep=keep)


def ink_of(mended):
    return inked(mended.artwork, SIZE_MM, 0.3).mask


BODY = (3, 3, 13, 8)


@pytest.mark.parametrize("tenths", [1, 2])
def test_a_thin_line_with_room_around_it_is_thickened_to_the_limit_and_no_further(tenths):
    mended = engraved(BODY, (3, 11, 13, 11 + tenths / 10))
    assert mended.ok
    assert mended.counted() == {Action.THICKENED: len(mended.mends)}
    scale = ink_of(mended).shape[0] / SIZE_MM[1]
    thickness = ink_of(mended)[round(9.5 * scale) :, round(8 * scale)].sum() / scale
    assert 0.3 - 1 / scale <= thickness <= 0.3 + 4 / scale


def test_a_thin_line_without_room_is_left_and_refused_with_what_to_do():
    lines = [(3, 3 + index * 0.3, 13, 3.2 + index * 0.3) for index in range(20)]
    mended = engraved(*lines)
    assert not mended.ok
    with pytest.raises(NotProducible, match="Make the lines bolder"):
        mended.require()
    assert label(ink_of(mended)).count == len(lines)


def test_specks_go_and_pinholes_fill_in_the_colour_around_them():
    mended = engraved(BODY, (8, 11, 8.2, 11.2), (None, 6, 5, 6.2, 5.2))
    assert mended.ok
    assert mended.counted() == {Action.DROPPED: 1, Action.FILLED: 1}
    width, height = mended.artwork.size
    assert mended.artwork.getpixel((round(8.1 / 16 * width), round(11.1 / 16 * height)))[3] == 0
    filled = mended.artwork.getpixel((round(6.1 / 16 * width), round(5.1 / 16 * height)))
    assert filled == pytest.approx((120, 20, 30, 255), abs=3)


def test_on_paper_what_goes_takes_the_papers_colour():
    paper = (244, 236, 214, 255)
    mended = engraved(BODY, (8, 11, 8.2, 11.2), ground=paper)
    assert mended.ok
    width, height = mended.artwork.size
    assert mended.artwork.getpixel((round(8.1 / 16 * width), round(11.1 / 16 * height))) == pytest.approx(paper, abs=3)


def test_a_texture_of_dots_is_not_wiped_away():
    dots = [(x / 2, y / 2, x / 2 + 0.2, y / 2 + 0.2) for x in range(6, 26) for y in range(6, 26)]
    mended = engraved(*dots)
    assert not mended.ok
    assert Action.DROPPED not in mended.counted()
    assert mended.after.counted()[Kind.SPECK] == len(dots)


def test_a_narrow_gap_between_thick_shapes_is_widened():
    mended = engraved((3, 3, 13, 7), (3, 7.2, 13, 12))
    assert mended.ok
    assert Action.WIDENED in mended.counted()
    assert label(ink_of(mended)).count == 2


@pytest.mark.parametrize("corner", [(7, 7), (4.2, 7), (9, 9)])
def test_what_would_fall_out_of_a_stencil_is_tied_by_bridges_that_hold(corner):
    x, y = corner
    mended = cut((4, 4, 12, 12), (None, x, y, x + 2, y + 2))
    assert mended.before.counted() == {Kind.ISLAND: 1} or corner == (4.2, 7)
    assert Action.TIED in mended.counted()
    assert mended.ok
    sheet = label(~ink_of(mended), diagonal=False)
    assert sheet.count == 1


def test_a_piece_within_a_piece_is_tied_too():
    mended = cut((2, 2, 14, 14), (None, 4, 4, 12, 12), (5.5, 5.5, 10.5, 10.5), (None, 7, 7, 9, 9))
    assert mended.ok
    assert label(~ink_of(mended), diagonal=False).count == 1


def test_a_piece_too_far_from_all_others_for_a_bridge_to_hold_is_refused():
    mended = cut((1, 1, 15, 15), (None, 7.4, 7.4, 8.6, 8.6))
    assert Action.TIED not in mended.counted()
    with pytest.raises(NotProducible, match=r"Join it to the rest by bridges of 0\.50 mm"):
        mended.require()


def test_the_pieces_of_a_charm_are_joined():
    mended = cut((2, 2, 8, 14), (10, 5, 14, 10), keep=Keep.INK)
    assert mended.before.counted() == {Kind.ISLAND: 1}
    assert mended.ok
    assert label(ink_of(mended), diagonal=False).count == 1


def test_every_mend_is_recorded_where_it_was_made():
    mended = engraved(BODY, (8, 11, 8.2, 11.2))
    (only,) = mended.mends
    assert only.action is Action.DROPPED
    left, top, right, bottom = only.box_mm
    assert left <= 8.1 <= right
    assert top <= 11.1 <= bottom
    assert mended.as_data()["mends"][0]["action"] == "dropped"


def test_what_is_not_mended_keeps_its_pixels():
    image = art(BODY, (8, 11, 8.2, 11.2)).resize((480, 480), Image.Resampling.LANCZOS)
    mended = mend(image, SIZE_MM, Process.ENGRAVE, Material.WOOD)
    assert mended.artwork.size == image.size
    before, after = (np.asarray(one.convert("RGBa"), int)[:280] for one in (image, mended.artwork))
    assert np.abs(before - after).max() <= 1
    assert coverage(mended.artwork)[300:].max() < 0.5


def slanted():
    """Soft slanted edges far from a gap that is too narrow, and a speck; ten pixels a millimetre."""
    large = Image.new("L", (1280, 1280))
    draw = ImageDraw.Draw(large)
    for corners in (((160, 160), (1090, 300), (1010, 640), (210, 560)), ((240, 700), (1000, 900), (900, 1100))):
        draw.polygon(corners, fill=255)
    draw.polygon(((220, 578), (1010, 658), (1000, 760), (260, 690)), fill=255)
    draw.ellipse((1100, 1100, 1118, 1118), fill=255)
    # On cream that is too pale for ink, as the pages of an illustration are.
    page = Image.new("RGBA", (160, 160), (0, 0, 0, 0))
    page.paste((255, 248, 236, 255), (4, 4, 156, 156))
    page.alpha_composite(shapes.artwork(large.resize((160, 160), Image.Resampling.BOX)))
    return page


def test_a_mended_drawing_has_no_fringes_and_no_dust():
    artwork = slanted()
    mended = mend(artwork, SIZE_MM, Process.ENGRAVE, Material.WOOD)
    assert mended.ok
    assert Action.WIDENED in mended.counted()
    ink = coverage(mended.artwork) >= HALF
    assert min(label(part, diagonal=False).areas.min() for part in (ink, ~ink)) > 20
    size = mended.artwork.size
    plain = np.asarray(artwork.convert("RGBa").resize(size, Image.Resampling.BICUBIC).convert("RGBA"), int)
    # Ten pixels beside a mend nothing differs from the plain enlargement.
    apart = np.ones(size[::-1], bool)
    for each in mended.mends:
        left, top, right, bottom = (round(value / SIZE_MM[0] * size[0]) for value in each.box_mm)
        apart[max(0, top - 10) : bottom + 10, max(0, left - 10) : right + 10] = False
    assert apart.mean() > 0.5
    assert (np.asarray(mended.artwork, int)[apart] == plain[apart]).all()


def test_the_edge_of_a_mend_is_as_soft_as_a_drawn_one():
    mended = mend(slanted(), SIZE_MM, Process.ENGRAVE, Material.WOOD)
    widened = next(each for each in mended.mends if each.action is Action.WIDENED)
    left, top, right, bottom = (round(value / SIZE_MM[0] * mended.artwork.width) for value in widened.box_mm)
    share = coverage(mended.artwork)[top:bottom, left:right]
    soft = ((share > 0.1) & (share < 0.9)).sum()
    edges = np.abs(np.diff((share >= HALF).astype(int), axis=0)).sum()
    assert soft > 0.8 * edges
