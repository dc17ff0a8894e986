"""Customers' models as exporters pack them: made plain once and dressed like our own, or refused with the reason."""

import contextlib
import copy
import io
import json
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from luneo.three_d import models
from luneo.three_d.budgets import BUDGETS
from luneo.three_d.container import read_glb, write_glb
from luneo.three_d.draco import unpack
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import inspect_glb
from luneo.three_d.plain import plain_glb
from luneo.three_d.poster import render_poster
from luneo.three_d.projection import projected_glb
from luneo.three_d.scene import load_scene
from luneo.three_d.texture import apply_texture, texture_sha256
from luneo.three_d.usdz import usdz_from_glb, usdz_texture_sha256

from .conftest import FUZZ, HERE, REAL_MODELS, real_glb

WAYS = ["draco", "draco-sequential", "meshopt", "meshopt-filtered", "sparse"]
NODE_TIMEOUT_S = 60
ART = Image.new("RGB", (32, 32), (200, 30, 20))
REAL = {path.name.split(".")[0]: path for path in REAL_MODELS}


def packed(glb, way):
    command = ["node", str(HERE / "pack_glb.mjs"), way]
    return subprocess.run(command, input=glb, check=True, capture_output=True, timeout=NODE_TIMEOUT_S).stdout


@pytest.fixture(scope="module")
def plaque():
    return models.plaque()


@pytest.fixture(scope="module")
def variants(plaque):
    return {way: packed(plaque, way) for way in WAYS}


def refusal(glb):
    with pytest.raises(InvalidModel) as caught:
        plain_glb(glb)
    return caught.value.detail


@pytest.mark.parametrize("way", WAYS)
def test_a_packed_model_becomes_the_model_that_it_was(way, variants, plaque, gltf_issues):
    plain = plain_glb(variants[way])
    facts, wanted = inspect_glb(plain), inspect_glb(plaque)
    assert (facts.triangles, facts.vertices) == (wanted.triangles, pytest.approx(wanted.vertices, rel=0.05))
    assert facts.extensions == (("KHR_mesh_quantization",) if way == "meshopt-filtered" else ())
    assert facts.size == pytest.approx(wanted.size, abs=1e-4)
    assert [m.name for m in facts.materials] == [m.name for m in wanted.materials]
    assert [i for i in gltf_issues(plain) if i["severity"] < 2] == []


@pytest.mark.parametrize("way", WAYS)
def test_it_is_dressed_like_any_other(way, variants, usd_issues):
    dressed = apply_texture(plain_glb(variants[way]), ART)
    usdz = usdz_from_glb(dressed)
    assert list(usdz_texture_sha256(usdz).values()) == [texture_sha256(dressed)]
    assert usd_issues(usdz) == []
    assert render_poster(dressed, 24, samples_across=1).size == (24, 24)


@pytest.mark.parametrize("way", WAYS)
def test_its_normals_and_coordinates_come_back(way, variants, plaque):
    wanted, found = (
        next(part for part in load_scene(glb).parts if part.material.name == "print_zone")
        for glb in (plaque, plain_glb(variants[way]))
    )
    for values, expected in (
        (found.normals, wanted.normals),
        (next(iter(found.uvs.values())), next(iter(wanted.uvs.values()))),
    ):
        low, high = (expected.min(axis=0), expected.max(axis=0))
        assert values.min(axis=0) == pytest.approx(low, abs=0.01)
        assert values.max(axis=0) == pytest.approx(high, abs=0.01)


def test_a_plain_model_is_left_alone_to_the_byte(plaque):
    assert plain_glb(plaque) is plaque


def test_making_plain_twice_changes_nothing(variants):
    plain = plain_glb(variants["draco"])
    assert plain_glb(plain) == plain


def test_a_real_model_with_draco_and_a_texture_goes_all_the_way(cat, gltf_issues, usd_issues):
    plain = plain_glb(real_glb(REAL["pmndrs"]))
    facts = inspect_glb(plain)
    assert (facts.triangles, len(facts.textures), facts.materials[0].has_uv) == (1552, 1, True)
    dressed = apply_texture(plain, cat)
    assert [i for i in gltf_issues(dressed) if i["severity"] < 2] == []
    assert usd_issues(usdz_from_glb(dressed)) == []


@pytest.mark.parametrize("name", ["bunny", "suzi"])
def test_real_models_without_coordinates_lack_nothing_else(name):
    plain = plain_glb(real_glb(REAL[name]))
    assert load_scene(plain).triangles > 5000
    with pytest.raises(InvalidModel) as caught:
        inspect_glb(plain)
    assert "no UVs" in caught.value.detail
    assert inspect_glb(projected_glb(plain)).materials[0].has_uv


def pictured(model, mode, kind, extension):
    buffer = io.BytesIO()
    Image.new(mode, (8, 4), (20, 200, 40, 120)[: len(mode)]).save(buffer, kind, lossless=True)
    model.texture(buffer.getvalue(), f"image/{kind.lower()}")
    texture = model.root["textures"][0]
    texture["extensions"] = {extension: {"source": texture.pop("source")}}
    model.root["extensionsUsed"] = model.root["extensionsRequired"] = [extension, "KHR_texture_transform"]
    model.root["materials"][0]["pbrMetallicRoughness"] = {"baseColorTexture": {"index": 0}}
    return model.glb()


@pytest.mark.parametrize(("mode", "mime"), [("RGB", "image/jpeg"), ("RGBA", "image/png")])
@pytest.mark.parametrize(("kind", "extension"), [("WEBP", "EXT_texture_webp"), ("AVIF", "EXT_texture_avif")])
def test_textures_that_usdz_cannot_hold_are_converted(model, mode, mime, kind, extension, usd_issues):
    plain = plain_glb(pictured(model, mode, kind, extension))
    facts = inspect_glb(plain)
    assert [(t.mime, t.width, t.height) for t in facts.textures] == [(mime, 8, 4)]
    assert facts.extensions == ("KHR_texture_transform",)
    assert usd_issues(usdz_from_glb(plain)) == []


def test_a_damaged_webp_texture_is_refused(model):
    glb = pictured(model, "RGB", "WEBP", "EXT_texture_webp")
    assert "damaged" in refusal(glb.replace(b"VP8", b"VX9"))


def test_ktx2_textures_are_refused_by_their_name(model):
    model.root["extensionsUsed"] = model.root["extensionsRequired"] = ["EXT_texture_webp", "KHR_texture_basisu"]
    assert "KTX2" in refusal(model.glb())


def changed(glb, change):
    root, blob = read_glb(glb)
    change(root.raw)
    return write_glb(root.raw, blob)


def test_a_meshopt_view_that_would_burst_the_budget_is_refused_unread(variants):
    def swell(root):
        root["bufferViews"][1]["extensions"]["EXT_meshopt_compression"] |= {"count": 2**30, "byteStride": 256}

    assert f"at most {BUDGETS['bytes'].hard:,}" in refusal(changed(variants["meshopt"], swell))


def test_a_newer_meshopt_stream_is_refused(variants):
    root, blob = read_glb(variants["meshopt"])
    first = next(v["extensions"]["EXT_meshopt_compression"] for v in root.raw["bufferViews"] if "extensions" in v)
    damaged = bytearray(blob)
    damaged[first.get("byteOffset", 0)] |= 0x0F
    assert "meshopt" in refusal(write_glb(root.raw, damaged))


def draco_stream(glb):
    root, blob = read_glb(glb)
    primitive = root.raw["meshes"][0]["primitives"][0]["extensions"]["KHR_draco_mesh_compression"]
    view = root.raw["bufferViews"][primitive["bufferView"]]
    start = view.get("byteOffset", 0)
    return bytes(blob[start : start + view["byteLength"]])


@pytest.mark.parametrize("way", ["draco", "draco-sequential"])
def test_a_draco_stream_that_states_millions_is_refused_unread(way, variants):
    stream = bytearray(draco_stream(variants[way]))
    stream[11:17] = (
        b"\x00" + b"\xff\xff\xff\x7f" + stream[16:17] if way == "draco" else b"\xff\xff\xff\x7f" + stream[15:17]
    )
    with pytest.raises(InvalidModel) as caught:
        unpack(bytes(stream))
    assert "at most" in caught.value.detail


@pytest.mark.parametrize("cut", [0, 5, 11, 14, 40, -1])
def test_a_draco_stream_cut_short_is_refused(variants, cut):
    with pytest.raises(InvalidModel):
        unpack(draco_stream(variants["draco"])[:cut])


def test_a_draco_attribute_that_is_not_in_the_stream_is_refused(variants):
    def lie(root):
        root["meshes"][0]["primitives"][0]["extensions"]["KHR_draco_mesh_compression"]["attributes"]["POSITION"] = 9

    assert "damaged" in refusal(changed(variants["draco"], lie))


def test_only_views_in_use_remain(variants):
    root, blob = read_glb(plain_glb(variants["draco"]))
    assert sum(view["byteLength"] for view in root.raw["bufferViews"]) > len(blob) - 4 * len(root.raw["bufferViews"])


def test_sparse_places_that_are_not_there_are_refused(variants):
    root, blob = read_glb(variants["sparse"])
    sparse = next(a["sparse"] for a in root.raw["accessors"] if "sparse" in a)
    view = root.raw["bufferViews"][sparse["indices"]["bufferView"]]
    damaged = bytearray(blob)
    start = view.get("byteOffset", 0) + sparse["indices"].get("byteOffset", 0)
    damaged[start : start + 2] = b"\xff\xff"
    with pytest.raises(InvalidModel) as caught:
        load_scene(write_glb(root.raw, damaged))
    assert "not there" in caught.value.detail


def use_or_refuse(glb):
    with contextlib.suppress(InvalidModel):
        plain = plain_glb(glb)
        assert len(plain) <= BUDGETS["bytes"].hard
        apply_texture(plain, ART)
        inspect_glb(plain)


@given(st.data())
@settings(FUZZ, max_examples=40)
def test_damaged_packed_models_are_used_or_refused(variants, data):
    glb = bytearray(variants[data.draw(st.sampled_from(WAYS))])
    for _ in range(data.draw(st.integers(1, 6))):
        glb[data.draw(st.integers(12, len(glb) - 1))] = data.draw(st.integers(0, 255))
    use_or_refuse(bytes(glb))


def places(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


WILD = st.one_of(
    st.none(), st.integers(-(2**40), 2**40), st.integers(-1, 6), st.text(max_size=3), st.just({}), st.just([])
)


@given(st.data())
@settings(FUZZ, max_examples=40)
def test_wild_values_in_a_packed_model_s_json_are_used_or_refused(variants, data):
    root, blob = read_glb(variants[data.draw(st.sampled_from(WAYS))])
    wild = copy.deepcopy(root.raw)
    *way, last = data.draw(st.sampled_from([path for path in places(wild) if path]))
    owner = wild
    for key in way:
        owner = owner[key]
    owner[last] = data.draw(WILD)
    use_or_refuse(write_glb(json.loads(json.dumps(wild)), blob))
