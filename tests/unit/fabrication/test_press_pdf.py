"""The PDF for a press: inks within what paper bears, colours that come back, and the structure of PDF/X-4."""

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageCms, ImageDraw
from skimage import data as photos

from luneo.fabrication.pdf import print_pdf
from luneo.fabrication.separation import coated, separated
from luneo.imaging.colour import srgb_icc

CREATED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TITLE = "Tasse d'été & <fils>"
SIZE_MM = (60.0, 30.0)
INK_LIMIT = 3.0


def artwork():
    """A photograph with a transparent corner and hidden colour in it."""
    image = Image.fromarray(photos.astronaut()).resize((240, 120)).convert("RGBA")
    image.paste((10, 200, 30, 0), (0, 0, 40, 40))
    return image


def pdf_of(picture=None, **options):
    made = print_pdf(picture or artwork(), SIZE_MM, **({"title": TITLE, "created": CREATED} | options))
    return pikepdf.open(io.BytesIO(made.data))


def picture_in(pdf):
    return pdf.pages[0].obj.Resources.XObject.Artwork


def inks_in(pdf):
    picture = picture_in(pdf)
    return np.frombuffer(picture.get_stream_buffer(), np.uint8).reshape(int(picture.Height), int(picture.Width), 4)


def on_paper(inks):
    """The inks as a proof on a screen shows them, through the profile's other direction."""
    picture = Image.frombytes("CMYK", inks.shape[1::-1], inks.tobytes())
    press, screen = (ImageCms.ImageCmsProfile(io.BytesIO(icc)) for icc in (coated().icc, srgb_icc()))
    intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    proof = ImageCms.profileToProfile(picture, press, screen, intent, "RGB", flags=flags)
    return np.asarray(proof, int)


def test_the_profile_is_a_small_cmyk_printer_profile_without_an_hour():
    icc = coated().icc
    assert (icc[12:16], icc[16:20], icc[20:24], icc[36:40]) == (b"prtr", b"CMYK", b"Lab ", b"acsp")
    assert len(icc) < 500_000
    assert icc[24:36] == srgb_icc()[24:36]


def test_the_picture_is_separated_for_the_press_of_the_output_intent():
    pdf = pdf_of()
    (intent,) = pdf.Root.OutputIntents
    assert (intent.S, str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
    assert bytes(intent.DestOutputProfile.get_stream_buffer()) == coated().icc
    assert intent.DestOutputProfile.N == 4
    # ISO 15930-7: an ICC space with the output intent's own profile is not allowed.
    assert picture_in(pdf).ColorSpace == "/DeviceCMYK"
    assert pdf.pages[0].obj.Group.CS == "/DeviceCMYK"


def test_the_file_says_that_it_is_pdfx4_in_both_places():
    pdf = pdf_of()
    assert pdf.pdf_version == "1.6"
    assert str(pdf.docinfo["/GTS_PDFXVersion"]) == "PDF/X-4"
    assert pdf.docinfo["/Trapped"] == "/False"
    assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20260102030405Z"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
        assert said["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        assert said["pdf:Trapped"] == "False"
        assert said["dc:title"] == str(pdf.docinfo["/Title"]) == TITLE
        assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == "2026-01-02T03:04:05Z"
        assert said["xmpMM:RenditionClass"] == "default"
        assert said["xmpMM:DocumentID"].startswith("uuid:")


def test_dates_are_told_in_universal_time():
    paris = CREATED.astimezone(timezone(timedelta(hours=1)))
    assert print_pdf(artwork(), SIZE_MM, title="t", created=paris) == print_pdf(
        artwork(), SIZE_MM, title="t", created=CREATED
    )


def test_without_a_date_the_file_does_not_claim_pdfx4():
    pdf = pdf_of(created=None)
    assert "/GTS_PDFXVersion" not in pdf.docinfo
    assert "/Metadata" not in pdf.Root


def test_another_picture_is_another_document():
    def identity(pdf):
        with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
            return said["xmpMM:DocumentID"], bytes(pdf.trailer.ID[0])

    first, same, other = identity(pdf_of()), identity(pdf_of()), identity(pdf_of(artwork().rotate(180)))
    assert first == same
    assert all(mine != theirs for mine, theirs in zip(first, other, strict=True))


def test_paper_white_takes_no_ink_and_black_no_more_than_paper_bears():
    ramp = Image.linear_gradient("L").resize((64, 64)).convert("RGB")
    inks = separated(ramp, coated()) / 255
    assert not separated(Image.new("RGB", (2, 2), "white"), coated()).any()
    assert separated(Image.fromarray(photos.astronaut()), coated()).sum(axis=2).max() / 255 <= INK_LIMIT
    assert inks[0, 0, 3] > 0.9, "black is carried by the black ink"
    assert (np.diff(inks[:, 0, 3]) <= 0.01).all(), "a ramp has no band in it"


def test_what_is_transparent_takes_no_ink_and_stays_transparent():
    pdf = pdf_of()
    assert not inks_in(pdf)[:40, :40].any()
    alpha = np.frombuffer(picture_in(pdf).SMask.get_stream_buffer(), np.uint8)
    assert np.array_equal(alpha.reshape(120, 240), np.asarray(artwork().getchannel("A")))


def test_an_opaque_picture_has_no_soft_mask():
    assert "/SMask" not in picture_in(pdf_of(artwork().convert("RGB").convert("RGBA")))


def test_colours_that_ink_can_make_come_back_from_paper():
    chart = Image.new("RGB", (90, 10))
    colours = [(200, 60, 60), (230, 200, 80), (90, 150, 90), (60, 90, 150), (120, 80, 110), (128, 128, 128)]
    for index, colour in enumerate(colours):
        chart.paste(colour, (index * 15, 0, index * 15 + 15, 10))
    back = on_paper(inks_in(pdf_of(chart)))[5, 7::15]
    assert np.abs(back - np.array(colours)).max() <= 8


def test_crop_marks_are_on_every_plate():
    pdf = pdf_of(bleed_mm=3)
    kind, colorant, alternate, tint = pdf.pages[0].obj.Resources.ColorSpace.Registration
    assert (kind, colorant, alternate) == ("/Separation", "/All", "/DeviceCMYK")
    assert [int(value) for value in tint.C1] == [1, 1, 1, 1]


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
def test_a_renderer_shows_the_artwork_within_the_trim_box(tmp_path):
    picture = Image.new("RGB", (600, 300), (60, 90, 150))
    ImageDraw.Draw(picture).rectangle((150, 75, 449, 224), fill=(230, 200, 80))
    (tmp_path / "print.pdf").write_bytes(print_pdf(picture, SIZE_MM, title="t", created=CREATED).data)
    command = ["pdftoppm", "-r", "127", "-png", "-singlefile", "print.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    page = np.asarray(Image.open(tmp_path / "page.png").convert("RGB"), int)
    middle, corner = page[page.shape[0] // 2, page.shape[1] // 2], page[2, 2]
    assert np.abs(middle - (230, 200, 80)).max() < 60
    assert (corner == 255).all()
