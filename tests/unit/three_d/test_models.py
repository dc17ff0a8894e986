import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luneo.three_d import models
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import inspect_glb
from luneo.three_d.scene import load_scene

PRODUCTS = {"mug": models.mug, "bottle": models.bottle, "plaque": models.plaque}


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


def test_normals_lie_on_the_side_that_triangles_face(product):
    for part in load_scene(product).parts:
        a, b, c = (part.positions[part.triangles[:, k]].astype(float) for k in range(3))
        face = np.cross(b - a, c - a)
        face /= np.linalg.norm(face, axis=1, keepdims=True)
        assert np.einsum("nd,nd->n", face, part.normals[part.triangles].mean(axis=1)).min() > 0.7


def test_the_zone_fills_its_texture_in_the_reading_direction(product):
    part = zone(product)
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


def test_the_same_measures_give_the_same_bytes():
    assert models.mug() == models.mug()
