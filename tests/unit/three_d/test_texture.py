import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from luneo.three_d.document import Document
from luneo.three_d.errors import InvalidArtwork, InvalidModel
from luneo.three_d.glb import inspect_glb
from luneo.three_d.pictures import decode_texture
from luneo.three_d.scene import load_scene
from luneo.three_d.texture import apply_texture, bake, swap_texture, texture_sha256


def encoded(picture, kind="PNG"):
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def zone_picture(glb):
    document = Document.parse(glb)
    zone = next(m for m in document.materials if m.name == "print_zone")
    return np.asarray(decode_texture(document.images[zone.base_texture.image]).convert("RGB")).astype(int)


def geometry(glb):
    return [(p.positions.tobytes(), p.triangles.tobytes()) for p in load_scene(glb).parts]


RED = Image.new("RGB", (64, 64), (200, 30, 20))


def test_the_artwork_becomes_the_zone_s_texture(mug, cat, gltf_issues):
    printed = apply_texture(mug, cat)
    original = np.asarray(cat.resize((512, 512), Image.Resampling.LANCZOS)).astype(int)
    assert np.abs(zone_picture(printed) - original).mean() < 3
    assert gltf_issues(printed) == []


def test_the_geometry_is_untouched(mug, cat):
    assert geometry(apply_texture(mug, cat)) == geometry(mug)


def test_the_same_inputs_give_the_same_bytes(mug, cat):
    assert apply_texture(mug, cat, extras={"a": 1}) == apply_texture(mug, cat, extras={"a": 1})


def test_artwork_may_come_encoded(mug, cat):
    assert apply_texture(mug, encoded(cat)) == apply_texture(mug, cat)


def test_only_the_region_is_printed(mug):
    picture = zone_picture(apply_texture(mug, RED, region=(0.5, 0, 1, 0.5)))
    side = len(picture)
    assert picture[side // 4, side * 3 // 4] == pytest.approx([200, 30, 20], abs=6)
    for row, column in ((0.25, 0.25), (0.75, 0.75), (0.75, 0.25)):
        assert picture[int(side * row), int(side * column)] == pytest.approx([243, 241, 236], abs=6)


def test_transparent_artwork_shows_the_material(mug):
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert zone_picture(apply_texture(mug, clear))[32, 32] == pytest.approx([243, 241, 236], abs=3)


def test_the_colour_factor_is_baked_and_then_white(model):
    model.root["materials"][0]["pbrMetallicRoughness"] = {"baseColorFactor": [0.2158605, 1, 1, 1]}
    printed = apply_texture(model.glb(), Image.new("RGBA", (8, 8), (0, 0, 0, 0)))
    assert zone_picture(printed)[4, 4] == pytest.approx([128, 255, 255], abs=4)
    assert Document.parse(printed).materials[0].base_colour == (1, 1, 1, 1)


def test_an_image_shared_with_another_material_is_left_alone(model):
    slot = model.texture(encoded(Image.new("RGB", (4, 4), (0, 0, 255))), "image/png")
    for name in ("print_zone", "lid"):
        model.root["materials"].append({"name": name, "pbrMetallicRoughness": {"baseColorTexture": dict(slot)}})
    model.root["materials"].pop(0)
    document = Document.parse(apply_texture(model.glb(), RED))
    lid = document.materials[1]
    assert np.asarray(decode_texture(document.images[lid.base_texture.image]))[0, 0].tolist() == [0, 0, 255]
    assert document.materials[0].base_texture.image != lid.base_texture.image


def test_a_material_without_a_texture_gets_one(model, gltf_issues):
    printed = apply_texture(model.glb(), RED)
    assert zone_picture(printed)[20, 20] == pytest.approx([200, 30, 20], abs=6)
    assert not [issue for issue in gltf_issues(printed) if issue["severity"] < 2]


@given(lengths=st.lists(st.integers(0, 41), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_views_behind_the_image_stay_where_they_point(lengths):
    from .conftest import Model

    model = Model()
    slot = model.texture(encoded(RED), "image/png")
    model.root["materials"][0]["pbrMetallicRoughness"] = {"baseColorTexture": slot}
    corners = np.array([[0, 0, 0], [2, 0, 0], [2, 2, 0], [0, 2, 0]], "<f4")
    model.primitive["attributes"]["POSITION"] = model.accessor(corners, "VEC3")
    glb = model.glb()
    for length in lengths:
        glb = swap_texture(glb, encoded(RED) + bytes(length))
        assert inspect_glb(glb).size == pytest.approx((2, 2, 0))
        assert all(view.integer("byteOffset", 0) % 4 == 0 for view in Document.parse(glb).views)


def test_extras_join_those_that_are_there(model):
    model.root["asset"]["extras"] = {"kept": 1}
    printed = apply_texture(model.glb(), RED, extras={"design": "d1"})
    assert Document.parse(printed).root.child("asset").raw["extras"] == {"kept": 1, "design": "d1"}


def test_sides_are_powers_of_two_within_the_budget(mug):
    large = Image.effect_noise((3000, 700), 30).convert("RGB")
    texture = inspect_glb(apply_texture(mug, large)).textures[0]
    assert (texture.width, texture.height) == (2048, 1024)


def test_artwork_too_heavy_for_the_budget_is_scaled_down(mug):
    noise = np.random.default_rng(1).integers(0, 255, (2048, 2048, 3), np.uint8)
    printed = apply_texture(mug, Image.fromarray(noise))
    assert len(printed) <= 3 * 1024**2
    assert inspect_glb(printed).textures[0].width == 1024


def test_the_hash_is_that_of_the_encoded_picture(mug):
    import hashlib

    content = encoded(RED)
    assert texture_sha256(swap_texture(mug, content)) == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("region", [(0, 0, 1.1, 1), (0.5, 0, 0.5, 1), (0, 1, 1, 0), (float("nan"), 0, 1, 1)])
def test_a_region_outside_the_texture_is_refused(mug, region):
    with pytest.raises(InvalidArtwork):
        apply_texture(mug, RED, region=region)


@pytest.mark.parametrize("artwork", [b"", b"not a picture", encoded(RED)[:90]])
def test_unreadable_artwork_is_refused(mug, artwork):
    with pytest.raises(InvalidArtwork):
        apply_texture(mug, artwork)


def test_an_unknown_material_is_refused(mug):
    with pytest.raises(InvalidModel, match="lid"):
        apply_texture(mug, RED, material="lid")


def test_a_region_s_artwork_lies_exactly_in_its_rectangle():
    baked = bake(Image.new("RGBA", (256, 256), "white"), RED, (0.25, 0.5, 0.75, 1.0), size=(256, 256))
    red = np.asarray(baked)[..., 1] < 100
    rows, columns = np.nonzero(red)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (128, 255, 64, 191)
