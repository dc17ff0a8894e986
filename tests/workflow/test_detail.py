"""Detail added by a provider where an artwork is too coarse: asked for once, used if it shows the same, or left out."""

import io
import json
from typing import Any

import pytest
from PIL import Image

from luneo.adapters.s3 import S3Store
from luneo.adapters.signing import root_for_tests
from luneo.brands.schemas import BrandChange, Detail
from luneo.generations.models import GenerationRow
from luneo.generations.schemas import ArtworkFacts, GenerationQuery
from luneo.generations.steps import Status, Step
from luneo.media.files import FileName
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import (
    OutcomeUnknown,
    ProviderThrottled,
    ProviderUnavailable,
    Verdict,
)
from luneo.provenance.verify import verify
from luneo.wiring import providers
from luneo.wiring.brands import brand_service
from luneo.wiring.generations import generation_service
from tests import factories
from tests.fakes.images import SIZE, FakeUpscaler
from tests.fakes.products import ZONE, published_product
from tests.workflow.conftest import KILLED, KILLED_AFTER_WORK, Kill, Workshop

# Coarse for a print, and not for one four times as fine; small enough to be made soon.
COARSE_MM = (96.0, 66.0)
FOR_EVER = 20


@pytest.fixture
def upscaler(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> FakeUpscaler:
    """The provider of a brand that lets it add detail."""
    upscaler = FakeUpscaler()
    monkeypatch.setattr(providers, "image_upscaler", lambda _tenant: upscaler)
    monkeypatch.setattr("luneo.fabrication.resolution.LARGEST_PRINT_PX", 640 * 480)
    factories.open_brand(workshop.tenant)
    brand_service(factories.member(workshop.tenant)).change(BrandChange(detail=Detail.PROVIDER))
    return upscaler


def coarse(workshop: Workshop, size_mm: tuple[float, float] = COARSE_MM, **facts: Any) -> GenerationRow:
    product = published_product(workshop.tenant, with_model=False, size_mm=size_mm, **facts)
    return workshop.make(workshop.wish(product_id=product))


def artwork(workshop: Workshop, row: GenerationRow) -> ArtworkFacts:
    view = generation_service(workshop.shopper).show(row.row, GenerationQuery())
    assert view.artwork
    return view.artwork


def undetailed(workshop: Workshop, row: GenerationRow, reason: str) -> None:
    """The design is made and paid for as without a provider's help, and says why."""
    assert row.standing is Status.SUCCEEDED, row.reason
    workshop.settled_once(row)
    assert FileName.DETAILED not in {facts["name"] for facts in row.files}
    told = generation_service(workshop.shopper).show(row.row, GenerationQuery())
    assert (told.artwork.detail.added, told.artwork.detail.reason) == (False, reason)
    assert [block.slug for block in told.production.blocks] == ["resolution-too-low"]
    assert row.progress == 1


def test_a_coarse_artwork_is_made_finer_and_told_apart(workshop: Workshop, upscaler: FakeUpscaler):
    row = coarse(workshop)

    assert row.standing is Status.SUCCEEDED, row.reason
    workshop.settled_once(row)
    assert upscaler.asked == [SIZE]
    native = pytest.approx(SIZE[0] / (COARSE_MM[0] + 2 * ZONE.bleed_mm) * 25.4, abs=0.3)
    told = artwork(workshop, row)
    assert (told.native_dpi, told.detail.added, told.detail.provider) == (native, True, "finer")
    assert told.detail.dpi == pytest.approx(4 * told.native_dpi, abs=0.5)
    assert told.native_dpi < told.minimum_dpi < told.detail.dpi
    shelf = Shelf(S3Store())
    finer = Image.open(io.BytesIO(shelf.file(row, FileName.DETAILED)))
    assert (finer.size, finer.mode, finer.getpixel((0, 0))[3]) == ((SIZE[0] * 4, SIZE[1] * 4), "RGBA", 0)
    manifest = json.loads(shelf.file(row, FileName.MANIFEST))
    assert (manifest["production"]["allowed"], manifest["detail"]["usage"]) == (True, {"pictures": 1})
    assert FileName.DETAILED in manifest["bundle"]
    said = verify(shelf.file(row, FileName.PRINT_PNG), roots=root_for_tests()).actions[-1].description
    assert said.endswith("Detail was added by finer finer-1.")


def test_without_the_brand_s_leave_nobody_is_asked(workshop: Workshop, upscaler: FakeUpscaler):
    brand_service(factories.member(workshop.tenant)).change(BrandChange(detail=Detail.PLAIN))

    workshop.moderator.images.append(Verdict(allowed=False, categories=("violence",)))
    row = coarse(workshop)

    assert row.picture["native_dpi"] < 100
    assert "wants_detail" not in row.picture


def test_a_provider_that_does_not_recover_is_done_without(workshop: Workshop, upscaler: FakeUpscaler):
    upscaler.answers.extend([ProviderThrottled("Wait.")] * FOR_EVER)

    undetailed(workshop, coarse(workshop), ProviderUnavailable.slug)
    assert 1 < len(upscaler.asked) < FOR_EVER


def test_an_answer_lost_on_its_way_is_not_paid_for_twice(workshop: Workshop, upscaler: FakeUpscaler):
    def die() -> None:
        raise Kill

    upscaler.during = die

    undetailed(workshop, coarse(workshop), OutcomeUnknown.slug)
    assert (len(upscaler.asked), workshop.calls.count(Step.ADD_DETAIL)) == (1, 2)


def test_a_lost_attempt_and_a_busy_provider_are_made_up_for(workshop: Workshop, upscaler: FakeUpscaler):
    workshop.faults["add_detail"].extend([KILLED, KILLED_AFTER_WORK])
    upscaler.answers.append(ProviderThrottled("Wait."))

    row = coarse(workshop)

    assert (row.standing, len(upscaler.asked), artwork(workshop, row).detail.added) == (Status.SUCCEEDED, 2, True)
