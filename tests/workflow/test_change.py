"""A change of an earlier generation, by the real machine: what may not change stays, and every promise holds."""

import io
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from PIL import Image

from luneo.adapters.s3 import S3Store
from luneo.adapters.signing import root_for_tests
from luneo.generations.models import GenerationRow
from luneo.generations.schemas import GenerationQuery
from luneo.generations.steps import Status
from luneo.generations.targets import ProductTargets
from luneo.generations.wish import GenerateRequest
from luneo.ids import Prefix, new_id
from luneo.imaging.safe import open_image
from luneo.media.files import FileName
from luneo.media.keys import sha256
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import (
    Capability,
    OutcomeUnknown,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    Verdict,
)
from luneo.provenance.facts import COMPOSED_WITH_MODEL
from luneo.provenance.verify import Verdict as Signature
from luneo.provenance.verify import verify
from luneo.resources import Bucket
from luneo.schema import rfc3339
from luneo.storage import now
from luneo.wiring.generations import generation_service
from tests.fakes.images import SIZE, picture
from tests.fakes.products import ZONE
from tests.workflow.conftest import KILLED, KILLED_AFTER_WORK, SMALL_MM, Fault, Kill, Workshop, task_handler

GREEN = (20, 160, 60)
# Half of the zone, from its left edge; the bleed beside it comes along.
LEFT_HALF = {"left_mm": 0.0, "top_mm": 0.0, "width_mm": SMALL_MM[0] / 2, "height_mm": SMALL_MM[1]}
# The artwork's width is cropped to zone and bleed, so its height counts.
HALF_DPI = pytest.approx(SIZE[1] / 2 / (SMALL_MM[1] + 2 * ZONE.bleed_mm) * 25.4, abs=1)
FOR_EVER = 20


def green(size: tuple[int, int] = SIZE) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, GREEN).save(buffer, "PNG")
    return buffer.getvalue()


def artwork(row: GenerationRow) -> bytes:
    return Shelf(S3Store()).artwork(row)


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(open_image(data, what="It").convert("RGBA"), int)


@pytest.fixture
def former(workshop: Workshop) -> GenerationRow:
    """A finished design of the shopper's, as far as a change looks at it."""
    return finished(workshop)


def finished(workshop: Workshop, artwork: bytes = picture(), **facts: Any) -> GenerationRow:
    product, moment, tenant = workshop.product(), now(), workshop.tenant
    row = GenerationRow(
        tenant.partition,
        new_id(Prefix.GENERATION),
        tenant_id=tenant.tenant_id,
        status=Status.SUCCEEDED.value,
        subject=workshop.shopper.subject,
        product_id=product,
        target=ProductTargets(tenant).target(product, None).model_dump(mode="json"),
        style="woodcut",
        seed=7,
        credits=1,
        prompt="a sun over the sea",
        picture={"size_px": list(SIZE)} | facts,
        listed=rfc3339(moment),
        created_at=moment,
        updated_at=moment,
    )
    row.files = [asdict(Shelf(S3Store()).put(row, FileName.ARTWORK, artwork, size_px=SIZE))]
    row.save()
    return row


def change(former: GenerationRow, area: dict[str, Any] | None = LEFT_HALF, **members: Any) -> GenerateRequest:
    facts = {"prompt": "make it green", "change": {"generation_id": former.row, "area": area}}
    return GenerateRequest.model_validate(facts | members)


def drawn(workshop: Workshop, wish: GenerateRequest) -> GenerationRow:
    """A design that got as far as its picture: what comes after it is not what most of these tests are about."""
    workshop.moderator.images.append(Verdict(allowed=False, categories=("violence",)))
    row = workshop.make(wish)
    assert row.reason["slug"] == "image-rejected", row.reason
    workshop.settled_once(row)
    return row


def test_a_part_is_changed_and_the_rest_stays_to_the_pixel(workshop: Workshop, former: GenerationRow):
    workshop.images.answers.append(green())

    row = workshop.make(change(former))

    assert row.standing is Status.SUCCEEDED, row.reason
    workshop.settled_once(row)
    old, new = pixels(artwork(former)), pixels(artwork(row))
    middle = SIZE[0] // 2
    assert (new[:, middle:] == old[:, middle:]).all()
    assert (new[:, : middle - 30] == [*GREEN, 255]).all()
    (request,) = workshop.images.requests
    assert (request.edit.image, request.needs, request.size_px) == (artwork(former), {Capability.EDIT}, SIZE)
    mask = np.asarray(Image.open(io.BytesIO(request.edit.mask)))
    assert (mask.shape, set(mask[0, :middle]), set(mask[0, middle:])) == (SIZE[::-1], {255}, {0})
    assert (request.subject, request.prompt.startswith("Change the given picture")) == ("make it green", True)
    assert workshop.moderator.seen[-1] == "make it green"
    _told_everywhere(workshop, former, row)
    _repeated_without_effect(workshop, row)


def _told_everywhere(workshop: Workshop, former: GenerationRow, row: GenerationRow) -> None:
    """Manifest, credentials and answer name the parent."""
    shelf = Shelf(S3Store())
    told = json.loads(shelf.file(row, FileName.MANIFEST))["changed_from"]
    assert (told["generation_id"], told["artwork_sha256"]) == (former.row, sha256(artwork(former)))
    for name in (FileName.PREVIEW, FileName.PRINT_PNG):
        report = verify(shelf.file(row, name), roots=root_for_tests())
        assert (report.verdict, report.changed_from) == (Signature.INTACT, former.row)
        assert report.source_type == COMPOSED_WITH_MODEL
    assert COMPOSED_WITH_MODEL.encode() in shelf.file(row, FileName.PRINT_SVG)
    shown = generation_service(workshop.shopper).show(row.row, GenerationQuery())
    assert (shown.changed_from.generation_id, shown.changed_from.area.width_mm) == (former.row, SMALL_MM[0] / 2)


def _repeated_without_effect(workshop: Workshop, row: GenerationRow) -> None:
    event = {"tenant_id": row.tenant_id, "generation_id": row.row, "correlation_id": "again"}
    for task in ("moderate_prompt", "generate_image", "moderate_image"):
        workshop.call(task_handler(task), event)
    assert workshop.row(row.row).attribute_values == row.attribute_values
    assert len(workshop.images.requests) == 1


def test_the_whole_is_changed_into_the_answer_as_the_provider_sent_it(workshop: Workshop, former: GenerationRow):
    workshop.images.answers.append(green((480, 360)))

    row = drawn(workshop, change(former, None))

    assert artwork(row) == green((480, 360))
    assert (workshop.images.requests[0].edit.mask, workshop.images.requests[0].needs) == (None, {Capability.REDRAW})


def test_pixels_that_a_provider_did_not_draw_are_not_counted_then_or_later(workshop: Workshop, former: GenerationRow):
    workshop.images.answers.append(green((SIZE[0] // 2, SIZE[1] // 2)))
    coarse = drawn(workshop, change(former))
    later = drawn(workshop, change(finished(workshop, artwork(coarse), drawn_px=coarse.picture["drawn_px"])))

    assert workshop.images.requests[-1].edit.image == artwork(coarse)
    assert (coarse.picture["size_px"], coarse.picture["native_dpi"]) == (list(SIZE), HALF_DPI)
    assert later.picture["native_dpi"] == HALF_DPI


def test_a_glimpse_on_the_way_shows_what_will_stay(workshop: Workshop, former: GenerationRow):
    row = drawn(workshop, change(former, LEFT_HALF | {"width_mm": 1.0}))

    shown = S3Store().get(Bucket.MEDIA, row.partial["key"], max_bytes=1_000_000)
    assert np.abs(pixels(shown) - pixels(picture()))[..., :3][pixels(picture())[..., 3] > 0].mean() < 4


def test_a_wish_for_a_change_is_judged_like_any(workshop: Workshop, former: GenerationRow):
    row = workshop.make(change(former, prompt="add a $w4stika"))

    assert (row.reason["slug"], workshop.images.requests) == ("prompt-rejected", [])
    workshop.settled_once(row)


@pytest.mark.parametrize("fault", [KILLED, KILLED_AFTER_WORK], ids=["killed", "answer-lost"])
def test_one_lost_attempt_is_made_up_for_and_paid_once(workshop: Workshop, former: GenerationRow, fault: Fault):
    workshop.faults["generate_image"].append(fault)

    row = drawn(workshop, change(former))

    assert (workshop.calls.count("generate_image"), len(workshop.images.requests)) == (2, 1)
    assert (pixels(artwork(row)) == pixels(picture())).all()


def test_a_changed_picture_that_was_stored_before_the_end_is_used(
    workshop: Workshop, former: GenerationRow, monkeypatch: pytest.MonkeyPatch
):
    put, deaths = S3Store.put, [Kill()]

    def put_and_die(store: S3Store, bucket: Any, key: str, *args: Any, **kwargs: Any) -> None:
        put(store, bucket, key, *args, **kwargs)
        if key.endswith("artwork.png") and deaths:
            raise deaths.pop()

    monkeypatch.setattr(S3Store, "put", put_and_die)
    workshop.images.answers.append(green((SIZE[0] // 2, SIZE[1] // 2)))

    row = drawn(workshop, change(former))

    assert len(workshop.images.requests) == 1
    assert row.picture["native_dpi"] == HALF_DPI
    assert (pixels(artwork(row))[:, SIZE[0] // 2 :] == pixels(artwork(former))[:, SIZE[0] // 2 :]).all()


@pytest.mark.parametrize("error", [ProviderThrottled("Wait."), ProviderUnavailable("Gone.")])
def test_a_provider_that_recovers_gets_another_try_with_the_same_picture(
    workshop: Workshop, former: GenerationRow, error: Exception
):
    workshop.images.answers.append(error)

    row = drawn(workshop, change(former))

    first, second = workshop.images.requests
    assert (first == second, artwork(row)[:4]) == (True, b"\x89PNG")


@pytest.mark.parametrize(
    "error", [ProviderRejected("Not this."), ProviderMisconfigured("No key."), OutcomeUnknown("Silence.")]
)
def test_what_helps_nobody_to_repeat_is_refunded_at_once(workshop: Workshop, former: GenerationRow, error: Any):
    workshop.images.answers.append(error)

    row = workshop.make(change(former))

    assert (row.standing, row.reason["slug"], len(workshop.images.requests)) == (Status.FAILED, error.slug, 1)
    workshop.settled_once(row)


def test_an_answer_that_is_no_picture_is_a_failure(workshop: Workshop, former: GenerationRow):
    workshop.images.answers.extend([b"no picture"] * FOR_EVER)

    row = workshop.make(change(former))

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "provider-unavailable")
    workshop.settled_once(row)


def _deleted(row: GenerationRow) -> None:
    S3Store().delete(Bucket.PRODUCTION, row.files[0]["key"])


def _replaced(row: GenerationRow) -> None:
    S3Store().put(Bucket.PRODUCTION, row.files[0]["key"], green(), "image/png")


@pytest.mark.parametrize("lose", [_deleted, _replaced])
def test_a_parent_lost_on_the_way_is_refunded_and_nobody_was_asked(
    workshop: Workshop, former: GenerationRow, lose: Callable[[GenerationRow], None]
):
    workshop.before["moderate_prompt"] = lambda: lose(former)

    row = workshop.make(change(former))

    assert (row.standing, row.reason["slug"], workshop.images.requests) == (Status.FAILED, "not-changeable", [])
    workshop.settled_once(row)


def test_a_change_taken_back_while_it_is_made_is_refunded(workshop: Workshop, former: GenerationRow):
    workshop.images.during = lambda: generation_service(workshop.shopper).cancel(
        workshop.images.requests[0].idempotency_key
    )

    row = workshop.make(change(former))

    assert row.standing is Status.CANCELLED
    workshop.settled_once(row)
    assert workshop.row(former.row).standing is Status.SUCCEEDED
