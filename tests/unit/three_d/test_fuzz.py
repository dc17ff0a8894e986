"""Every input is used or refused with a reason, whatever is done to a good file's bytes or JSON."""

import contextlib
import copy
import json
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from luneo.three_d import models
from luneo.three_d.container import read_glb, write_glb
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import inspect_glb
from luneo.three_d.poster import render_poster
from luneo.three_d.texture import apply_texture
from luneo.three_d.usdz import usdz_from_glb

from .conftest import FUZZ

ART = Image.new("RGB", (8, 8), (200, 30, 20))
GOOD = models.plaque()
ROOT, BLOB = json.loads(json.dumps(read_glb(GOOD).root.raw)), bytes(read_glb(GOOD).blob)

WILD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.sampled_from([0, 1, 2, 3, 5, -1, 255, 1e308, -1e308, 1e-320, 4.5]),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.lists(st.integers(-1, 5), max_size=4),
)


def use_or_refuse(glb):
    for use in (inspect_glb, lambda data: apply_texture(data, ART), usdz_from_glb):
        with contextlib.suppress(InvalidModel):
            use(glb)


@given(st.binary(max_size=200))
@FUZZ
def test_random_bytes_are_refused(noise):
    with pytest.raises(InvalidModel):
        inspect_glb(noise)


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@FUZZ
def test_changed_bytes_are_used_or_refused(changes):
    damaged = bytearray(GOOD)
    for place, value in changes:
        damaged[place] = value
    use_or_refuse(bytes(damaged))


@given(
    st.lists(st.tuples(st.integers(12, 12 + len(json.dumps(ROOT)) - 1), st.integers(32, 126)), min_size=1, max_size=4)
)
@FUZZ
def test_changed_json_bytes_are_used_or_refused(changes):
    damaged = bytearray(GOOD)
    for place, value in changes:
        damaged[min(place + 8, len(damaged) - 1)] = value
    use_or_refuse(bytes(damaged))


@given(st.integers(0, len(GOOD)), st.booleans())
@FUZZ
def test_cut_files_are_refused(length, honest):
    cut = GOOD[:length]
    if honest and length >= 12:
        cut = cut[:8] + struct.pack("<I", length) + cut[12:]
    if length < len(GOOD):
        with pytest.raises(InvalidModel):
            inspect_glb(cut)


def places(value, path=()):
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


PLACES = [path for path in places(ROOT) if path]


@given(st.lists(st.tuples(st.sampled_from(PLACES), WILD, st.booleans()), min_size=1, max_size=3))
@settings(FUZZ, max_examples=120)
def test_wild_values_in_the_json_are_used_or_refused(changes):
    root = copy.deepcopy(ROOT)
    for path, value, remove in changes:
        owner = root
        try:
            for key in path[:-1]:
                owner = owner[key]
            if remove:
                del owner[path[-1]]
            else:
                owner[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue
    use_or_refuse(write_glb(root, BLOB))


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "matrix": st.lists(st.floats(-1e6, 1e6), min_size=16, max_size=16),
            "scale": st.lists(st.sampled_from([0, 1, -1, 1e-6, 1e6, 0.5]), min_size=3, max_size=3),
            "rotation": st.lists(st.floats(-1, 1), min_size=4, max_size=4),
            "translation": st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3),
        },
    )
)
@settings(FUZZ, max_examples=12)
def test_any_placement_is_photographed_or_refused(placement):
    root = copy.deepcopy(ROOT)
    root["nodes"][0] |= placement
    glb = write_glb(root, BLOB)
    use_or_refuse(glb)
    with contextlib.suppress(InvalidModel):
        assert render_poster(glb, 24, samples_across=1).size == (24, 24)
