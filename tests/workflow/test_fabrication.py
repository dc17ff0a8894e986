"""What the machine does when a tool could not make the design: it makes it so, or gives the credits back."""

import io
import json
from typing import Any

import numpy as np
import pytest
import pyvips
from PIL import Image, ImageDraw

from luneo.adapters.s3 import S3Store
from luneo.fabrication.rules.ink import inked
from luneo.fabrication.rules.inspection import inspect
from luneo.fabrication.rules.kinds import Kind
from luneo.fabrication.rules.table import Keep, Material
from luneo.generations.models import GenerationRow
from luneo.generations.steps import Status, Step
from luneo.generations.views import preview_url
from luneo.imaging.safe import encode_png, open_image
from luneo.media.files import FileName
from luneo.pipeline.refusals import NotFabricable
from luneo.pipeline.shelf import Shelf
from luneo.styles.catalogue import Process
from tests.fakes.products import published_product
from tests.workflow.conftest import KILLED_AFTER_WORK, SMALL_MM, Workshop

PX_A_MM = 20


def drawing(*rectangles: tuple[float, float, float, float]) -> bytes:
    """Ink in rectangles, in mm, on a clear ground of 14 by 10 mm."""
    picture = Image.new("RGBA", (round(SMALL_MM[0] * PX_A_MM), round(SMALL_MM[1] * PX_A_MM)), (0, 0, 0, 0))
    for each in rectangles:
        left, top, right, bottom = (round(value * PX_A_MM) for value in each)
        ImageDraw.Draw(picture).rectangle((left, top, right - 1, bottom - 1), fill=(20, 22, 30, 255))
    return encode_png(picture)


SOUND = (2.0, 2.0, 9.0, 8.0)
SPECK = (11.0, 4.0, 11.1, 4.1)
LINE = (9.0, 5.0, 11.5, 5.15)
# Lines too near to each other to be thickened, and gaps too narrow to be widened.
GRID = [(3 + step * 0.3, 2.0, 3.1 + step * 0.3, 8.0) for step in range(20)]


@pytest.fixture
def engraved(workshop: Workshop) -> str:
    return workshop.engraved()


def made(workshop: Workshop, product: str, picture: bytes) -> GenerationRow:
    workshop.images.answers.append(picture)
    return workshop.make(workshop.wish(product_id=product))


def stored(row: GenerationRow, name: FileName) -> bytes:
    return Shelf(S3Store()).file(row, name)


def facts(row: GenerationRow) -> dict[str, Any]:
    return json.loads(stored(row, FileName.FABRICATION_FACTS))


def names(row: GenerationRow) -> set[str]:
    return {each["name"] for each in row.files}


def outlined(row: GenerationRow) -> Image.Image:
    """What ``print.svg`` fills."""
    width = round(SMALL_MM[0] * PX_A_MM * 2)
    return Image.fromarray(pyvips.Image.thumbnail_buffer(stored(row, FileName.PRINT_SVG), width).numpy())


def test_a_design_that_the_tool_can_make_is_made_as_it_was_drawn(workshop: Workshop, engraved: str):
    row = made(workshop, engraved, drawing(SOUND))

    assert row.standing is Status.SUCCEEDED
    assert (row.fabrication["passed"], row.fabrication["mended"], row.fabrication["findings"]) == (True, False, [])
    assert {FileName.DRAWING, FileName.FABRICATION_FACTS, FileName.FABRICATION_REPORT} <= names(row)
    artwork, made_of = (open_image(stored(row, name), what="It") for name in (FileName.ARTWORK, FileName.DRAWING))
    ink, drawn = (inked(each, SMALL_MM, 0.3).mask for each in (artwork, made_of))
    assert (ink == drawn).mean() > 0.995
    workshop.settled_once(row)


def test_a_mended_design_is_what_is_shown_and_what_is_made(workshop: Workshop, engraved: str):
    whole, mended = (made(workshop, engraved, picture) for picture in (drawing(SOUND), drawing(SOUND, SPECK, LINE)))

    assert mended.standing is Status.SUCCEEDED
    assert (mended.fabrication["passed"], mended.fabrication["mended"]) == (True, True)
    found = {each["rule"]: each for each in facts(mended)["findings"]}
    assert found.keys() == {Kind.SPECK, Kind.STROKE}
    assert all(each["mended"] for each in found.values())
    assert found[Kind.STROKE]["measured_mm"] == pytest.approx(0.15, abs=mended.fabrication["tolerance_mm"])
    assert found[Kind.STROKE]["limit_mm"] == 0.3
    left, top, right, bottom = found[Kind.STROKE]["place_mm"]
    assert left <= 10 <= right
    assert top <= 5.1 <= bottom
    for picture in (
        open_image(stored(mended, FileName.DRAWING), what="The drawing"),
        open_image(stored(mended, FileName.PRINT_PNG), what="The print"),
        outlined(mended),
    ):
        assert inspect(picture, SMALL_MM, Process.ENGRAVE, Material.WOOD).ok
    assert preview_url(mended) != preview_url(whole)
    assert mended.parity["passed"]
    workshop.settled_once(mended)


def test_preview_and_files_show_the_ink_that_the_rules_judged(workshop: Workshop, engraved: str):
    picture = Image.open(io.BytesIO(drawing(SOUND)))
    ImageDraw.Draw(picture).rectangle((60, 60, 120, 120), fill=(250, 238, 214, 255))

    row = made(workshop, engraved, encode_png(picture))

    assert row.standing is Status.SUCCEEDED
    drawn = open_image(stored(row, FileName.DRAWING), what="The drawing")
    assert drawn.getextrema()[:3] == ((0, 0),) * 3
    shown = np.asarray(outlined(row).convert("RGBA").resize((140, 100)))[..., 3] > 128
    judged = np.asarray(drawn.resize((140, 100)))[..., 3] > 128
    assert (shown == judged).mean() > 0.98
    assert not judged[45, 45]


def test_a_motif_that_is_light_on_dark_is_what_is_made(workshop: Workshop, engraved: str):
    gold, navy = Image.new("RGB", Image.open(io.BytesIO(drawing())).size, (230, 190, 90)), (10, 20, 60)
    bare = Image.open(io.BytesIO(drawing(SOUND))).getchannel("A").point(lambda alpha: 255 - alpha)
    gold.paste(navy, mask=bare)

    row = made(workshop, engraved, encode_png(gold))

    assert row.standing is Status.SUCCEEDED
    assert facts(row)["reversed"] is True
    ink = np.asarray(outlined(row).convert("RGBA"))[..., 3] > 128
    left, top, right, bottom = SOUND
    assert ink.mean() == pytest.approx((right - left) * (bottom - top) / (SMALL_MM[0] * SMALL_MM[1]), rel=0.06)
    assert ink[round(top * PX_A_MM * 2) + 9, round(left * PX_A_MM * 2) + 9]


def test_a_design_that_cannot_be_mended_is_refunded_before_anybody_sees_it(workshop: Workshop, engraved: str):
    row = made(workshop, engraved, drawing(*GRID))

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, NotFabricable.slug)
    assert row.reason["detail"].startswith(row.fabrication["reason"]["en"])
    assert "0,30" in row.fabrication["reason"]["fr"]
    assert row.fabrication["findings"]
    assert not any(each["mended"] for each in row.fabrication["findings"])
    assert Step.MEND_ARTWORK in row.finished_steps
    assert preview_url(row) is None
    assert Image.open(io.BytesIO(stored(row, FileName.FABRICATION_REPORT))).width > 1000
    assert {FileName.DRAWING, FileName.PREVIEW} & names(row) == set()
    assert workshop.calls.count("mend_artwork") == 1, "a refusal is not tried again"
    assert "blend" not in workshop.calls
    workshop.settled_once(row)


def test_the_marked_picture_speaks_the_shoppers_language_and_the_model_hears_of_the_tool(
    workshop: Workshop, engraved: str
):
    told = []
    for locale in (None, "fr-CA"):
        workshop.images.answers.append(drawing(*GRID))
        row = workshop.make(workshop.wish(product_id=engraved, locale=locale))
        told.append(stored(row, FileName.FABRICATION_REPORT))
        assert "No line is thinner" in row.enriched["text"]

    english, french = (np.asarray(Image.open(io.BytesIO(each)).convert("L"), int) for each in told)
    assert english.shape == french.shape
    head = np.abs(english[:128] - french[:128]) > 60
    assert head.sum() > 500


def test_a_sheet_of_ink_alone_is_refunded_too(workshop: Workshop, engraved: str):
    row = made(workshop, engraved, drawing((0, 0, *SMALL_MM)))

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, NotFabricable.slug)
    assert not facts(row)["passed"]
    workshop.settled_once(row)


def test_a_piece_that_would_fall_out_is_tied_and_the_cut_file_holds_it(workshop: Workshop):
    product = published_product(
        workshop.tenant, with_model=False, size_mm=SMALL_MM, process=Process.CUT, substrate=Material.PAPER
    )
    frame = [(3.0, 2.0, 10.0, 3.2), (3.0, 6.8, 10.0, 8.0), (3.0, 2.0, 4.2, 8.0), (8.8, 2.0, 10.0, 8.0)]

    row = made(workshop, product, drawing(*frame))

    assert row.standing is Status.SUCCEEDED
    assert {each["rule"] for each in row.fabrication["findings"]} == {Kind.ISLAND}
    picture = open_image(stored(row, FileName.DRAWING), what="The drawing")
    assert inspect(picture, SMALL_MM, Process.CUT, Material.PAPER, keep=Keep.GROUND).ok
    assert row.parity["passed"]


def test_a_mending_that_is_asked_for_twice_is_done_once(workshop: Workshop, engraved: str):
    workshop.faults["mend_artwork"].append(KILLED_AFTER_WORK)

    row = made(workshop, engraved, drawing(SOUND, SPECK))

    assert row.standing is Status.SUCCEEDED
    assert workshop.calls.count("mend_artwork") == 2
    workshop.settled_once(row)


def test_a_printed_design_is_not_judged_by_rules(workshop: Workshop):
    row = workshop.make()

    assert row.standing is Status.SUCCEEDED
    assert row.fabrication is None
    assert "mend_artwork" not in workshop.calls
