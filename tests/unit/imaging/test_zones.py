"""Print zones: what is accepted, what is refused and where the refusal points."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.imaging.zones import InvalidZone, PrintZone, ZoneOutsidePhoto, check_zone, parse_quad, parse_size_mm

SQUARE = ((10.0, 10.0), (90.0, 10.0), (90.0, 60.0), (10.0, 60.0))
PHOTO = (100, 80)


def zone(quad=SQUARE, **changed):
    return PrintZone("front", quad, **({"size_mm": (80.0, 50.0)} | changed))


def pointers(refused):
    return [fault.pointer for fault in refused.value.faults]


def test_a_sound_zone_comes_back_as_it_was():
    assert check_zone(zone(), PHOTO) == zone()


def test_a_zone_may_touch_the_photos_edge():
    quad = ((0.0, 0.0), (100.0, 0.0), (100.0, 80.0), (0.0, 80.0))
    assert check_zone(zone(quad), PHOTO).quad == quad


def test_a_zone_outside_the_photo_is_refused_at_the_corner():
    quad = ((10.0, 10.0), (101.0, 10.0), (90.0, 60.0), (10.0, 60.0))
    with pytest.raises(ZoneOutsidePhoto) as refused:
        check_zone(zone(quad), PHOTO, pointer="#/zones/3")
    assert pointers(refused) == ["#/zones/3/quad/1"]
    assert refused.value.slug == "zone-outside-photo"
    assert "100 x 80" in refused.value.detail


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_corner_that_is_no_number_is_refused(bad):
    with pytest.raises(InvalidZone) as refused:
        check_zone(zone((*SQUARE[:2], (bad, 60.0), SQUARE[3])), PHOTO)
    assert pointers(refused) == ["#/zones/0/quad/2"]


def test_a_counter_clockwise_zone_is_turned():
    turned = (SQUARE[0], SQUARE[3], SQUARE[2], SQUARE[1])
    assert check_zone(zone(turned), PHOTO).quad == SQUARE


@pytest.mark.parametrize(
    "quad",
    [
        ((10.0, 10.0), (90.0, 60.0), (90.0, 10.0), (10.0, 60.0)),
        ((10.0, 10.0), (90.0, 10.0), (30.0, 20.0), (10.0, 60.0)),
        ((10.0, 10.0), (50.0, 10.0), (90.0, 10.0), (10.0, 60.0)),
        ((10.0, 10.0), (90.0, 10.0), (90.0, 60.0), (10.0, 12.0)),
        (SQUARE[0],) * 4,
    ],
    ids=["crossing", "folded", "flat corner", "short edge", "a point"],
)
def test_a_quad_that_is_no_convex_area_is_refused(quad):
    with pytest.raises(InvalidZone) as refused:
        check_zone(zone(quad), PHOTO)
    assert all(pointer.startswith("#/zones/0/quad/") for pointer in pointers(refused))


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"size_mm": (0.0, 50.0)}, "#/zones/0/size_mm/0"),
        ({"size_mm": (80.0, math.nan)}, "#/zones/0/size_mm/1"),
        ({"size_mm": (80.0, 6000.0)}, "#/zones/0/size_mm/1"),
        ({"curvature": 1.0}, "#/zones/0/curvature"),
        ({"curvature": math.nan}, "#/zones/0/curvature"),
        ({"bow": (3.0, 0.0)}, "#/zones/0/bow"),
        ({"bow": (math.nan, 0.0)}, "#/zones/0/bow"),
        ({"bow": (1.0, 0.0)}, "#/zones/0/bow"),
        ({"bleed_mm": -1.0}, "#/zones/0/bleed_mm"),
        ({"bleed_mm": 51.0}, "#/zones/0/bleed_mm"),
    ],
)
def test_a_measure_out_of_range_is_refused_where_it_stands(changed, pointer):
    with pytest.raises(InvalidZone) as refused:
        check_zone(zone(**changed), PHOTO)
    assert pointers(refused) == [pointer]


@given(st.lists(st.tuples(st.floats(), st.floats()), min_size=4, max_size=4))
def test_any_four_points_are_accepted_inside_and_clockwise_or_refused(corners):
    try:
        quad = check_zone(zone(tuple(corners)), PHOTO).quad
    except InvalidZone as refused:
        assert refused.faults  # noqa: PT017 - either answer is right
    else:
        assert all(0 <= x <= PHOTO[0] and 0 <= y <= PHOTO[1] for x, y in quad)
        assert sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(quad, (*quad[1:], quad[0]), strict=True)) > 0


NUMBERS = st.floats(-9999, 9999).map(lambda value: round(value, 3) + 0.0)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=4, max_size=4))
def test_a_written_quad_reads_back(corners):
    assert list(parse_quad(" ".join(f"{x:.3f},{y:.3f}" for x, y in corners))) == corners


@pytest.mark.parametrize(
    "text", ["", "1,2 3,4 5,6", "1,2 3,4 5,6 7,8 9,10", "a,b c,d e,f g,h", "1 2 3 4 5 6 7 8", "nan,1 2,3 4,5 6,7"]
)
def test_text_that_is_no_quad_is_refused(text):
    with pytest.raises(InvalidZone, match="four corners"):
        parse_quad(text)


@pytest.mark.parametrize("text", ["200x90", "200 x 90 mm", "200X90", "200\u00d790", "200.0x90."])
def test_a_size_is_read_in_its_usual_spellings(text):
    assert parse_size_mm(text) == (200, 90)


@pytest.mark.parametrize("text", ["", "200", "0x90", "200x-1", "1e9x3", "nanx3", "9999999x1", "200x90cm"])
def test_text_that_is_no_size_is_refused(text):
    with pytest.raises(InvalidZone) as refused:
        parse_size_mm(text, pointer="#/size")
    assert pointers(refused) == ["#/size"]
