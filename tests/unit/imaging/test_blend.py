"""A design on a product: where it lands, and what of the product shows through."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from skimage import data as photos

from luneo.imaging.blend import Mode, UnusableZoneMaps, ZoneMaps, blend, compile_zone
from luneo.imaging.surface import homography, to_design, to_photo
from luneo.imaging.zone_maps import Places
from luneo.imaging.zones import PrintZone, check_zone

FLAT = PrintZone("front", ((20.0, 10.0), (84.0, 10.0), (84.0, 58.0), (20.0, 58.0)), (64.0, 48.0))
CUP = PrintZone(
    "inside",
    ((206.0, 74.0), (384.0, 84.0), (367.0, 118.0), (217.0, 107.0)),
    (75.0, 25.0),
    curvature=0.8,
    bow=(-1.08, -0.8),
)


def plain(colour=(200, 200, 200), size=(100, 80)):
    return Image.new("RGB", size, colour)


def solid(colour, size=(64, 48)):
    return Image.new("RGBA", size, colour)


def difference(one, other):
    return np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16))


def test_nothing_outside_the_zone_changes():
    photo = Image.fromarray(photos.coffee())
    changed = difference(photo, blend(photo, solid((10, 90, 200, 255)), compile_zone(photo, CUP))).any(-1)
    rows, columns = np.nonzero(changed)
    assert changed.sum() > 5_000
    assert (columns.min(), columns.max()) == pytest.approx((206, 383), abs=2)
    assert rows.min() > 20
    assert rows.max() < 120


def test_the_print_follows_the_cups_curve():
    photo = Image.fromarray(photos.coffee())
    changed = difference(photo, blend(photo, solid((10, 90, 200, 255)), compile_zone(photo, CUP))).any(-1)
    top_edge = {column: int(np.nonzero(changed[:, column])[0].min()) for column in (212, 295, 378)}
    # Inside a cup seen from above, the rim's far side is highest in the middle.
    assert top_edge[295] < top_edge[212] - 20
    assert top_edge[295] < top_edge[378] - 20


def test_a_flat_print_lands_pixel_exact_and_upright():
    art = solid((255, 255, 255, 255))
    art.paste((255, 0, 0, 255), (0, 0, 32, 24))
    printed = np.asarray(blend(plain((255, 255, 255)), art, compile_zone(plain((255, 255, 255)), FLAT)))
    red = (printed[..., 0] > 200) & (printed[..., 1] < 60)
    rows, columns = np.nonzero(red)
    assert (columns.min(), columns.max(), rows.min(), rows.max()) == pytest.approx((20, 51, 10, 33), abs=1)


def test_transparent_artwork_leaves_the_product_as_it_is():
    photo = Image.fromarray(photos.chelsea())
    zone = check_zone(
        PrintZone("p", ((60.0, 40.0), (400.0, 60.0), (380.0, 250.0), (80.0, 240.0)), (100.0, 60.0)), photo.size
    )
    assert difference(photo, blend(photo, solid((255, 0, 0, 0)), compile_zone(photo, zone))).max() == 0


def test_clear_parts_bleed_no_hidden_colour():
    art = Image.new("RGBA", (64, 48), (0, 255, 0, 0))
    art.paste((255, 0, 0, 255), (16, 12, 48, 36))
    printed = np.asarray(blend(plain(), art, compile_zone(plain(), FLAT), Mode.NORMAL), np.int16)
    assert (printed[..., 1] - printed[..., 0]).max() <= 2


def test_the_light_of_the_product_shows_through_the_ink():
    photo = Image.fromarray(np.tile(np.linspace(120, 250, 100).astype(np.uint8)[None, :, None], (80, 1, 3)))
    for mode in (Mode.MULTIPLY, Mode.NORMAL):
        row = np.asarray(blend(photo, solid((200, 60, 40, 255)), compile_zone(photo, FLAT), mode))[34, 24:80, 0]
        assert row[-1] > row[0] + 20


def test_a_dark_product_gets_opaque_ink_and_a_light_one_is_multiplied():
    dark, light = plain((60, 10, 10)), plain((240, 240, 240))
    white = solid((255, 255, 255, 255))
    assert np.asarray(blend(dark, white, compile_zone(dark, FLAT)))[34, 50].min() > 200
    assert np.asarray(blend(light, white, compile_zone(light, FLAT)))[34, 50] == pytest.approx([240] * 3, abs=1)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.MULTIPLY, 0.25 * 0.75),
        (Mode.SCREEN, 1 - 0.75 * 0.25),
        (Mode.OVERLAY, 2 * 0.25 * 0.75),
        (Mode.SOFT_LIGHT, 0.25 + 0.5 * (0.5 - 0.25)),
    ],
)
def test_the_modes_follow_the_w3c_formulas(mode, expected):
    photo = plain((64, 64, 64))
    printed = blend(photo, solid((191, 191, 191, 255)), compile_zone(photo, FLAT), mode)
    assert printed.getpixel((50, 34))[0] / 255 == pytest.approx(expected, abs=0.012)


def test_edges_are_antialiased():
    zone = check_zone(PrintZone("p", ((20.3, 10.7), (80.1, 16.2), (76.4, 60.8), (24.9, 55.5)), (60.0, 45.0)), (100, 80))
    mask = compile_zone(plain(), zone).mask
    soft = (mask > 5) & (mask < 250)
    assert soft.sum() > 100
    assert mask.max() == 255


def test_maps_survive_their_bytes_exactly():
    photo = Image.fromarray(photos.coffee())
    maps = compile_zone(photo, CUP)
    again = ZoneMaps.from_bytes(maps.to_bytes())
    assert again.to_bytes() == maps.to_bytes() == compile_zone(photo, CUP).to_bytes()
    art = solid((10, 90, 200, 180))
    assert blend(photo, art, again).tobytes() == blend(photo, art, maps).tobytes()


@pytest.mark.parametrize("data", [b"", b"nonsense", b"PK\x05\x06" + bytes(18)])
def test_bytes_that_are_no_maps_are_refused(data):
    with pytest.raises(UnusableZoneMaps):
        ZoneMaps.from_bytes(data)


def test_truncated_maps_are_refused():
    with pytest.raises(UnusableZoneMaps):
        ZoneMaps.from_bytes(compile_zone(plain(), FLAT).to_bytes()[:-200])


def test_a_photo_with_alpha_keeps_it():
    photo = Image.fromarray(photos.astronaut()).convert("RGBA")
    photo.putalpha(77)
    zone = PrintZone("p", ((160.0, 300.0), (330.0, 300.0), (330.0, 440.0), (160.0, 440.0)), (80.0, 66.0))
    printed = blend(photo, solid((255, 0, 0, 255)), compile_zone(photo, zone))
    assert printed.mode == "RGBA"
    assert printed.getchannel("A").getextrema() == (77, 77)


JITTER = st.floats(-9, 9)


@settings(deadline=None)
@given(
    st.tuples(*[st.tuples(JITTER, JITTER)] * 4),
    st.floats(0.05, 0.9),
    st.floats(-0.6, 0.6),
    st.floats(-0.2, 0.6),
    st.floats(0.02, 0.98),
    st.floats(0.02, 0.98),
)
def test_a_point_of_the_design_comes_back_from_the_photo(jitter, curvature, bow, grows, u, v):
    corners = tuple((x + dx, y + dy) for (x, y), (dx, dy) in zip(FLAT.quad, jitter, strict=True))
    zone = PrintZone("p", corners, (64.0, 48.0), curvature=curvature, bow=(bow, bow + grows))
    x, y = to_photo(zone, np.array([u], np.float64), np.array([v], np.float64))
    again_u, again_v = to_design(zone, x, y)
    assert (again_u[0], again_v[0]) == pytest.approx((u, v), abs=2e-3)


def test_the_homography_takes_the_unit_square_to_the_corners():
    corners = np.array([[0, 1, 1, 0], [0, 0, 1, 1], [1, 1, 1, 1]], np.float64)
    x, y, w = homography(CUP.quad) @ corners
    assert np.stack([x / w, y / w], 1) == pytest.approx(np.array(CUP.quad))


def cloth(folds=3.0):
    """A cloth with soft vertical folds, lit from the left."""
    x = np.arange(240) / 240
    light = 0.6 + 0.2 * np.sin(2 * np.pi * folds * x) if folds else np.full(240, 0.6)
    return Image.fromarray((np.tile(light[None, :, None], (200, 1, 3)) * 255).astype(np.uint8))


CLOTH = PrintZone("chest", ((40.0, 40.0), (200.0, 40.0), (200.0, 160.0), (40.0, 160.0)), (80.0, 60.0))


def stripes(photo, displacement):
    """Where a design's horizontal edge lies in each column."""
    art = Image.new("RGB", (160, 120), "white")
    art.paste((0, 0, 0), (0, 0, 160, 60))
    maps = compile_zone(photo, replace(CLOTH, displacement=displacement))
    dark = np.asarray(blend(photo, art, maps, Mode.MULTIPLY), np.float64)[60:140, 60:180, 0]
    return (dark < 70).sum(axis=0)


def test_folds_move_the_design_and_more_so_on_softer_cloth():
    rigid, soft, softer = (np.ptp(stripes(cloth(), displacement)) for displacement in (0.0, 0.5, 1.0))
    assert rigid <= 1
    assert 2 <= soft < softer


def test_flat_cloth_stays_flat():
    assert np.ptp(stripes(cloth(folds=0), 1.0)) <= 1


def test_a_displaced_design_loses_none_of_its_edge():
    photo = cloth()
    maps = compile_zone(photo, replace(CLOTH, displacement=1.0))
    border = np.concatenate([maps.mask[0], maps.mask[-1], maps.mask[:, 0], maps.mask[:, -1]])
    assert border.max() < 128


def test_what_the_mask_picture_hides_is_not_printed_on():
    photo = plain()
    hidden = Image.new("L", (50, 40), 255)
    hidden.paste(0, (25, 0, 50, 40))
    printed = blend(photo, solid((255, 0, 0, 255)), compile_zone(photo, FLAT, hidden))
    changed = difference(photo, printed).any(-1)
    assert changed[20:50, 22:48].all()
    assert not changed[:, 52:].any()


@settings(deadline=None, max_examples=40)
@given(st.tuples(*[st.tuples(JITTER, JITTER)] * 4), st.sampled_from((0.0, 0.3, 0.6, 0.95)), st.integers(0, 40))
def test_nodes_tell_every_pixels_place_to_a_tenth_of_the_finest_pixel(jitter, curvature, start):
    corners = tuple((x * 2 + dx, y * 2 + dy) for (x, y), (dx, dy) in zip(FLAT.quad, jitter, strict=True))
    zone = PrintZone("p", corners, (64.0, 48.0), curvature=curvature, bow=(0.1, 0.2))
    maps = compile_zone(plain(size=(200, 160)), zone)
    (left, top), (rows, columns) = maps.origin, maps.mask.shape
    x, y = np.meshgrid(np.arange(left, left + columns) + 0.5, np.arange(top, top + rows) + 0.5)
    some = slice(start, rows), slice(3, columns - 5)
    told = Places(maps, (1.0, 1.0)).of(*some)
    for place, exact, side in zip(told, to_design(zone, x, y), maps.design_px, strict=True):
        assert np.abs(place - exact[some])[maps.mask[some] > 0].max() * side < 0.1


def test_a_zone_smaller_than_the_space_between_two_nodes_is_printed_on():
    tiny = replace(FLAT, quad=((20.0, 20.0), (26.0, 20.0), (26.0, 25.0), (20.0, 25.0)))
    printed = np.asarray(blend(plain(), solid((255, 0, 0, 255)), compile_zone(plain(), tiny), Mode.NORMAL))
    assert (printed[21:24, 21:25, 1] < 30).all()


def test_a_flat_zone_needs_few_nodes_and_folds_need_more():
    photo = cloth()
    flat, folded = (compile_zone(photo, replace(CLOTH, displacement=folds)) for folds in (0.0, 1.0))
    assert flat.step > folded.step
    assert flat.nodes[0].size * flat.step < flat.mask.size


def test_maps_of_another_version_are_refused():
    photo = plain()
    data = compile_zone(photo, FLAT).to_bytes()
    stored = dict(np.load(io.BytesIO(data)))
    stored["version"] = np.array(1)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **stored)
    with pytest.raises(UnusableZoneMaps):
        ZoneMaps.from_bytes(buffer.getvalue())


def test_maps_are_kept_in_about_a_byte_a_pixel():
    photo = Image.fromarray(photos.astronaut())
    zone = replace(CLOTH, quad=((120.0, 220.0), (390.0, 220.0), (390.0, 470.0), (120.0, 470.0)), displacement=0.6)
    maps = compile_zone(photo, zone)
    assert len(maps.to_bytes()) < 3 * maps.mask.size
