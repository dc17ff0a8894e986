import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from luneo.three_d.errors import InvalidArtwork, InvalidModel
from luneo.three_d.poster import PosterMaps, compile_poster, render_from_maps, render_poster
from luneo.three_d.raster import NOTHING, rasterise
from luneo.three_d.texture import apply_texture

SIZE = 160


@pytest.fixture(scope="module")
def maps(mug):
    return compile_poster(mug, SIZE, samples_across=2)


def pixels(picture):
    return np.asarray(picture).astype(int)


def test_a_poster_is_a_square_picture(maps):
    picture = render_from_maps(maps, None)
    assert (picture.size, picture.mode) == ((SIZE, SIZE), "RGB")


def test_maps_and_a_printed_model_give_the_same_poster(mug, maps, cat):
    printed = render_poster(apply_texture(mug, cat), SIZE, samples_across=2)
    assert np.abs(pixels(printed) - pixels(render_from_maps(maps, cat))).mean() < 0.5


def test_artwork_changes_the_zone_and_nothing_else(maps):
    red, blue = (pixels(render_from_maps(maps, Image.new("RGB", (8, 8), c))) for c in ("red", "blue"))
    changed = np.flatnonzero((red != blue).any(axis=2))
    assert np.isin(changed, maps.mask).all()
    assert len(changed) > 0.95 * len(maps.mask)


def test_the_artwork_reads_the_right_way_round(maps):
    quarters = np.zeros((64, 64, 3), np.uint8)
    quarters[:32, :32], quarters[:32, 32:], quarters[32:, :32] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    flat = pixels(render_from_maps(maps, Image.fromarray(quarters))).reshape(-1, 3)[maps.mask]
    rows, columns = np.divmod(maps.mask.astype(int), SIZE)
    red, green, blue = ((flat[:, k] - flat[:, [j for j in range(3) if j != k]].max(axis=1)) > 60 for k in range(3))
    assert columns[red].mean() < columns[green].mean()
    assert rows[red].mean() < rows[blue].mean()


def test_a_neutral_artwork_keeps_its_order_of_tones(maps):
    means = [
        pixels(render_from_maps(maps, Image.new("RGB", (8, 8), (v, v, v)))).reshape(-1, 3)[maps.mask].mean()
        for v in (0, 64, 128, 192, 255)
    ]
    assert means == sorted(means)
    assert means[0] < 90
    assert means[4] > 200


def test_maps_survive_storage(maps, cat):
    stored = maps.to_bytes()
    again = PosterMaps.from_bytes(stored)
    assert render_from_maps(again, cat).tobytes() == render_from_maps(maps, cat).tobytes()
    assert again.to_bytes() == stored


@pytest.mark.parametrize("damaged", [b"", b"PK\x03\x04 nonsense", None])
def test_damaged_maps_are_refused(maps, damaged):
    with pytest.raises(InvalidModel):
        PosterMaps.from_bytes(maps.to_bytes()[:-200] if damaged is None else damaged)


def test_a_poster_is_the_same_each_time(mug, maps):
    assert compile_poster(mug, SIZE, samples_across=2).to_bytes() == maps.to_bytes()


def test_a_transparent_poster_has_an_opaque_product_and_a_soft_shadow(mug):
    alpha = pixels(render_poster(mug, SIZE, transparent=True, samples_across=2))[..., 3]
    assert alpha[0, 0] == 0
    assert alpha[SIZE // 2, SIZE * 2 // 5] == 255
    assert ((alpha > 20) & (alpha < 235)).mean() > 0.02


def test_the_product_fills_the_frame_and_stays_inside_it(mug):
    for azimuth, elevation in ((0, 0), (120, 40), (250, -20)):
        picture = render_poster(
            mug, SIZE, azimuth_deg=azimuth, elevation_deg=elevation, transparent=True, samples_across=1
        )
        solid = pixels(picture)[..., 3] == 255
        rows, columns = np.nonzero(solid)
        extent = max(np.ptp(rows), np.ptp(columns)) / SIZE
        assert 0.70 < extent < 0.82
        assert min(rows.min(), columns.min()) > SIZE * 0.05


def test_turning_the_model_turns_its_front_away(mug):
    front = compile_poster(mug, SIZE, azimuth_deg=0, samples_across=1)
    back = compile_poster(mug, SIZE, azimuth_deg=180, samples_across=1)
    assert len(front.mask) > 2000
    assert len(back.mask) == 0
    assert render_from_maps(back, Image.new("RGB", (4, 4))).size == (SIZE, SIZE)


def test_a_model_without_a_zone_is_photographed_too(model):
    del model.primitive["material"], model.root["materials"]
    assert render_poster(model.glb(), 64, samples_across=2).size == (64, 64)


def test_an_unknown_zone_is_refused(mug):
    with pytest.raises(InvalidModel):
        compile_poster(mug, 32, material="lid")


def test_unreadable_artwork_is_refused(maps):
    with pytest.raises(InvalidArtwork):
        render_from_maps(maps, b"no picture")


@given(
    st.lists(
        st.tuples(
            *[st.floats(-20, 60, width=32) for _ in range(6)], *[st.floats(0.125, 8, width=32) for _ in range(3)]
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_the_nearest_triangle_is_the_one_seen(rows):
    corners = np.array([[[r[0], r[1], r[6]], [r[2], r[3], r[7]], [r[4], r[5], r[8]]] for r in rows], np.float32)
    coverage = rasterise(corners, 40, 30)
    for y, x in ((3, 5), (15, 20), (29, 39), (0, 0)):
        depths = [_depth(triangle.astype(float), x + 0.5, y + 0.5) for triangle in corners]
        certain = [depth for depth in depths if depth is not None]
        if any(depth is _EDGE for depth in certain):
            continue
        if not certain:
            assert coverage.triangle[y, x] == NOTHING
        else:
            assert coverage.depth[y, x] == pytest.approx(max(certain), rel=1e-2, abs=1e-2)


@given(
    st.tuples(*[st.floats(2, 18, width=32) for _ in range(2)]),
    st.tuples(*[st.floats(21, 38, width=32) for _ in range(2)]),
)
@settings(max_examples=40, deadline=None)
def test_triangles_that_share_an_edge_leave_no_gap(low, high):
    corners = [(*low, 1), (high[0], low[1], 1), (*high, 1), (low[0], high[1], 1)]
    pair = np.array([[corners[k] for k in triangle] for triangle in ((0, 1, 2), (0, 2, 3))], np.float32)
    shown = rasterise(pair, 40, 40).triangle != NOTHING
    centres = np.arange(40) + 0.5
    inside = [(centres > low[k] + 1e-3) & (centres < high[k] - 1e-3) for k in (0, 1)]
    outside = [(centres < low[k] - 1e-3) | (centres > high[k] + 1e-3) for k in (0, 1)]
    assert shown[np.ix_(inside[1], inside[0])].all()
    assert not shown[outside[1]].any()
    assert not shown[:, outside[0]].any()


def test_a_triangle_far_larger_than_the_picture_fills_it():
    corners = np.array([[[-1e7, -1e7, 1], [1e7, -1e7, 1], [0, 3e7, 1]]], np.float32)
    coverage = rasterise(corners, 700, 500)
    assert (coverage.triangle == 0).all()
    assert coverage.depth == pytest.approx(1, rel=1e-3)


@pytest.mark.parametrize("size", [1, 3, 7, 30])
def test_any_size_is_photographed(model, size):
    assert render_poster(model.glb(), size).size == (size, size)


_EDGE = object()


def _depth(triangle, x, y):
    """Interpolated depth inside, None outside, _EDGE where rounding decides."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = triangle
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    if abs(area) < 1:
        return _EDGE
    b = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
    c = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
    weights = (1 - b - c, b, c)
    if min(abs(w) for w in weights) < 1e-3:
        return _EDGE
    return None if min(weights) < 0 else weights[0] * az + b * bz + c * cz
