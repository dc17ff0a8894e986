"""What the machine does when a production file would not print what the shopper was shown."""

import json
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw

from luneo.adapters.s3 import S3Store
from luneo.fabrication.parity import Kind
from luneo.fabrication.print_file import PrintFile
from luneo.generations.steps import Status, Step
from luneo.generations.views import preview_url
from luneo.imaging.safe import encode_png
from luneo.media.files import FileName
from luneo.pipeline import printing
from luneo.pipeline.refusals import NotProducible
from luneo.pipeline.shelf import Shelf
from tests.workflow.conftest import Workshop


def test_a_negative_in_print_is_refunded_with_a_reason_and_the_preview_stays(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
):
    sound = printing.print_pdf

    def negative(sheet: Image.Image, *args: Any, **kwargs: Any) -> PrintFile:
        opposite = ImageChops.invert(sheet.convert("RGB"))
        opposite.putalpha(sheet.getchannel("A"))
        return sound(opposite, *args, **kwargs)

    monkeypatch.setattr(printing, "print_pdf", negative)

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, NotProducible.slug)
    assert "negative" in row.reason["detail"]
    found = {(each["file"], each["kind"]) for each in row.parity["findings"]}
    assert (FileName.PRINT_PDF, Kind.INVERSION) in found
    assert {file for file, _ in found} == {FileName.PRINT_PDF}
    assert workshop.calls.count("check_production") == 1, "a refusal is not tried again"
    assert Step.CHECK_PRODUCTION in row.finished_steps
    assert preview_url(row)
    told = json.loads(Shelf(S3Store()).file(row, FileName.PARITY_FACTS))
    assert told["findings"] == row.parity["findings"]
    workshop.settled_once(row)


def test_a_negative_for_the_engraver_is_refunded_with_a_reason(workshop: Workshop, monkeypatch: pytest.MonkeyPatch):
    sound = printing.print_outline

    def negative(drawing: Image.Image, *args: Any, **kwargs: Any) -> PrintFile:
        # White on black would be read as it is meant; what is bare must be painted.
        bare = Image.new("RGBA", drawing.size, "black")
        bare.putalpha(ImageChops.invert(drawing.getchannel("A")))
        return sound(bare, *args, **kwargs)

    monkeypatch.setattr(printing, "print_outline", negative)
    motif = Image.new("RGBA", (280, 200), (0, 0, 0, 0))
    ImageDraw.Draw(motif).rectangle((40, 40, 180, 160), fill="black")
    workshop.images.answers.append(encode_png(motif))

    row = workshop.make(workshop.wish(product_id=workshop.engraved()))

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, NotProducible.slug)
    assert {(each["file"], each["kind"]) for each in row.parity["findings"]} == {(FileName.PRINT_SVG, Kind.INVERSION)}
    workshop.settled_once(row)
