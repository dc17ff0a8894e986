"""Content Credentials: what they say, and that nothing about the file can change under them."""

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from luneo.imaging.safe import open_image
from luneo.provenance.containers import media_type_of, without_png_manifest
from luneo.provenance.credentials import read, seal
from luneo.provenance.errors import CannotSeal, Unreadable
from luneo.provenance.facts import COMPOSED_WITH_MODEL, MADE_BY_MODEL, Parent
from luneo.provenance.verify import Verdict, verify
from tests.unit.provenance.made import FORMATS, ORIGIN, ROOT, SIGNER, beside, picture, sealed

# Built once for the property tests, which take no fixtures of a function's life.
PICTURES = {kind: sealed(kind) for kind in FORMATS}
# A failure is a position and a mask already; shrinking would spend minutes to find a smaller one.
SEARCH = (Phase.explicit, Phase.reuse, Phase.generate)
PADDING = b"\0" * 1000


def _telling_positions(data):
    """Where the bytes are not the ten thousand zeros that pad the signature, and the edges of those."""
    start = data.index(PADDING)
    end = start + len(data[start:]) - len(data[start:].lstrip(b"\0"))
    return [*range(start + 8), *range(end - 8, len(data))]


def _changed(data, at, mask):
    changed = bytearray(data)
    changed[at] ^= mask
    return bytes(changed)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_sealed_picture_is_intact_and_says_how_it_was_made(kind):
    report = verify(PICTURES[kind], roots=ROOT)

    assert (report.verdict, report.trusted, report.problems) == (Verdict.INTACT, True, ())
    assert report.generation_id == "gen_1"
    assert report.generator == "Luneo 0.1.0"
    assert report.title == "preview.png"
    assert [action.name for action in report.actions] == ["c2pa.created", "c2pa.edited"]
    assert report.actions[0].source_type == MADE_BY_MODEL
    assert report.actions[0].by == "offline procedural"
    assert report.actions[0].when == "2026-11-24T09:30:15Z"
    assert report.source_type == COMPOSED_WITH_MODEL
    assert "not for production" in report.signer


@pytest.mark.parametrize(
    ("part", "made_as"), [(True, COMPOSED_WITH_MODEL), (False, MADE_BY_MODEL)], ids=["a part", "the whole"]
)
def test_a_changed_picture_names_its_parent_in_credentials_and_sidecar(part, made_as):
    origin = replace(ORIGIN, composite=False, parent=Parent("gen_0", "ab" * 32, part))
    data = seal(picture("PNG"), origin, SIGNER)

    for report in (verify(data, roots=ROOT), verify(data, sidecar=beside(data, origin=origin), roots=ROOT)):
        assert (report.verdict, report.problems, report.changed_from) == (Verdict.INTACT, (), "gen_0")
        assert [action.name for action in report.actions] == ["c2pa.opened", "c2pa.edited", "c2pa.edited"]
        assert (report.actions[1].by, report.actions[1].source_type) == ("offline procedural", made_as)
        assert report.source_type == made_as

    found = read(data, "image/png", ROOT)
    (ingredient,) = found["manifests"][found["active_manifest"]]["ingredients"]
    assert (ingredient["relationship"], ingredient["instance_id"]) == ("parentOf", f"urn:sha256:{'ab' * 32}")


@pytest.mark.parametrize("kind", FORMATS)
def test_sealing_changes_no_pixel(kind):
    before, after = (np.asarray(Image.open(io.BytesIO(data))) for data in (picture(kind), PICTURES[kind]))
    assert np.array_equal(before, after)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_sealed_picture_is_still_read_where_pictures_from_outside_are(kind):
    assert open_image(PICTURES[kind], what="The print").size == (16, 16)


def test_a_png_without_its_manifest_is_what_it_was_before():
    assert without_png_manifest(PICTURES["PNG"]) == picture("PNG")
    assert without_png_manifest(picture("PNG")) == picture("PNG")


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=100, deadline=None, phases=SEARCH)
@given(data=st.data())
def test_one_changed_byte_anywhere_fails(kind, data):
    whole = PICTURES[kind]
    at = data.draw(st.sampled_from(_telling_positions(whole)) | st.integers(0, len(whole) - 1))
    changed = _changed(whole, at, data.draw(st.integers(1, 255)))

    try:
        assert verify(changed).verdict is not Verdict.INTACT
    except Unreadable:
        assert media_type_of(changed) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_the_padding_that_c2pa_leaves_unsigned_is_watched_too(kind):
    whole = PICTURES[kind]
    report = verify(_changed(whole, whole.index(PADDING) + 500, 1))
    assert report.verdict is Verdict.ALTERED


@pytest.mark.parametrize("kind", FORMATS)
def test_a_byte_more_or_less_fails(kind):
    for changed in (PICTURES[kind] + b"\0", PICTURES[kind][:-1]):
        assert verify(changed).verdict is Verdict.ALTERED


@pytest.mark.parametrize("kind", FORMATS)
def test_re_encoding_loses_the_signature_and_is_told_so(kind):
    buffer = io.BytesIO()
    Image.open(io.BytesIO(PICTURES[kind])).save(buffer, kind)
    assert verify(buffer.getvalue()).verdict is Verdict.UNSIGNED


def test_what_is_no_picture_is_not_sealed():
    with pytest.raises(CannotSeal, match="is no picture"):
        seal(b"%PDF-1.6", ORIGIN, SIGNER)


def test_a_damaged_picture_is_not_sealed():
    with pytest.raises(CannotSeal, match="cannot be signed"):
        seal(picture("PNG")[:40], ORIGIN, SIGNER)
