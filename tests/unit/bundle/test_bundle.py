"""A bundle made by the pipeline's steps, made again, tampered with; and what the command says of it."""

import io
import json
from dataclasses import asdict
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image, ImageDraw

from local import cli, rebuild
from luneo.adapters.signing import root_for_tests, signer_for_tests
from luneo.generations.models import GenerationRow
from luneo.generations.target import PrintTarget
from luneo.imaging.safe import encode_png
from luneo.media.files import FileName
from luneo.media.keys import production_key
from luneo.pipeline.fabricating import ArtworkMending
from luneo.pipeline.printing import RASTERS, PrintExporting, Upscaling
from luneo.pipeline.publishing import CLOSING, Publishing
from luneo.pipeline.sealing import Sealing
from luneo.pipeline.shelf import Shelf
from luneo.provenance.facts import COMPOSED_WITH_MODEL
from luneo.settings import Stage

SEALING = Sealing(signer_for_tests(Stage.LOCAL))
TARGET = PrintTarget(
    product_name="Cup",
    zone="front",
    size_mm=(20.0, 10.0),
    bleed_mm=2.0,
    photo_key="p",
    maps_key="m",
    process="print",
)


PRINTS = {FileName.PRINT_PNG, FileName.PRINT_PDF, FileName.PRINT_SVG, *RASTERS}


def artwork():
    pixels = np.random.default_rng(5).integers(0, 255, (8, 12, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).resize((96, 64), Image.Resampling.BICUBIC).save(buffer, "PNG")
    return buffer.getvalue()


def made(target=TARGET, drawn=None, text=None, changed_from=None, finer=None):
    """The row and the objects of one generation, from the artwork to the manifest."""
    row = GenerationRow(
        tenant_id="ten_1",
        row="gen_1",
        product_id="prd_1",
        created_at=datetime(2026, 11, 24, 9, 30, 15, 250_000, tzinfo=UTC),
        target=target.model_dump(mode="json"),
        style="woodcut",
        seed=7,
        prompt="a fox",
        redactions=[],
        text=text,
        changed_from=changed_from,
        steps={},
        picture={"provider": "offline", "model": "m-1", "usage": {}, "native_dpi": 100.0},
        files=[],
    )
    store = rebuild.Memory()
    shelf = Shelf(store, SEALING)
    row.files = [asdict(shelf.put(row, FileName.ARTWORK, drawn or artwork()))]
    if finer:
        row.picture["detail"] = {"added": True, "provider": "finer", "model": "f-1", "dpi": 200.0}
        row.files.append(asdict(shelf.put(row, FileName.DETAILED, finer)))
    mending = (ArtworkMending,) if target.by_rules else ()
    for step in (*mending, Upscaling, PrintExporting, Publishing):
        row.files += [asdict(file) for file in step(shelf).work(row).files]
    return row, {facts["name"]: store.objects[facts["key"]] for facts in row.files}


MADE = made()


@pytest.fixture
def bundle(tmp_path):
    for name, data in MADE[1].items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def states(folder):
    return {it.name: it.state for it in rebuild.check(folder, rebuild.read_manifest(folder))}


def test_the_same_generation_twice_gives_the_same_bytes_before_signing():
    (first, one), (again, two) = MADE, made()

    unsigned = [{it["name"]: it["unsigned_sha256"] or it["sha256"] for it in row.files} for row in (first, again)]
    assert all(unsigned[0][name] == unsigned[1][name] for name in set(unsigned[0]) - CLOSING)
    assert one[FileName.PRINT_PNG] != two[FileName.PRINT_PNG]
    told = [json.loads(files[FileName.MANIFEST]) for files in (one, two)]
    for manifest in told:
        for file in manifest["files"]:
            if "unsigned_sha256" in file:
                del file["sha256"]
    assert told[0] == told[1]


def test_the_production_files_are_made_again_byte_for_byte(bundle, capsys):
    assert cli.run(["bundle", "verify", str(bundle)]) == 0
    said = capsys.readouterr().out
    assert said.count("made again, byte for byte") == len(PRINTS)
    unchanged = dict.fromkeys((FileName.ARTWORK, FileName.PDF_PROVENANCE, FileName.SVG_PROVENANCE), "unchanged")
    assert states(bundle) == {FileName.MANIFEST: "signed"} | unchanged | dict.fromkeys(PRINTS, "rebuilt")


@pytest.mark.parametrize("name", [FileName.PRINT_PDF, FileName.PRINT_SVG])
def test_the_first_byte_that_differs_is_named(bundle, name, capsys):
    data = bytearray((bundle / name).read_bytes())
    data[1234] ^= 1
    (bundle / name).write_bytes(data)

    assert cli.run(["bundle", "verify", str(bundle), "--json"]) == 1
    found = {it["name"]: it for it in json.loads(capsys.readouterr().out)["files"]}
    assert (found[name]["state"], found[name]["offset"]) == ("different", 1234)


def test_another_artwork_shows_in_everything_made_from_it(bundle):
    Image.new("RGB", (96, 64), "red").save(bundle / FileName.ARTWORK)
    found = states(bundle)
    assert found[FileName.ARTWORK] == "changed"
    assert {found[name] for name in (FileName.PRINT_PNG, FileName.PRINT_PDF, FileName.PRINT_SVG)} == {"different"}


def test_a_print_that_was_signed_anew_is_not_the_one_of_the_manifest(bundle):
    again = SEALING.sealed(MADE[0], FileName.PRINT_PNG, rebuild.without_png_manifest(MADE[1][FileName.PRINT_PNG]))
    (bundle / FileName.PRINT_PNG).write_bytes(again)
    assert states(bundle)[FileName.PRINT_PNG] == "changed"


def test_a_changed_manifest_does_not_pass(bundle):
    text = (bundle / FileName.MANIFEST).read_text()
    (bundle / FileName.MANIFEST).write_text(text.replace('"seed": 7', '"seed": 8'))
    assert states(bundle)[FileName.MANIFEST] == "changed"


@pytest.mark.parametrize("name", [FileName.PRINT_PDF, FileName.ARTWORK, FileName.MANIFEST_PROVENANCE])
def test_a_missing_file_is_named(bundle, name):
    (bundle / name).unlink()
    assert states(bundle)[name] == "missing"


def test_a_manifest_names_no_file_outside_its_folder(bundle):
    manifest = rebuild.read_manifest(bundle)
    manifest["files"] = [manifest["files"][0] | {"name": "../../etc/passwd"}]
    assert [it.name for it in rebuild.check(bundle, manifest)][1:] == ["passwd"]


def test_other_versions_are_told():
    manifest = {"made_with": {"luneo": "0.0.1", "libraries": [{"name": "pillow", "version": "1"}]}}
    assert [text.split(" (here")[0] for text in rebuild.other_versions(manifest)] == ["luneo 0.0.1", "pillow 1"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "luneo-manifest-1", "files": []}'])
def test_what_is_no_manifest_is_bad_input(tmp_path, text, capsys):
    (tmp_path / FileName.MANIFEST).write_text(text)
    assert cli.run(["bundle", "verify", str(tmp_path)]) == 2
    assert "is no manifest" in capsys.readouterr().err


def test_the_manifest_says_versions_and_licences(bundle):
    made_with = rebuild.read_manifest(bundle)["made_with"]
    assert {"pillow", "pikepdf", "vtracer", "c2pa-python"} <= {it["name"] for it in made_with["libraries"]}
    assert all(it["licence"] != "not stated" for it in made_with["libraries"])
    assert all(it["licence"] for it in (*made_with["profiles"], *made_with["fonts"]))


def test_a_file_is_explained_and_its_exit_says_whether_it_holds(bundle, capsys):
    root = bundle / "root.pem"
    root.write_text(root_for_tests())
    for name in (FileName.PRINT_PNG, FileName.PRINT_PDF, FileName.MANIFEST):
        assert cli.run(["provenance", "verify", str(bundle / name), "--trust", str(root)]) == 0
        said = capsys.readouterr().out
        assert "not one byte has changed" in said
        assert "made by a generative model" in said
        assert "trusted by  CN=Luneo test authority" in said
    assert cli.run(["provenance", "verify", str(bundle / FileName.ARTWORK)]) == 1
    assert "not signed" in capsys.readouterr().out


def test_the_findings_are_json_on_request(bundle, capsys):
    assert cli.run(["provenance", "verify", str(bundle / FileName.PRINT_PNG), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["verdict"], report["generation_id"], report["trusted"]) == ("intact", "gen_1", None)
    expected = next(it["unsigned_sha256"] for it in MADE[0].files if it["name"] == FileName.PRINT_PNG)
    assert report["unsigned_sha256"] == expected


def test_a_step_without_a_signer_puts_no_picture():
    with pytest.raises(RuntimeError, match="nothing to sign with"):
        Shelf(rebuild.Memory()).put(MADE[0], FileName.PREVIEW, artwork())


def test_production_files_stay_private_and_sealed_pictures_keep_their_key():
    (facts,) = (it for it in MADE[0].files if it["name"] == FileName.PRINT_PNG)
    assert facts["key"] == production_key("ten_1", "gen_1", FileName.PRINT_PNG)


def test_a_mended_design_is_mended_again_to_the_same_bytes(tmp_path):
    picture = Image.new("RGBA", (96, 64), (0, 0, 0, 0))
    for box in ((20, 10, 60, 50), (75, 30, 75, 30)):
        ImageDraw.Draw(picture).rectangle(box, fill="black")
    target = TARGET.model_copy(update={"process": "engrave", "bleed_mm": 0.0, "size_mm": (19.2, 12.8)})
    for name, data in made(target, encode_png(picture))[1].items():
        (tmp_path / name).write_bytes(data)

    found = states(tmp_path)

    rebuilt = {FileName.DRAWING, FileName.FABRICATION_FACTS, FileName.FABRICATION_REPORT, FileName.PRINT_PNG}
    assert {found[name] for name in rebuilt} == {"rebuilt"}


def test_a_changed_design_is_made_again_with_what_its_files_say_of_the_change(tmp_path):
    area = {"shape": "ellipse", "left_mm": 1.0, "top_mm": 1.0, "width_mm": 5.0, "height_mm": 5.0}
    former = {"generation_id": "gen_0", "artwork_sha256": "ab" * 32, "drawn_px": [96, 64], "area": area}
    for name, data in made(changed_from=former)[1].items():
        (tmp_path / name).write_bytes(data)

    found = states(tmp_path)

    assert {found[name] for name in PRINTS} == {"rebuilt"}
    assert COMPOSED_WITH_MODEL.encode() in (tmp_path / FileName.PRINT_SVG).read_bytes()


def test_a_print_with_added_detail_is_made_again_from_the_finer_picture(tmp_path):
    with Image.open(io.BytesIO(artwork())) as picture:
        finer = encode_png(picture.resize((384, 256), Image.Resampling.NEAREST))
    files = made(finer=finer)[1]
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    found = states(tmp_path)

    assert {found[name] for name in PRINTS} == {"rebuilt"}
    assert found[FileName.DETAILED] == "unchanged"
    assert files[FileName.PRINT_PNG] != MADE[1][FileName.PRINT_PNG]
    (tmp_path / FileName.DETAILED).write_bytes(artwork())
    assert states(tmp_path)[FileName.PRINT_PNG] == "different"


def test_a_text_is_set_again_to_the_same_bytes(tmp_path):
    text = {"content": "Anna", "font": "hand", "colour": "#7a1020", "size_mm": 4.0, "anchor": "bottom"}
    for name, data in made(text=text)[1].items():
        (tmp_path / name).write_bytes(data)

    found = states(tmp_path)

    assert {found[name] for name in PRINTS} == {"rebuilt"}
