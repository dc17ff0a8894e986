"""Print files by process: outlines for tools, inks for a press, pixels as fine as the machine."""

import io
from itertools import groupby

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageDraw

from luneo.adapters.signing import signer_for_tests
from luneo.generations.models import GenerationRow
from luneo.imaging.safe import encode_png
from luneo.media.files import FileName
from luneo.pipeline.printing import PrintExporting, Upscaling
from luneo.pipeline.sealing import Sealing
from luneo.pipeline.shelf import Shelf
from luneo.resources import Bucket
from luneo.settings import Stage
from luneo.styles.catalogue import Process
from tests import factories
from tests.fakes.products import target


class Store:
    """Objects in memory."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def get(self, _bucket: Bucket, key: str, *, max_bytes: int) -> bytes:
        assert len(self.objects[key]) <= max_bytes
        return self.objects[key]

    def put(self, _bucket: Bucket, key: str, data: bytes, _media_type: str, *, immutable: bool = False) -> None:
        assert not immutable, "print files are private"
        self.objects[key] = data


def artwork() -> bytes:
    picture = Image.new("RGBA", (64, 32), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((16, 4, 48, 28), fill=(10, 10, 10, 255))
    return encode_png(picture)


def printed(process: Process, **text: object) -> dict[str, bytes]:
    """Every print file of a design of 20 by 10 mm."""
    made = target(process=process, size_mm=(20.0, 10.0), bleed_mm=0.0).model_dump(mode="json")
    picture = {"provider": "offline", "model": "m"}
    row = GenerationRow(
        "TENANT#ten_1", "gen_1", tenant_id="ten_1", target=made, picture=picture, created_at=factories.MOMENT
    )
    row.text = text or None
    store = Store()
    shelf = Shelf(store, Sealing(signer_for_tests(Stage.LOCAL)))  # type: ignore[arg-type]  # what steps use of a store
    stored = shelf.put(row, FileName.ARTWORK, artwork())
    row.files = [{"name": stored.name.value, "key": stored.key}]
    for step in (Upscaling(shelf), PrintExporting(shelf)):
        row.files += [{"name": file.name.value, "key": file.key} for file in step.work(row).files]
    return {facts["name"]: store.objects[facts["key"]] for facts in row.files}


@pytest.mark.parametrize(
    ("process", "group", "space", "width_px"),
    [
        (Process.PRINT, None, "/DeviceCMYK", 236),
        (Process.ENGRAVE, 'id="engrave"', "/ICCBased", 400),
        (Process.CUT, 'id="cut"', "/ICCBased", 236),
        (Process.EMBROIDER, None, "/ICCBased", 118),
    ],
)
def test_a_process_gets_the_files_that_its_machine_takes(
    process: Process, group: str | None, space: str, width_px: int
):
    files = printed(process)

    vector = files[FileName.PRINT_SVG].decode()
    assert (group in vector) if group else ("<g id=" not in vector)
    with pikepdf.open(io.BytesIO(files[FileName.PRINT_PDF])) as pdf:
        colours = pdf.pages[0].obj.Resources.XObject.Artwork.ColorSpace
        assert str(colours[0] if isinstance(colours, pikepdf.Array) else colours) == space
    assert Image.open(io.BytesIO(files[FileName.PRINT_PNG])).width == width_px
    assert {FileName.PRINT_JPEG, FileName.PRINT_WEBP, FileName.PRINT_AVIF} <= set(files)


def test_only_a_press_gets_pdfx4_dated_by_the_generation():
    for process in Process:
        with pikepdf.open(io.BytesIO(printed(process)[FileName.PRINT_PDF])) as pdf:
            assert ("/GTS_PDFXVersion" in pdf.docinfo) == (process is Process.PRINT)
            assert str(pdf.docinfo["/CreationDate"]).startswith(factories.MOMENT.strftime("D:%Y%m%d%H%M%S"))


TEXT = {"content": "O", "font": "sans-bold", "size_mm": 8.0, "anchor": "left"}


@pytest.mark.parametrize("process", Process)
def test_a_text_is_pixels_in_the_png_and_paths_in_the_documents(process: Process):
    plain, files = printed(process), printed(process, **TEXT)

    before, after = (Image.open(io.BytesIO(each[FileName.PRINT_PNG])).convert("RGBA") for each in (plain, files))
    box = ImageChops.difference(before, after).getbbox(alpha_only=False)
    assert box is not None
    assert box[2] < before.width / 2
    assert files[FileName.PRINT_SVG].count(b"C") > plain[FileName.PRINT_SVG].count(b"C")
    with pikepdf.open(io.BytesIO(files[FileName.PRINT_PDF])) as pdf:
        page = pdf.pages[0]
        painted = [str(step.operator) for step in pikepdf.parse_content_stream(page)]
        assert painted.count("f") == 1
        assert "/Font" not in page.obj.Resources
        assert not {"Tj", "TJ", "BT"} & set(painted)


def test_letters_are_engraved_free_of_the_artwork_s_marks():
    files = printed(Process.ENGRAVE, **(TEXT | {"anchor": "centre"}))

    middle = Image.open(io.BytesIO(files[FileName.PRINT_PNG])).convert("RGBA")
    row = [middle.getpixel((x, middle.height // 2)) for x in range(middle.width)]
    tones = ["ink" if alpha > 200 and red < 60 else "bare" for red, _, _, alpha in row]
    runs = [tone for tone, _ in groupby(tones)]
    # The artwork's rest, a side of the letter, artwork within its counter, the other side, artwork again.
    assert runs.count("ink") == 5


def test_the_same_text_gives_the_same_bytes():
    first, second = (printed(Process.PRINT, **TEXT) for _ in range(2))
    assert first[FileName.PRINT_PDF] == second[FileName.PRINT_PDF]
    assert first[FileName.PRINT_SVG] == second[FileName.PRINT_SVG]
