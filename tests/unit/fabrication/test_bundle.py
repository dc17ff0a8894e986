"""The production bundle: names that no file system trips over, and the same bytes every time."""

import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.errors import Invalid
from luneo.fabrication.bundle import FIELDS, MANIFEST, MAX_STEM, NOT_YET, TEMPLATE, bundle, check_template, member_names

FILES = ["print.pdf", "print.png", "print.svg", "preview.png"]
FACTS = {"sku": "MUG-1", "zone": "front", "generation": "gen_1"}
templates = st.lists(
    st.sampled_from(sorted(f"{{{field}}}" for field in FIELDS))
    | st.text(max_size=5).map(lambda text: text.replace("{", "{{").replace("}", "}}")),
    max_size=8,
).map("".join)
facts = st.fixed_dictionaries({field: st.text(max_size=60) for field in sorted(FIELDS - {"file"})})
files = st.lists(st.sampled_from([*FILES, "PRINT.pdf", "manifest.json", "a.b.svg"]), unique=True)


def test_files_are_named_by_the_template():
    assert member_names(FILES, TEMPLATE, FACTS) == {
        "preview.png": "MUG-1-front-gen_1-preview.png",
        "print.pdf": "MUG-1-front-gen_1-print.pdf",
        "print.png": "MUG-1-front-gen_1-print.png",
        "print.svg": "MUG-1-front-gen_1-print.svg",
    }


@given(files, templates, facts)
def test_names_never_collide_and_never_leave_the_folder(files: list[str], template: str, facts: dict[str, str]):
    names = list(member_names(files, template, facts).values())
    folded = {unicodedata.normalize("NFKC", name).casefold() for name in [*names, MANIFEST]}
    assert len(folded) == len(files) + 1
    for name in names:
        assert not set(name) & set('/\\:*?"<>|\0\r\n\t')
        assert not name.startswith((".", "-"))
        assert name == unicodedata.normalize("NFC", name)
        assert len(name) <= MAX_STEM + 12
        name.encode()


@pytest.mark.parametrize("field", NOT_YET)
def test_what_a_bundle_cannot_know_is_refused_with_the_reason_and_what_there_is(field: str):
    with pytest.raises(Invalid) as refused:
        check_template(f"{{{field}}}-{{file}}", "#/file_naming")
    assert refused.value.faults[0].pointer == "#/file_naming"
    assert NOT_YET[field] in refused.value.detail
    assert all(known in refused.value.detail for known in FIELDS)
    assert NOT_YET.keys().isdisjoint(FIELDS)


def test_no_name_is_made_with_a_hole_in_it():
    with pytest.raises(KeyError):
        member_names(FILES, "{date}-{file}", FACTS)


@given(files, templates, facts)
def test_names_do_not_depend_on_the_order_of_the_files(files: list[str], template: str, facts: dict[str, str]):
    assert member_names(files, template, facts) == member_names(files[::-1], template, facts)


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("Tasse d'été 🦊", "Tasse-d'été-🦊.pdf"),
        ("e\u0301te\u0301", "été.pdf"),
        ("abc\u202egnp", "abcgnp.pdf"),
        ("CON", "_CON.pdf"),
        ("  .. ", "file.pdf"),
    ],
    ids=["path", "unicode", "decomposed", "right-to-left", "device", "dots"],
)
def test_a_fact_becomes_a_name_that_every_system_takes(fact: str, name: str):
    assert member_names(["print.pdf"], "{sku}", {"sku": fact}) == {"print.pdf": name}


def test_names_that_differ_in_nothing_but_case_are_numbered_apart():
    assert member_names(["Print.pdf", "print.pdf"], "{file}", {}) == {
        "Print.pdf": "Print.pdf",
        "print.pdf": "print-2.pdf",
    }


@pytest.mark.parametrize("template", ["{price}", "{sku", "{sku!r}", "{sku:>9}", "{}", "{sku.x}", "{0}", "}"])
def test_a_template_that_cannot_name_files_is_refused_at_its_place(template: str):
    with pytest.raises(Invalid) as refused:
        check_template(template, "#/bundle_name")
    assert [fault.pointer for fault in refused.value.faults] == ["#/bundle_name"]


def test_a_bundle_holds_every_file_and_the_manifest_whole():
    contents = {file: file.encode() * 50 for file in FILES}
    names = member_names(FILES, TEMPLATE, FACTS)
    with zipfile.ZipFile(io.BytesIO(bundle(contents, b"{}", names))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted([*names.values(), MANIFEST])
        assert all(archive.read(names[file]) == data for file, data in contents.items())
        assert archive.read(MANIFEST) == b"{}"


def test_a_bundle_is_the_same_bytes_whatever_the_order():
    contents = {file: file.encode() for file in FILES}
    names = member_names(FILES, TEMPLATE, FACTS)
    assert bundle(contents, b"{}", names) == bundle(dict(reversed(contents.items())), b"{}", names)
