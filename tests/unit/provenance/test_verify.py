"""Sidecars, XMP and extras; whom to trust."""

import io
import json
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from luneo.adapters import signing
from luneo.fabrication.pdf import print_pdf
from luneo.fabrication.svg import print_svg
from luneo.provenance import xmp
from luneo.provenance.credentials import seal
from luneo.provenance.errors import CannotSeal, Unreadable
from luneo.provenance.facts import MADE_BY_MODEL
from luneo.provenance.verify import Verdict, verify
from luneo.three_d.models import mug
from luneo.three_d.texture import apply_texture
from tests.unit.provenance.made import ORIGIN, ROOT, beside, picture

MODEL = b"glTF" + bytes(range(200))
SIDECAR = beside(MODEL)


@pytest.fixture(scope="module")
def stranger():
    """Somebody else's signer and root, of the same names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "_key", lambda label: ec.derive_private_key(len(label), ec.SECP256R1()))
        signing._root.cache_clear()
        yield signing.PemSigner(signing._key("signer"), signing._pem(signing._leaf()) + signing._pem(signing._root()))
    signing._root.cache_clear()


def test_a_sidecar_vouches_for_its_file_alone():
    report = verify(MODEL, sidecar=SIDECAR, roots=ROOT)
    assert (report.verdict, report.trusted, report.generation_id) == (Verdict.INTACT, True, "gen_1")

    other = verify(MODEL + b"x", sidecar=SIDECAR, roots=ROOT)
    assert other.verdict is Verdict.ALTERED
    assert "hash differs" in other.problems[0]


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(SIDECAR) - 1), mask=st.integers(1, 255))
def test_one_changed_byte_of_a_sidecar_fails(at, mask):
    changed = bytearray(SIDECAR)
    changed[at] ^= mask
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert verify(MODEL, sidecar=bytes(changed)).verdict is Verdict.ALTERED
    except Unreadable:
        pass


@given(at=st.integers(0, len(MODEL) - 1), mask=st.integers(1, 255))
def test_one_changed_byte_of_a_file_with_a_sidecar_fails(at, mask):
    changed = bytearray(MODEL)
    changed[at] ^= mask
    assert verify(bytes(changed), sidecar=SIDECAR).verdict is Verdict.ALTERED


def test_a_sidecar_says_neither_prompt_nor_person():
    statement = json.loads(SIDECAR)
    assert set(statement) == {"format", "file", "generation_id", "generator", "actions", "signature"}


def test_a_strangers_sidecar_is_whole_but_not_trusted(stranger):
    theirs = beside(MODEL, stranger)
    assert verify(MODEL, sidecar=theirs).verdict is Verdict.INTACT
    assert verify(MODEL, sidecar=theirs).trusted is None
    assert verify(MODEL, sidecar=theirs, roots=ROOT).verdict is Verdict.UNTRUSTED
    assert verify(MODEL, sidecar=theirs, roots=stranger.chain).verdict is Verdict.INTACT


def test_a_strangers_picture_is_whole_but_not_trusted(stranger):
    theirs = seal(picture("PNG"), ORIGIN, stranger)
    assert verify(theirs).verdict is Verdict.INTACT
    report = verify(theirs, roots=ROOT)
    assert (report.verdict, report.trusted) == (Verdict.UNTRUSTED, False)


def test_a_certificate_that_was_not_valid_yet_is_not_trusted():
    before = beside(MODEL, origin=replace(ORIGIN, created_at=datetime(2025, 12, 31, tzinfo=UTC)))
    assert verify(MODEL, sidecar=before, roots=ROOT).verdict is Verdict.UNTRUSTED


def test_a_certificate_for_another_purpose_is_not_trusted(monkeypatch):
    monkeypatch.setattr(signing, "SIGNING_USAGES", [ExtendedKeyUsageOID.SERVER_AUTH.dotted_string])
    web = signing.PemSigner(signing._key("signer"), signing._pem(signing._leaf()) + ROOT)
    assert verify(MODEL, sidecar=beside(MODEL, web), roots=ROOT).verdict is Verdict.UNTRUSTED


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"[]", b"null", b'{"signature": "a.b.c"}', b"\xff", b'{"signature": "e30..AA"}']
)
def test_what_is_no_sidecar_is_said_to_be_none(text):
    with pytest.raises(Unreadable, match="sidecar"):
        verify(MODEL, sidecar=text)


def test_what_is_no_certificate_is_not_trusted():
    with pytest.raises(Unreadable, match="no PEM certificate"):
        verify(picture("PNG"), roots="hello")


def test_an_empty_file_is_refused():
    with pytest.raises(Unreadable, match="empty"):
        verify(b"")


def test_a_print_pdf_tells_in_xmp_that_a_model_made_it():
    made = print_pdf(Image.new("RGB", (30, 30)), (50, 50), title="Cup & <zone>", bleed_mm=3).data
    told = xmp.into_pdf(made, ORIGIN, title="Cup & <zone>")

    assert told == xmp.into_pdf(made, ORIGIN, title="Cup & <zone>")
    with pikepdf.open(io.BytesIO(made)) as before, pikepdf.open(io.BytesIO(told)) as after:
        assert after.pages[0].TrimBox == before.pages[0].TrimBox
        assert after.pdf_version == before.pdf_version
        facts = after.open_metadata()
        assert facts["dc:title"] == "Cup & <zone>"
        assert facts["xmp:CreatorTool"] == "Luneo 0.1.0"
        assert facts["Iptc4xmpExt:DigitalSourceType"] == ORIGIN.source_type
    report = verify(told)
    assert (report.verdict, report.carrier, report.source_type) == (Verdict.UNSIGNED, "XMP", ORIGIN.source_type)


def test_a_print_pdf_that_has_xmp_already_keeps_it():
    with pikepdf.new() as document:
        document.add_blank_page()
        with document.open_metadata() as metadata:
            metadata["pdfx:GTS_PDFXVersion"] = "PDF/X-4"
        document.save(buffer := io.BytesIO())
    with pikepdf.open(io.BytesIO(xmp.into_pdf(buffer.getvalue(), ORIGIN, title="t"))) as told:
        facts = told.open_metadata()
        assert (facts["pdfx:GTS_PDFXVersion"], facts["dc:title"]) == ("PDF/X-4", "t")


def test_a_print_svg_tells_in_its_metadata_that_a_model_made_it():
    told = xmp.into_svg(print_svg(Image.new("RGB", (30, 30), "red"), (50, 50)).data, ORIGIN, title="Cup & <zone>")

    root = ET.fromstring(told)
    assert [child.tag.rsplit("}")[-1] for child in root][:1] == ["metadata"]
    assert "Cup & <zone>" in [text for element in root.iter() for text in [element.text]]
    assert verify(told).source_type == ORIGIN.source_type


@pytest.mark.parametrize("into", [xmp.into_pdf, xmp.into_svg])
def test_what_is_no_document_takes_no_xmp(into):
    with pytest.raises(CannotSeal):
        into(b"something else", ORIGIN, title="t")


def test_a_model_tells_in_its_extras_that_a_model_made_its_picture():
    extras = {"generation": "gen_1", "digitalSourceType": MADE_BY_MODEL}
    glb = apply_texture(mug(0.1, 0.04), Image.new("RGB", (64, 64), "red"), extras=extras)
    report = verify(glb)
    assert (report.verdict, report.carrier) == (Verdict.UNSIGNED, "asset.extras")
    assert (report.generation_id, report.source_type) == ("gen_1", MADE_BY_MODEL)


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_unsigned_or_altered_never_a_fault(data):
    for lead in (b"", b"glTF", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xeb", b"RIFF\x10\0\0\0WEBP"):
        assert verify(lead + data).verdict in {Verdict.UNSIGNED, Verdict.ALTERED}
