"""Against meshoptimizer itself: its encoder's output, unpacked by its decoder and by ours."""

import base64
import contextlib
import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.three_d.errors import InvalidModel
from luneo.three_d.meshopt import unpack

from .conftest import FUZZ, HERE

NODE_TIMEOUT_S = 60


@pytest.fixture(scope="module")
def cases():
    command = ["node", str(HERE / "meshopt_cases.mjs")]
    answer = subprocess.run(command, check=True, capture_output=True, timeout=NODE_TIMEOUT_S).stdout
    cases = json.loads(answer)
    for case in cases:
        case |= {name: base64.b64decode(case[name]) for name in ("packed", "plain")}
    return cases


def ours(case, **changed):
    case = case | changed
    return unpack(case["packed"], case["count"], case["stride"], case["mode"], case["filter"])


def test_every_mode_and_filter_unpacks_to_the_same_bytes(cases):
    assert {case["mode"] for case in cases} == {"ATTRIBUTES", "TRIANGLES", "INDICES"}
    assert {case["filter"] for case in cases} == {"NONE", "OCTAHEDRAL", "QUATERNION", "EXPONENTIAL"}
    wrong = [(c["mode"], c["filter"], c["count"], c["stride"]) for c in cases if ours(c) != c["plain"]]
    assert wrong == []


@given(st.data())
@FUZZ
def test_damaged_streams_are_unpacked_or_refused(cases, data):
    case = data.draw(st.sampled_from(cases[:40] + cases[-20:]))
    packed = bytearray(case["packed"])
    for _ in range(data.draw(st.integers(0, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(packed[: data.draw(st.integers(0, len(packed)))])
    count = data.draw(st.sampled_from([case["count"], 1, 3, 300, 3000]))
    with contextlib.suppress(InvalidModel):
        assert len(ours(case, packed=cut, count=count)) == count * case["stride"]


@pytest.mark.parametrize(
    "lie",
    [
        {"mode": "STRIPES"},
        {"filter": "BLUR"},
        {"count": 0},
        {"stride": 0},
        {"stride": 260},
        {"stride": 6},
        {"packed": b""},
        {"packed": b"\xa1" + bytes(60)},
        {"filter": "QUATERNION"},
    ],
)
def test_impossible_descriptions_are_refused(cases, lie):
    with pytest.raises(InvalidModel):
        ours(cases[0], **lie)
