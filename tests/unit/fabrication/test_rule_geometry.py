"""Distances, regions and widths on shapes whose truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage import measure

from luneo.fabrication.rules.ink import EXACTNESS_PX
from luneo.fabrication.rules.raster import squared_distances
from luneo.fabrication.rules.regions import label, meetings
from luneo.fabrication.rules.widths import thin_parts
from tests.unit.fabrication import shapes

SIDE = 120
CAUGHT, SPARED = 2.05, 1.0
bitmaps = st.tuples(st.integers(1, 20), st.integers(1, 20), st.integers(0, 2**32 - 1), st.floats(0.1, 0.95)).map(
    lambda drawn: np.random.default_rng(drawn[2]).random(drawn[:2]) < drawn[3]
)


@settings(max_examples=40, deadline=None)
@given(bitmaps)
def test_distances_are_exact_up_to_their_reach(mask):
    outside = np.argwhere(~mask)
    found = squared_distances(mask, 6)
    if not len(outside):
        assert (found > 36).all()
        return
    rows, columns = np.indices(mask.shape)
    truth = ((rows[..., None] - outside[:, 0]) ** 2 + (columns[..., None] - outside[:, 1]) ** 2).min(-1)
    near = truth <= 36
    assert np.array_equal(found[near], truth[near])
    assert (found[~near] > 36).all()


@settings(max_examples=40, deadline=None)
@given(bitmaps, st.booleans())
def test_regions_are_those_of_scikit_image(mask, diagonal):
    theirs = measure.label(mask, connectivity=2 if diagonal else 1)
    ours = label(mask, diagonal=diagonal)
    row, column = np.nonzero(mask)
    assert ours.count == theirs.max()
    assert len({*zip(ours.at(row, column).tolist(), theirs[row, column].tolist(), strict=True)}) == ours.count
    assert sorted(ours.areas.tolist()) == sorted(np.bincount(theirs.ravel())[1:].tolist())
    boxes = {(c, r, d, b) for r, c, b, d in (one.bbox for one in measure.regionprops(theirs))}
    assert {tuple(box) for box in ours.boxes().tolist()} == boxes
    half = np.arange(ours.count) % 2 == 0
    assert np.array_equal(ours.of(half).mask(np.ones(half.sum(), np.bool_)), ours.mask(half))


def test_regions_meet_over_corners_too():
    one, other = np.zeros((6, 6), np.bool_), np.zeros((6, 6), np.bool_)
    one[1, 1] = one[5, 5] = True
    other[2, 2] = other[0, 5] = True
    # In reading order `other` begins with the far one.
    assert meetings(label(one), label(other)).tolist() == [[0, 1]]


def thin(draw, limit):
    return thin_parts(shapes.mask((SIDE, SIDE), draw), limit)


@settings(max_examples=40, deadline=None)
@given(st.floats(3, 14), st.floats(0, 180), st.floats(-3, 3), st.floats(-3, 3))
def test_a_bar_of_any_direction_is_measured_within_one_and_a_half_pixels_and_judged_beyond_the_tolerance(
    width, turn, dx, dy
):
    def draw(on, scale):
        shapes.bar(on, scale, (SIDE / 2 + dx, SIDE / 2 + dy), 90, width, turn)

    # A polygon is drawn with the fine pixels that its edges touch.
    found = thin(draw, width + 1 / shapes.FINE + CAUGHT)
    assert len(found.widths) == 1
    assert found.widths[0] == pytest.approx(width, abs=EXACTNESS_PX)
    assert not len(thin(draw, width - SPARED).widths)


@settings(max_examples=20, deadline=None)
@given(st.floats(3, 12), st.floats(50, 100), st.floats(-3, 3))
def test_a_ring_is_measured_within_one_and_a_half_pixels(width, diameter, shift):
    def draw(on, scale):
        shapes.ring(on, scale, (SIDE / 2 + shift, SIDE / 2), diameter, width)

    found = thin(draw, width + CAUGHT)
    assert found.widths.tolist() == pytest.approx([width] * len(found.widths), abs=EXACTNESS_PX)
    assert len(found.widths) >= 1
    assert not len(thin(draw, width - SPARED).widths)


@settings(max_examples=15, deadline=None)
@given(st.integers(3, 7), st.integers(3, 7))
def test_every_tooth_and_every_slot_of_a_comb_is_found_and_none_that_is_wide_enough(tooth, slot):
    mask = np.zeros((60, SIDE), np.bool_)
    mask[:16] = True
    starts = range(10, SIDE - 20, tooth + slot)
    for start in starts:
        mask[16:52, start : start + tooth] = True
    # What follows the last tooth is open, and so is what comes before the first.
    assert len(thin_parts(mask, tooth + CAUGHT).widths) == len(starts)
    assert len(thin_parts(~mask, slot + CAUGHT).widths) == len(starts) - 1
    assert not len(thin_parts(mask, tooth).widths)
    assert not len(thin_parts(~mask, slot).widths)


@pytest.mark.parametrize("diameter", [14, 30, 70])
def test_a_disc_and_a_square_are_as_wide_as_they_are_whatever_their_corners(diameter):
    square = np.zeros((SIDE, SIDE), np.bool_)
    square[20 : 20 + diameter, 20 : 20 + diameter] = True

    def draw(on, scale):
        shapes.disc(on, scale, (SIDE / 2, SIDE / 2), diameter)

    assert not len(thin_parts(square, diameter - 1).widths)
    assert not len(thin(draw, diameter - 1.5).widths)


@pytest.mark.parametrize("degrees", [20, 30, 60, 90])
def test_the_point_of_a_corner_is_no_thin_line(degrees):
    half = np.tan(np.radians(degrees / 2))

    def draw(on, scale):
        points = ((60, 5), (60 - 90 * half, 95), (60 + 90 * half, 95))
        on.polygon([(x * scale, y * scale) for x, y in points], fill=255)

    assert not len(thin(draw, 9).widths)


def test_a_short_neck_between_two_bodies_counts_although_no_stroke_is_that_short():
    def draw(on, scale):
        shapes.disc(on, scale, (32, 60), 50)
        shapes.disc(on, scale, (88, 60), 50)
        shapes.bar(on, scale, (60, 60), 16, 5, 0)

    found = thin(draw, 9)
    assert found.widths.tolist() == pytest.approx([5], abs=1)
    assert found.ways.tolist() == [2]


@settings(max_examples=15, deadline=None)
@given(st.floats(3, 9), st.floats(0, 180), st.integers(0, 3), st.booleans(), st.integers(-8, 8))
def test_shifting_turning_and_mirroring_change_nothing_but_the_place(width, turn, quarters, mirrored, shift):
    def draw(on, scale):
        shapes.bar(on, scale, (50, 60), 70, width, turn)
        shapes.disc(on, scale, (80, 40), 30)

    mask = shapes.mask((SIDE, SIDE), draw)
    moved = np.rot90(np.roll(mask, shift, (0, 1)), quarters)
    moved = moved[:, ::-1] if mirrored else moved
    one, other = thin_parts(mask, width + 2), thin_parts(moved, width + 2)
    assert sorted(one.widths) == pytest.approx(sorted(other.widths))
    assert sorted(one.regions.areas) == sorted(other.regions.areas)
    assert sorted(one.ways) == sorted(other.ways)
