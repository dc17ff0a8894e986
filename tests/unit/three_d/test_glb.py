import io
import json
import struct

import numpy as np
import pytest
from PIL import Image

from luneo.errors import DomainError
from luneo.three_d.budgets import BUDGETS
from luneo.three_d.glb import InvalidModel, inspect_glb

from .conftest import REAL_MODELS, real_glb


def png(width, height):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (10, 20, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def refusal(glb, **options):
    with pytest.raises(InvalidModel) as caught:
        inspect_glb(glb, **options)
    return caught.value.detail


def test_the_facts_of_a_model_are_reported(model):
    model.root["materials"][0]["pbrMetallicRoughness"] = {"baseColorTexture": model.texture(png(8, 4), "image/png")}
    model.root["nodes"][0] |= {"scale": [0.2, 0.1, 1], "translation": [0, 0.5, 0]}
    facts = inspect_glb(model.glb())
    assert (facts.triangles, facts.vertices, facts.draw_calls) == (2, 4, 1)
    assert facts.size == pytest.approx((0.2, 0.1, 0))
    assert facts.bounds_min == pytest.approx((0, 0.5, 0))
    assert [(t.width, t.height, t.power_of_two) for t in facts.textures] == [(8, 4, True)]
    assert [(m.name, m.has_uv, m.textured) for m in facts.materials] == [("print_zone", True, True)]
    assert facts.warnings == ()


def test_a_refusal_is_a_domain_error_with_a_stable_slug():
    with pytest.raises(DomainError) as caught:
        inspect_glb(b"solid stl")
    assert (caught.value.slug, caught.value.status) == ("invalid-model", 422)


def test_what_is_not_a_glb_is_refused():
    assert "not a GLB" in refusal(b'{"asset":{"version":"2.0"}}')
    assert "not a GLB" in refusal(b"")


def test_a_truncated_file_is_refused(mug):
    assert "truncated" in refusal(mug[:-1])
    assert "truncated" in refusal(mug[: len(mug) // 2])


def test_another_version_is_refused(model):
    glb = model.glb()
    assert "version 1" in refusal(glb[:4] + struct.pack("<I", 1) + glb[8:])
    model.root["asset"]["version"] = "1.0"
    assert "'1.0'" in refusal(model.glb())


@pytest.mark.parametrize(
    "text", [b"{not json}", b"[" * 100_000, b'{"a":NaN}', b'{"a":1e999}', b"\xff\xfe", b"9" * 5000]
)
def test_broken_json_is_refused(text):
    text += b" " * (-len(text) % 4)
    glb = struct.pack("<4sIIII", b"glTF", 2, 20 + len(text), len(text), 0x4E4F534A) + text
    assert "JSON" in refusal(glb)


def test_a_cyclic_node_graph_is_refused(model):
    model.root["nodes"] = [{"mesh": 0, "children": [1]}, {"children": [0]}]
    assert "cyclic" in refusal(model.glb())
    del model.root["scenes"], model.root["scene"]
    assert "cyclic" in refusal(model.glb())


def test_positions_that_are_no_numbers_are_refused(model):
    corners = np.array([[np.nan, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], "<f4")
    model.primitive["attributes"]["POSITION"] = model.accessor(corners, "VEC3")
    assert "not finite" in refusal(model.glb())


def test_an_accessor_beyond_its_view_is_refused(model):
    model.root["accessors"][0]["count"] = 5
    model.root["accessors"][1]["count"] = 5
    assert "out of range" in refusal(model.glb())


def test_an_index_beyond_the_vertices_is_refused(model):
    model.primitive["indices"] = model.accessor(np.array([0, 1, 4], "<u2"), "SCALAR")
    assert "not there" in refusal(model.glb())


def test_a_view_beyond_the_file_is_refused(model):
    model.root["bufferViews"][0]["byteLength"] = 10**6
    assert "beyond the end" in refusal(model.glb())


def test_data_outside_the_file_is_refused(model):
    model.root["buffers"] = [{"byteLength": 48, "uri": "model.bin"}]
    assert "another file" in refusal(model.glb())


def test_images_outside_the_file_are_refused(model):
    model.root["images"] = [{"uri": "https://example.com/a.png"}]
    assert "outside the file" in refusal(model.glb())


def test_a_model_without_a_mesh_is_refused(model):
    model.root["nodes"] = [{}]
    assert "no mesh" in refusal(model.glb())


def test_lines_are_no_mesh(model):
    model.primitive["mode"] = 1
    assert "no mesh" in refusal(model.glb())


def test_a_print_zone_without_uvs_is_refused(model):
    del model.primitive["attributes"]["TEXCOORD_0"]
    assert "no UVs" in refusal(model.glb())


def test_a_zone_that_the_model_lacks_is_refused_with_what_it_has(mug):
    assert "'glaze'" in refusal(mug, zone_material="lid")


@pytest.mark.parametrize(
    ("extension", "name"),
    [
        ("KHR_draco_mesh_compression", "Draco"),
        ("EXT_meshopt_compression", "meshopt"),
        ("KHR_texture_basisu", "KTX2"),
        ("EXT_texture_webp", "WebP"),
        ("ACME_secret", "ACME_secret"),
    ],
)
def test_a_required_extension_that_cannot_be_used_is_named(model, extension, name):
    model.root["extensionsRequired"] = [extension]
    assert name in refusal(model.glb())


def test_a_file_over_five_megabytes_is_refused(model):
    model.view(bytes(BUDGETS["bytes"].hard))
    assert "bytes" in refusal(model.glb())


def test_too_many_triangles_are_refused_before_they_are_read(model):
    model.root["accessors"][model.primitive["indices"]] |= {"count": 300_003}
    assert "100,001 triangles" in refusal(model.glb())


def test_a_huge_accessor_without_data_is_refused(model):
    for accessor in model.root["accessors"]:
        accessor["count"] = 2**31 - 1
        del accessor["bufferView"]
    assert "at most" in refusal(model.glb())


def test_more_texture_coordinates_than_vertices_are_refused_unread(model):
    model.root["accessors"][1] = {"componentType": 5126, "type": "VEC2", "count": 2**31 - 1}
    assert "more or fewer" in refusal(model.glb())


def test_one_mesh_placed_many_times_counts_each_time(model):
    model.root["nodes"] = [{"mesh": 0} for _ in range(1001)]
    model.root["scenes"] = [{"nodes": list(range(1001))}]
    assert "mesh parts" in refusal(model.glb())


def test_a_texture_over_4096_pixels_is_refused_before_it_is_decoded(model):
    bomb = bytearray(png(1, 1))
    bomb[16:24] = struct.pack(">II", 5000, 5000)
    import zlib

    bomb[29:33] = struct.pack(">I", zlib.crc32(bomb[12:29]))
    model.texture(bytes(bomb), "image/png")
    assert "5,000 pixels" in refusal(model.glb())


def test_a_damaged_texture_is_refused(model):
    model.texture(png(64, 64)[:70], "image/png")
    assert "damaged" in refusal(model.glb())


def test_a_rig_is_refused(model):
    model.root["nodes"][0]["skin"] = 0
    assert "rigged" in refusal(model.glb())


def test_a_model_in_millimetres_gives_a_warning(model):
    model.root["nodes"][0]["scale"] = [95, 95, 95]
    assert any("metre" in warning for warning in inspect_glb(model.glb()).warnings)


def test_soft_budgets_give_warnings(model):
    model.view(bytes(BUDGETS["bytes"].soft))
    assert any("bytes" in warning for warning in inspect_glb(model.glb()).warnings)


def test_a_mirrored_node_keeps_its_outside_outside(model):
    from luneo.three_d.scene import load_scene

    model.root["nodes"][0]["scale"] = [-1, 1, 1]
    part = load_scene(model.glb()).parts[0]
    a, b, c = part.positions[part.triangles[0]]
    assert np.cross(b - a, c - a)[2] > 0
    assert part.normals[0] == pytest.approx((0, 0, 1))


def test_quantised_positions_are_read(model):
    corners = np.array([[0, 0, 0, 0], [255, 0, 0, 0], [255, 255, 0, 0], [0, 255, 0, 0]], "|u1")
    model.primitive["attributes"]["POSITION"] = model.accessor(corners, "VEC3")
    model.root["accessors"][-1]["normalized"] = True
    model.root["bufferViews"][-1]["byteStride"] = 4
    assert inspect_glb(model.glb()).size == pytest.approx((1, 1, 0))


@pytest.mark.parametrize("path", REAL_MODELS, ids=lambda path: path.name)
def test_real_compressed_models_are_refused_by_the_compression_s_name(path):
    assert "compression" in refusal(real_glb(path))


@pytest.mark.parametrize("path", REAL_MODELS, ids=lambda path: path.name)
def test_real_models_state_what_they_need(path):
    glb = real_glb(path)
    root = json.loads(glb[20 : 20 + struct.unpack_from("<I", glb, 12)[0]])
    assert any(name in refusal(glb) for name in root["extensionsRequired"])


def test_a_name_that_is_no_unicode_is_refused(model):
    model.root["materials"][0]["name"] = "\ud800"
    assert "Unicode" in refusal(model.glb())


def test_a_model_squeezed_to_a_line_is_refused(model):
    model.root["nodes"][0]["scale"] = [0, 1, 1]
    assert "no surface" in refusal(model.glb())
