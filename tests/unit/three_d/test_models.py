import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luneo.three_d import models
from luneo.three_d.budgets import BUDGETS
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import inspect_glb
from luneo.three_d.scene import load_scene

PRODUCTS = {name: getattr(models, name) for name in models.__all__}
CLOTH = {"tote", "tshirt"}
INSIDE = {"espresso_cup"}
LARGEST_SIDE_M = {
    "bottle": 0.250,
    "espresso_cup": 0.151,
    "mug": 0.1155,
    "phone_case": 0.150,
    "plaque": 0.200,
    "ring": 0.0209,
    "tote": 0.669,
    "tshirt": 0.824,
}


@pytest.fixture(scope="module", params=PRODUCTS)
def product(request):
    return PRODUCTS[request.param]()


def welded(glb):
    """All triangles with points that coincide within a micrometre made one."""
    parts = load_scene(glb).parts
    corners = np.concatenate([part.positions[part.triangles] for part in parts])
    keys, ids = np.unique(np.round(corners.reshape(-1, 3), 6) + 0.0, axis=0, return_inverse=True)
    return keys, ids.reshape(-1, 3)


def zone(glb):
    return next(part for part in load_scene(glb).parts if part.material.name == "print_zone")


def test_gltf_validator_has_nothing_to_say(product, gltf_issues):
    assert gltf_issues(product) == []


def test_the_mesh_is_closed(product):
    points, triangles = welded(product)
    ends = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    ends = ends[ends[:, 0] != ends[:, 1]]
    there, back = (np.sort(ends @ weights) for weights in ((len(points), 1), (1, len(points))))
    assert np.array_equal(there, back)


def test_the_surface_faces_outwards(product):
    points, triangles = welded(product)
    a, b, c = (points[triangles[:, k]] for k in range(3))
    assert np.einsum("nd,nd->n", a, np.cross(b, c)).sum() > 0


def test_no_triangle_degenerates(product):
    for part in load_scene(product).parts:
        a, b, c = (part.positions[part.triangles[:, k]].astype(float) for k in range(3))
        areas = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
        assert areas.min() > 1e-12


def facing(glb):
    """The areas of all triangles, and the cosine between each and its mean normal."""
    for part in load_scene(glb).parts:
        a, b, c = (part.positions[part.triangles[:, k]].astype(float) for k in range(3))
        face = np.cross(b - a, c - a)
        area = np.linalg.norm(face, axis=1)
        yield area, np.einsum("nd,nd->n", face / area[:, None], part.normals[part.triangles].mean(axis=1))


@pytest.mark.parametrize("name", sorted(set(PRODUCTS) - CLOTH))
def test_normals_lie_on_the_side_that_triangles_face(name):
    assert min(cosine.min() for _, cosine in facing(PRODUCTS[name]())) > 0.7


@pytest.mark.parametrize("name", sorted(CLOTH))
def test_cloth_is_smooth_but_for_its_creases(name):
    area, cosine = (np.concatenate(values) for values in zip(*facing(PRODUCTS[name]()), strict=True))
    assert area[cosine < 0.7].sum() < 0.005 * area.sum()


@pytest.mark.parametrize("name", sorted(set(PRODUCTS) - INSIDE))
def test_the_zone_fills_its_texture_in_the_reading_direction(name):
    part = zone(PRODUCTS[name]())
    uv = next(iter(part.uvs.values()))
    assert (uv.min(axis=0), uv.max(axis=0)) == (pytest.approx([0, 0]), pytest.approx([1, 1]))
    front = part.positions[:, 2] > part.positions[:, 2].max() * 0.7
    across = np.corrcoef(part.positions[front, 0], uv[front, 0])[0, 1]
    down = np.corrcoef(part.positions[front, 1], uv[front, 1])[0, 1]
    assert across > 0.95
    assert down < -0.99


def test_products_stand_on_the_table_true_to_size():
    sizes = {name: inspect_glb(make()) for name, make in PRODUCTS.items()}
    assert all(abs(facts.bounds_min[1]) < 1e-6 for facts in sizes.values())
    assert sizes["mug"].size[1] == pytest.approx(0.0955, abs=1e-6)
    assert sizes["mug"].size[2] == pytest.approx(0.082, abs=1e-4)
    assert sizes["plaque"].size == pytest.approx((0.2, 0.15, 0.012), abs=1e-6)
    assert all(facts.warnings == () for facts in sizes.values())
    assert {name: max(facts.size) for name, facts in sizes.items()} == pytest.approx(LARGEST_SIDE_M, abs=6e-4)
    assert all(facts.triangles <= BUDGETS["triangles"].soft for facts in sizes.values())


def test_the_zone_s_stated_size_is_its_size_on_the_surface(mug):
    part = zone(mug)
    stated = next(m["extras"] for m in load_scene(mug).document.root.items("materials") if m["name"] == "print_zone")
    angle = np.arctan2(part.positions[:, 0], part.positions[:, 2])
    assert np.ptp(angle) * 41 == pytest.approx(stated["print_width_mm"], abs=0.01)
    assert np.ptp(part.positions[:, 1]) * 1000 == pytest.approx(stated["print_height_mm"], abs=0.01)


@given(
    height=st.floats(0.07, 0.13),
    radius=st.floats(0.033, 0.055),
    share=st.floats(0.2, 0.8),
    arc=st.floats(0.3, 2.2),
)
@settings(max_examples=5, deadline=None)
def test_mugs_of_any_sensible_size_are_closed(height, radius, share, arc):
    glb = models.mug(height, radius, zone_height_m=height * share, zone_width_m=radius * arc)
    test_the_mesh_is_closed(glb)
    test_no_triangle_degenerates(glb)


@pytest.mark.parametrize(
    "wrong",
    [{"zone_height_m": 0.2}, {"zone_width_m": 0.3}, {"zone_centre_deg": 90}, {"zone_height_m": 0.0}],
)
def test_a_zone_that_does_not_fit_is_refused(wrong):
    with pytest.raises(InvalidModel):
        models.mug(**wrong)


@pytest.mark.parametrize("make", [lambda: models.ring(inside=True), models.espresso_cup], ids=["ring", "espresso_cup"])
def test_what_is_printed_inside_is_read_from_the_middle(make):
    part = zone(make())
    uv = next(iter(part.uvs.values()))
    assert part.positions[:, 2].max() < 0
    assert np.corrcoef(part.positions[:, 0], uv[:, 0])[0, 1] > 0.95
    assert np.corrcoef(part.positions[:, 1], uv[:, 1])[0, 1] < -0.99
    assert np.einsum("nd,nd->n", part.positions[:, [0, 2]], part.normals[:, [0, 2]]).max() < 0


def test_nothing_is_printed_over_a_phone_s_cameras():
    part = zone(models.phone_case(camera_m=0.036))
    corners = part.positions[part.triangles]
    middle, half = np.array([-0.00975, 0.1225]), 0.018
    away = np.abs(corners.mean(axis=1)[:, :2] - middle).max(axis=1)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    whole = np.ptp(part.positions[:, 0]) * np.ptp(part.positions[:, 1])
    assert away.min() > half
    assert 0.0355**2 < whole - area.sum() < 0.044**2


def test_a_print_lies_flat_on_the_cut_of_a_shirt_and_upright_on_its_chest():
    part = zone(models.tshirt(zone_width_m=0.2, zone_height_m=0.25))
    size = np.ptp(part.positions, axis=0)
    assert size[0] == pytest.approx(0.2, rel=0.04)
    assert size[1] == pytest.approx(0.25, rel=0.01)


def test_sizes_of_a_shirt_are_scaled_whole_but_not_its_print():
    large, medium = models.tshirt(0.78), models.tshirt()
    assert inspect_glb(large).size[0] / inspect_glb(medium).size[0] == pytest.approx(0.78 / 0.72, rel=0.01)
    assert np.ptp(zone(large).positions[:, 1]) == pytest.approx(0.3, rel=0.01)


@pytest.mark.parametrize(
    "make",
    [
        lambda: models.tshirt(zone_width_m=0.5),
        lambda: models.tshirt(zone_height_m=0.6),
        lambda: models.tote(zone_width_m=0.37),
        lambda: models.ring(metal="tin"),
        lambda: models.ring(zone_height_m=0.006),
        lambda: models.espresso_cup(zone_height_m=0.05),
        lambda: models.phone_case(camera_m=0.07),
        lambda: models.phone_case(depth_m=0.005),
    ],
)
def test_measures_that_make_no_product_are_refused(make):
    with pytest.raises(InvalidModel):
        make()


def test_the_same_measures_give_the_same_bytes():
    assert PRODUCTS["tshirt"]() == PRODUCTS["tshirt"]()
    assert models.mug() == models.mug()
