"""The recommended limits of Khronos's glTF Asset Auditor (its schema's defaults), on our own models as they are served.

The auditor itself needs a module that is compiled against Cairo where it is installed, so its checks stand here.
"""

import io

import pytest
from PIL import Image

from luneo.three_d import models
from luneo.three_d.budgets import BUDGETS
from luneo.three_d.glb import inspect_glb
from luneo.three_d.scene import load_scene
from luneo.three_d.texture import apply_texture, texture_sha256
from luneo.three_d.usdz import usdz_from_glb, usdz_texture_sha256

LARGEST_FILE_KB = 5120
MOST_MATERIALS = 5
MOST_TRIANGLES = 100_000
TEXTURE_SIDES = (512, 2048)
LUMINOSITY = (30, 243)
ARTWORK = Image.effect_mandelbrot((700, 700), (-2, -1.5, 1, 1.5), 60).convert("RGB")


@pytest.fixture(scope="module", params=models.__all__)
def product(request):
    return getattr(models, request.param)()


@pytest.fixture(scope="module")
def served(product):
    return apply_texture(product, ARTWORK)


def zone(glb):
    return next(part for part in load_scene(glb).parts if part.material.name == "print_zone")


def test_size_materials_and_triangles_are_within_the_recommendation(served):
    facts = inspect_glb(served)
    assert facts.bytes <= LARGEST_FILE_KB * 1024
    assert len(facts.materials) <= MOST_MATERIALS
    assert facts.triangles <= MOST_TRIANGLES


def test_textures_are_powers_of_two_within_the_recommended_sides(served):
    least, most = TEXTURE_SIDES
    for texture in inspect_glb(served).textures:
        assert texture.power_of_two
        assert least <= min(texture.width, texture.height)
        assert max(texture.width, texture.height) <= most


def test_unprinted_surfaces_leave_room_to_add_and_take_away_light(product):
    document = load_scene(product).document
    for image in document.images:
        with Image.open(io.BytesIO(image.encoded)) as texture:
            low, high = texture.convert("L").getextrema()
        assert LUMINOSITY[0] <= low <= high <= LUMINOSITY[1]


def test_the_root_has_no_transform_and_the_origin_is_below_the_middle(product):
    scene = load_scene(product)
    (root,) = scene.document.root.children("nodes")
    assert root.raw.keys() <= {"name", "mesh"}
    low, high = scene.bounds
    assert low[1] == pytest.approx(0, abs=1e-6)
    assert low[0] < 0 < high[0]
    assert low[2] <= 1e-6
    assert high[2] > 0


def test_coordinates_are_inside_not_mirrored_and_do_not_overlap(product):
    part = zone(product)
    uv = next(iter(part.uvs.values())).astype(float)
    assert uv.min() >= -1e-6
    assert uv.max() <= 1 + 1e-6
    a, b, c = (uv[part.triangles[:, k]] for k in range(3))
    # v runs down: seen from outside, triangles run clockwise.
    (right, down), (along, below) = (b - a).T, (c - a).T
    areas = -(right * below - down * along) / 2
    assert areas.min() > 0
    assert 0.75 < areas.sum() <= 1 + 1e-5


def test_both_ar_files_are_clean_within_budget_and_carry_one_texture(served, gltf_issues, usd_issues):
    usdz = usdz_from_glb(served)
    assert gltf_issues(served) == []
    assert usd_issues(usdz) == []
    assert len(usdz) <= BUDGETS["usdz_bytes"].soft
    assert list(usdz_texture_sha256(usdz).values()) == [texture_sha256(served)]
