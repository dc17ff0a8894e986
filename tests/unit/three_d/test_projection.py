"""Texture coordinates for models that have none."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from luneo.three_d import models
from luneo.three_d.container import read_glb, write_glb
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import inspect_glb
from luneo.three_d.plain import plain_glb
from luneo.three_d.poster import render_poster
from luneo.three_d.projection import is_projected, projected_glb
from luneo.three_d.scene import load_scene
from luneo.three_d.texture import apply_texture
from luneo.three_d.usdz import usdz_from_glb

from .conftest import FUZZ, REAL_MODELS
from .test_plain import real_glb

BARE = [path for path in REAL_MODELS if path.name.split(".")[0] in {"bunny", "suzi"}]


def without_coordinates(glb):
    root = read_glb(glb).root.raw
    for mesh in root["meshes"]:
        for primitive in mesh["primitives"]:
            primitive["attributes"].pop("TEXCOORD_0", None)
    return write_glb(root, bytes(read_glb(glb).blob))


def coordinates(glb):
    """Each part's texture coordinates."""
    return [next(iter(part.uvs.values())) for part in load_scene(glb).parts]


def quarters():
    """Red top left, green top right, blue below."""
    art = Image.new("RGB", (64, 64), (0, 0, 255))
    art.paste((255, 0, 0), (0, 0, 32, 32))
    art.paste((0, 255, 0), (32, 0, 64, 32))
    return art


def test_a_model_with_coordinates_is_left_alone_to_the_byte():
    mug = models.mug()
    assert projected_glb(mug) is mug
    assert not is_projected(mug)


def test_projecting_twice_changes_nothing():
    once = projected_glb(without_coordinates(models.plaque()))
    assert is_projected(once)
    assert projected_glb(once) is once


def test_the_design_stands_upright_and_unmirrored_on_the_front(model):
    model.primitive["attributes"].pop("TEXCOORD_0")
    glb = apply_texture(projected_glb(model.glb()), quarters())
    seen = np.asarray(render_poster(glb, 96, samples_across=1).convert("RGB")).astype(int)
    left, right = seen[40, 36], seen[40, 60]
    assert left.argmax() == 0
    assert right.argmax() == 1
    assert seen[62, 48].argmax() == 2


def test_parts_that_stand_apart_share_one_square(model):
    model.primitive["attributes"].pop("TEXCOORD_0")
    model.root["nodes"] = [{"mesh": 0, "translation": [5, 0, 0], "scale": [2, 1, 1]}]
    model.root["meshes"].append({"primitives": [dict(model.primitive)]})
    model.root["nodes"].append({"mesh": 1})
    model.root["scenes"] = [{"nodes": [0, 1]}]
    positions = model.root["accessors"][model.primitive["attributes"]["POSITION"]]
    model.root["accessors"].append(dict(positions))
    model.root["meshes"][1]["primitives"][0]["attributes"] = {"POSITION": len(model.root["accessors"]) - 1}

    far, near = coordinates(projected_glb(model.glb()))

    assert (far[:, 0].min(), far[:, 0].max()) == (pytest.approx(5 / 7), 1)
    assert (near[:, 0].min(), near[:, 0].max()) == (0, pytest.approx(1 / 7))


def test_a_flat_model_seen_from_its_edge_gets_finite_coordinates(model):
    model.primitive["attributes"].pop("TEXCOORD_0")
    model.root["nodes"][0]["rotation"] = [0, 0.70710678, 0, 0.70710678]
    (edge,) = coordinates(projected_glb(model.glb()))
    assert np.isfinite(edge).all()


@pytest.mark.parametrize("path", BARE, ids=lambda path: path.name.split(".")[0])
def test_real_models_without_coordinates_go_all_the_way(path, gltf_issues, usd_issues):
    glb = projected_glb(plain_glb(real_glb(path)))
    assert inspect_glb(glb).materials[0].has_uv
    dressed = apply_texture(glb, quarters())
    assert [issue for issue in gltf_issues(dressed) if issue["severity"] < 2] == []
    assert usd_issues(usdz_from_glb(dressed)) == []


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6))
@FUZZ
def test_damaged_models_are_projected_or_refused(changes):
    damaged = bytearray(without_coordinates(models.plaque()))
    for place, value in changes:
        damaged[place % len(damaged)] = value
    with contextlib.suppress(InvalidModel):
        projected_glb(bytes(damaged))
