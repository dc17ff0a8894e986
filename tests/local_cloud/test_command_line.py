"""The command refuses bad input in one line with exit 2, and leaves other people's files alone."""

import json

import pytest
from PIL import Image
from skimage import data

from local import cli
from local.demo.generation import check_out, replace_folder
from local.demo.product import COFFEE_SIZE_MM, ProductOptions, product_of
from luneo.errors import DomainError, Invalid
from luneo.three_d.glb import inspect_glb


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "photo.png"
    Image.fromarray(data.coffee()).save(file)
    return file


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["demo", "--photo", "{tmp}/none.png"], "none.png cannot be read"),
        (["demo", "--photo", "{tmp}/text.png"], "not a PNG, JPEG or WebP picture"),
        (["demo", "--zone", "1,2 3,4"], "four corners"),
        (["demo", "--zone", "10,10 9000,10 9000,300 10,300"], "outside the photo"),
        (["demo", "--size-mm", "0x10"], "width x height"),
        (["demo", "--model", "{tmp}/text.png"], "not a GLB"),
        (["demo", "--prompt", ""], "Say in a few words"),
        (["demo", "--prompt", "x" * 33_000], "at most 1000 characters"),
        (["demo", "--style", "nope"], "There is no style 'nope'"),
        (["demo", "--seed", "many"], "--seed"),
        (["demo", "--seed", "-1"], "--seed"),
        (["demo", "--out", "{tmp}"], "holds other files"),
        (["demo", "--out", "{tmp}/text.png"], "is a file"),
        (["fabricate", "{tmp}/none.png", "--size-mm", "9x9", "--process", "cut"], "none.png cannot be read"),
        (["fabricate", "{tmp}/text.png", "--size-mm", "9x9", "--process", "cut", "--out", "{tmp}/new"], "not a PNG"),
        (["fabricate", "{tmp}/text.png", "--size-mm", "9", "--process", "cut"], "width x height"),
        (["fabricate", "{tmp}/text.png", "--size-mm", "9x9", "--process", "melt"], "--process"),
        (["fabricate", "{tmp}/text.png", "--size-mm", "9x9", "--process", "cut", "--out", "{tmp}"], "other files"),
        (["up", "--dynamodb", "oracle"], "--dynamodb"),
        (["provenance", "verify", "{tmp}/none.png"], "none.png cannot be read"),
        (["provenance", "verify", "{tmp}/text.png", "--sidecar", "{tmp}/text.png"], "no signed statement"),
        (["provenance", "verify", "{tmp}/text.png", "--trust", "{tmp}/text.png"], "no PEM certificate"),
        (["bundle", "verify", "{tmp}"], "manifest.json cannot be read"),
        (["nonsense"], "nonsense"),
    ],
)
def test_bad_input_is_one_clear_line_on_standard_error_and_exit_2(arguments, words, tmp_path, capsys):
    (tmp_path / "text.png").write_text("just text")
    assert cli.run([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert words in said.err
    assert [file.name for file in tmp_path.iterdir()] == ["text.png"]


@pytest.mark.parametrize(
    "command",
    [
        *("up", "demo", "cost", "fabricate", "routes", "openapi", "permissions", "events", "logs", "doctor"),
        *("provenance verify", "bundle verify"),
    ],
)
def test_every_command_explains_itself(command, capsys):
    assert cli.run([*command.split(), "--help"]) == 0
    assert f"luneo {command}" in capsys.readouterr().out


def test_the_routes_are_listed_with_who_may_call_them(capsys):
    assert cli.run(["routes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    line = next(line for line in lines if "/api/ai/generate " in line)
    assert line.split()[0] == "POST"
    assert "generations:write" in line
    assert "functions/ai/generate.py" in line


def test_the_demonstration_sells_a_cup_with_a_model_of_the_zones_size():
    product = product_of(ProductOptions())
    (zone,) = product.draft()["zones"]
    assert zone["size_mm"] == dict(zip(("width", "height"), COFFEE_SIZE_MM, strict=True))
    assert inspect_glb(product.model)


def test_an_own_photo_has_its_zone_in_the_middle_and_no_invented_model(photo):
    product = product_of(ProductOptions(photo=photo, size_mm="80x40"))
    assert product.model is None
    (left, top), _, (right, bottom), _ = product.zone.quad
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((300, 200))
    assert (right - left) / (bottom - top) == pytest.approx(2)


def test_an_own_zone_on_the_demonstrations_photo_is_flat():
    product = product_of(ProductOptions(zone="10,10 110,10 110,60 10,60", size_mm="100x50"))
    assert (product.zone.curvature, product.zone.size_mm) == (0, (100, 50))


def test_every_refusal_of_the_options_is_a_domain_error(photo):
    with pytest.raises(DomainError):
        product_of(ProductOptions(photo=photo, zone="0,0 601,0 601,100 0,100"))


def test_a_folder_is_replaced_whole(tmp_path):
    out = tmp_path / "out"
    replace_folder(out, {"manifest.json": b"1", "old.png": b"x"})
    check_out(out)
    replace_folder(out, {"manifest.json": b"2"})
    assert {file.name: file.read_bytes() for file in out.iterdir()} == {"manifest.json": b"2"}
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_the_former_files_stay_when_the_new_ones_cannot_be_written(tmp_path):
    out = tmp_path / "out"
    replace_folder(out, {"manifest.json": b"1"})
    with pytest.raises(TypeError):
        replace_folder(out, {"manifest.json": b"2", "broken": "text is not bytes"})
    assert (out / "manifest.json").read_bytes() == b"1"
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_name_with_a_path_stays_in_the_folder(tmp_path):
    replace_folder(tmp_path / "out", {"../../escape.txt": b"x"})
    assert (tmp_path / "out" / "escape.txt").exists()


def test_an_empty_folder_may_be_filled(tmp_path):
    check_out(tmp_path)
    (tmp_path / "thesis.doc").touch()
    with pytest.raises(Invalid):
        check_out(tmp_path)


@pytest.mark.parametrize(("line_px", "code"), [(20, 0), (4, 0)])
def test_an_artwork_is_checked_mended_and_marked(line_px, code, tmp_path, capsys):
    drawn = Image.new("RGBA", (300, 300))
    drawn.paste((10, 10, 10, 255), (60, 100, 240, 100 + line_px))
    drawn.save(tmp_path / "art.png")
    arguments = ["fabricate", str(tmp_path / "art.png"), "--size-mm", "15x15", "--process", "engrave"]
    assert cli.run([*arguments, "--material", "wood", "--out", str(tmp_path / "out")]) == code
    said = capsys.readouterr()
    assert ("lines thickened" in said.out) is (line_px < 6)
    assert "Ready to produce" in said.out
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["ok"] is True
    assert report["before"]["ok"] is (line_px > 6)
    with Image.open(tmp_path / "out" / "mended.png") as mended:
        assert mended.info["dpi"][0] * 15 / 25.4 == pytest.approx(mended.width, rel=1e-3)
    assert (tmp_path / "out" / "marked.png").is_file()


def test_an_artwork_that_cannot_be_made_is_refused_with_what_to_do_and_exit_1(tmp_path, capsys):
    drawn = Image.new("RGBA", (300, 300))
    for row in range(60, 240, 5):
        drawn.paste((10, 10, 10, 255), (60, row, 240, row + 3))
    drawn.save(tmp_path / "art.png")
    arguments = ["fabricate", str(tmp_path / "art.png"), "--size-mm", "15x15", "--process", "engrave"]
    assert cli.run([*arguments, "--material", "wood", "--language", "fr", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert "Impossible à fabriquer tel quel" in said.out
    assert "Épaississez les traits ou agrandissez le motif." in said.err
    assert json.loads((tmp_path / "out" / "report.json").read_text())["ok"] is False
