"""Mending goes on until nothing is left to do, promises no more than it keeps, and changes little in all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from luneo.adapters.offline.engine import paint
from luneo.fabrication.rules.bench import MOST_CHANGED, MOST_DARKER, MOST_SIMPLIFIED, Bench
from luneo.fabrication.rules.ink import HALF, coverage, one_ink, shares
from luneo.fabrication.rules.inspection import inspect
from luneo.fabrication.rules.kinds import Action, Kind
from luneo.fabrication.rules.mending import mend
from luneo.fabrication.rules.table import Keep, Material
from luneo.fabrication.rules.windows import windows, within_window
from luneo.styles.catalogue import STYLES, Process

SIDE_MM, PX_MM = 8.0, 20
SIZE_MM = (SIDE_MM, SIDE_MM)
lengths = st.floats(0.5, SIDE_MM - 0.5)
bars = st.tuples(lengths, lengths, lengths, lengths, st.floats(0.1, 1.2))
dots = st.tuples(lengths, lengths, st.floats(0.1, 1.5))


def drawn(lines, spots=(), holes=()):
    """Ink in bars and dots on a clear ground, with holes; lengths in mm."""
    fine = 4 * PX_MM
    ink = Image.new("L", (round(SIDE_MM * fine),) * 2)
    draw = ImageDraw.Draw(ink)
    for x, y, right, bottom, width in lines:
        draw.line([value * fine for value in (x, y, right, bottom)], 255, round(width * fine))
    for fill, each in ((255, spots), (0, holes)):
        for x, y, across in each:
            draw.circle((x * fine, y * fine), across / 2 * fine, fill)
    art = Image.new("RGBA", (round(SIDE_MM * PX_MM),) * 2, (30, 24, 40, 0))
    art.putalpha(ink.resize(art.size, Image.Resampling.BOX))
    return art


def style(slug, side=256):
    return paint("a fox under the moon", slug, STYLES[slug].palette, 11, (side, side))


@settings(max_examples=25, deadline=None)
@given(st.lists(bars, min_size=2, max_size=7), st.lists(dots, max_size=5), st.lists(dots, max_size=5), st.booleans())
def test_what_is_called_clean_is_clean_and_is_not_mended_again(lines, spots, holes, plain):
    artwork = drawn(lines, spots, holes)
    if len(np.unique(shares(artwork) >= HALF)) == 1:
        return
    mended = mend(artwork, SIZE_MM, Process.ENGRAVE, Material.GLASS, plain=plain)
    found = inspect(mended.artwork, SIZE_MM, Process.ENGRAVE, Material.GLASS)
    assert mended.ok == found.ok
    assert mended.after.counted() == found.counted()
    if mended.ok:
        again = mend(mended.artwork, SIZE_MM, Process.ENGRAVE, Material.GLASS, plain=plain)
        assert again.mends == ()
        assert plain or again.artwork is mended.artwork


@settings(max_examples=15, deadline=None)
@given(st.lists(bars, min_size=2, max_size=12), st.lists(dots, max_size=8), st.lists(dots, max_size=8))
def test_all_rounds_together_change_no_more_than_is_safe(lines, spots, holes):
    artwork = drawn(lines, spots, holes)
    if len(np.unique(shares(artwork) >= HALF)) == 1:
        return
    report = inspect(artwork, SIZE_MM, Process.ENGRAVE, Material.GLASS)
    bench = Bench(report, Keep.GROUND)
    bench.mend(9)
    ink, art = report.art.mask.sum(), report.art
    gone = (art.mask & ~bench.mask).sum()
    # Widening a gap takes as much as half a limit from either side; all else that goes is dust or too fine.
    widened = sum(_area(each) for each in bench.mends if each.action is Action.WIDENED) * art.px_per_mm**2
    assert gone <= (MOST_CHANGED + MOST_SIMPLIFIED) * ink + widened
    tone = bench.mask.astype(np.float32) - art.mask
    # The first round does not ask: lines of the limit's width with gaps as wide are half a square, and a hair more.
    assert np.abs(_mean(tone, 4 * 0.5 * art.px_per_mm)).max() <= MOST_DARKER + 0.15


def _area(each):
    left, top, right, bottom = each.box_mm
    return (right - left) * (bottom - top)


def _mean(tone, side):
    soft = Image.fromarray(np.uint8(127 + 127 * tone)).filter(ImageFilter.BoxBlur(side / 2))
    return (np.asarray(soft, np.float32) - 127) / 127


@pytest.mark.parametrize(
    ("slug", "side_mm", "material"),
    [("mandala", 20, Material.WOOD), ("silhouette", 20, Material.LEATHER), ("line-art", 24, Material.METAL)],
)
def test_a_style_whose_lines_are_too_thin_at_its_size_is_drawn_more_boldly(slug, side_mm, material):
    size_mm = (side_mm, side_mm)
    mended = mend(style(slug), size_mm, Process.ENGRAVE, material, plain=True)
    assert not mended.before.ok
    assert mended.ok
    assert inspect(mended.artwork, size_mm, Process.ENGRAVE, material).ok
    drawn_from = np.asarray(mended.artwork.resize((32, 32)).getchannel("A"), np.float32) / 255
    original = np.asarray(one_ink(mended.before.art.mask).resize((32, 32)).getchannel("A"), np.float32) / 255
    assert np.corrcoef(drawn_from.ravel(), original.ravel())[0, 1] > 0.85


def test_a_hatching_is_neither_made_black_nor_wiped_away():
    hatched = drawn([(1, 1 + step * 0.3, 7, 1 + step * 0.3, 0.12) for step in range(20)])
    mended = mend(hatched, SIZE_MM, Process.ENGRAVE, Material.GLASS, plain=True)
    assert not mended.ok
    # The more so as nobody could say which of both it should be.
    assert 0.25 < mended.after.art.mask.mean() < 0.75 * (6 * 6) / SIDE_MM**2 + 0.2


def test_mending_is_the_same_every_time():
    one, other = (mend(style("mandala"), (20, 20), Process.ENGRAVE, Material.WOOD, plain=True) for _ in range(2))
    assert one.artwork.tobytes() == other.artwork.tobytes()
    assert one.mends == other.mends


def test_a_plain_drawing_is_black_on_clear_and_reads_as_it_was_judged():
    artwork = style("mandala", 512)
    mended = mend(artwork, (60, 60), Process.ENGRAVE, Material.WOOD, plain=True)
    red, green, blue, alpha = mended.artwork.split()
    assert max(channel.getextrema()[1] for channel in (red, green, blue)) == 0
    assert ((np.asarray(alpha) >= 128) == (coverage(mended.artwork) >= HALF)).all()


def test_the_light_part_of_a_toned_motif_is_paper_and_a_light_motif_is_ink():
    artwork = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    artwork.paste((60, 40, 90, 255), (5, 5, 30, 35))
    artwork.paste((250, 240, 220, 255), (10, 10, 25, 30))
    artwork.paste((230, 175, 80, 255), (40, 10, 50, 20))
    share = coverage(artwork)
    assert (share[7, 7], share[20, 17], share[15, 45]) == pytest.approx((1, 0, 1), abs=0.01)


def test_windows_hold_every_mark_and_what_is_around_it():
    marks = np.zeros((300, 400), bool)
    marks[40, 50] = marks[250, 390] = True
    found = windows(marks, 20)
    assert len(found) == 2
    for row, column in zip(*np.nonzero(marks), strict=True):
        near = np.zeros_like(marks)
        near[max(0, row - 20) : row + 21, max(0, column - 20) : column + 21] = True
        assert any(near[window].sum() == near.sum() for window in found)


def test_what_leaves_its_window_is_not_changed():
    changed = np.zeros((20, 20), bool)
    changed[5, :3] = changed[10, 10] = True
    inside = within_window(changed, (slice(0, 20), slice(30, 50)), (20, 100))
    assert inside.sum() == 1
    assert within_window(changed, (slice(0, 20), slice(0, 20)), (20, 100)).sum() == 4


def test_a_gap_that_one_mend_narrows_is_seen_by_the_next():
    artwork = drawn([(1, 2, 7, 2, 1.0), (1, 2.75, 7, 2.75, 0.15), (1, 5, 7, 5, 1.0)])
    mended = mend(artwork, SIZE_MM, Process.ENGRAVE, Material.GLASS)
    assert mended.before.counted()[Kind.STROKE] == 1
    assert mended.ok
