"""``luneo parity``: its exit status says whether the file may be produced."""

import pytest
from PIL import Image, ImageDraw, ImageOps

from local.cli import run
from luneo.fabrication.png import print_png
from luneo.imaging.safe import encode_png

SIZE_MM = (40.0, 30.0)


@pytest.fixture
def files(tmp_path):
    art = Image.new("RGB", (160, 120), "#14274e")
    ImageDraw.Draw(art).ellipse((10, 10, 60, 60), fill="#f1c40f")
    (tmp_path / "artwork.png").write_bytes(encode_png(art))
    (tmp_path / "sound.png").write_bytes(print_png(art, SIZE_MM, 150).data)
    (tmp_path / "mirrored.png").write_bytes(print_png(ImageOps.mirror(art), SIZE_MM, 150).data)
    return tmp_path


@pytest.mark.parametrize(("name", "status"), [("sound.png", 0), ("mirrored.png", 1)])
def test_the_status_is_the_verdict_and_the_report_is_drawn(files, name, status, capsys):
    report = files / "report.png"
    told = run(["parity", str(files / name), str(files / "artwork.png"), "--size-mm", "40x30", "--out", str(report)])
    assert told == status
    assert ("mirror" in capsys.readouterr().out) is bool(status)
    with Image.open(report) as drawn:
        assert drawn.width > 1000


@pytest.mark.parametrize(
    "change", [("--size-mm", "40"), ("--size-mm", "0x30"), ("sound.png", "artwork.txt"), ("sound.png", "gone.png")]
)
def test_bad_input_is_status_2_and_leaves_no_report(files, change, capsys):
    report = files / "report.png"
    size = change[1] if change[0] == "--size-mm" else "40x30"
    name = change[1] if change[0] == "sound.png" else "sound.png"
    told = run(["parity", str(files / name), str(files / "artwork.png"), "--size-mm", size, "--out", str(report)])
    assert told == 2
    assert not report.exists()
    assert "luneo:" in capsys.readouterr().err
