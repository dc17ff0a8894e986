"""The way of a design from prompt to files, as the machine really takes it."""

import io
import json
import threading
import zipfile
from collections import Counter
from typing import Any

import numpy as np
import pikepdf
import pytest
import uharfbuzz
from PIL import Image

from luneo.adapters.s3 import S3Store
from luneo.adapters.signing import root_for_tests
from luneo.credits.ledger import JobState
from luneo.function import Function
from luneo.generations.models import GenerationRow
from luneo.generations.schemas import ReferencesUsed
from luneo.generations.steps import BY_RULES, DETAIL, Status, Step
from luneo.generations.views import generation_view
from luneo.ids import Prefix, new_id
from luneo.media.files import FileName
from luneo.media.keys import reference_key, sha256
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import Verdict
from luneo.products.repository import ProductRepository
from luneo.progress.schemas import EventType
from luneo.provenance.verify import Verdict as Signature
from luneo.provenance.verify import verify
from luneo.references.models import REFERENCE_LEAD, Reference
from luneo.resources import Bucket, Layer
from luneo.storage import now
from luneo.three_d.texture import texture_sha256
from luneo.three_d.usdz import usdz_texture_sha256
from tests import factories
from tests.fakes.images import SIZE, picture
from tests.fakes.products import FILES, STEPS, ZONE, photo, published_product
from tests.workflow.conftest import TASKS, Workshop, task_handler

THREE_D_FILES = {
    *(FileName.MODEL_GLB, FileName.MODEL_USDZ, FileName.POSTER, FileName.TURNTABLE),
    *(FileName.GLB_PROVENANCE, FileName.USDZ_PROVENANCE),
}


@pytest.fixture
def whole(workshop: Workshop) -> str:
    """A product with everything."""
    return workshop.product(whole=True)


def stored(row: GenerationRow, name: FileName) -> bytes:
    return Shelf(S3Store()).file(row, name)


def test_a_wish_becomes_every_file_and_costs_one_credit(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))

    assert row.reason is None
    assert row.standing is Status.SUCCEEDED
    assert {facts["name"] for facts in row.files} == FILES
    assert row.finished_steps == STEPS
    assert row.progress == 1
    assert workshop.job(row.generation_id) is JobState.COMMITTED
    balance = workshop.balance()
    assert (balance.available, balance.reserved, balance.spent) == (balance.granted - 1, 0, 1)


def test_the_manifest_names_every_other_file_with_its_hash(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole, prompt="a sun for anna@example.com"))

    manifest = json.loads(stored(row, FileName.MANIFEST))
    closing = {FileName.MANIFEST, FileName.MANIFEST_PROVENANCE, FileName.BUNDLE}
    assert {file["name"] for file in manifest["files"]} == FILES - closing
    for file in manifest["files"]:
        data = stored(row, FileName(file["name"]))
        assert (file["sha256"], file["size_bytes"]) == (sha256(data), len(data))
    assert manifest["prompt"] == "a sun for [email]"
    assert manifest["redactions"] == ["email"]
    assert (manifest["seed"], manifest["provider"], manifest["model"]) == (7, "fake", "fake-1")
    assert (manifest["effective_dpi"], manifest["production"]) == (300, {"allowed": True, "blocks": []})
    assert manifest["native_dpi"] > 100
    assert set(manifest["durations_ms"]) == STEPS - {Step.PUBLISH, Step.SETTLE_CREDITS}


def test_the_bundle_holds_what_the_workshop_needs_under_the_product_s_name(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))

    manifest = stored(row, FileName.MANIFEST)
    with zipfile.ZipFile(io.BytesIO(stored(row, FileName.BUNDLE))) as archive:
        names = json.loads(manifest)["bundle"]
        assert names["print.pdf"] == f"PLAQUE-1-front-{row.generation_id}-print.pdf"
        assert set(archive.namelist()) == {*names.values(), "manifest.json"}
        assert archive.read("manifest.json") == manifest
        assert all(archive.read(name) == stored(row, FileName(file)) for file, name in names.items())


def test_the_bundles_files_are_called_as_the_brand_calls_them(workshop: Workshop, whole: str):
    row = factories.brand(workshop.tenant)
    row.file_naming = "{date}_{sku}"
    row.save()

    made = workshop.make(workshop.wish(product_id=whole))

    names = json.loads(stored(made, FileName.MANIFEST))["bundle"]
    stem = f"{made.created_at.date()}_PLAQUE-1"
    assert {name.split(".")[0].removeprefix(stem) for name in names.values()} >= {"", "-2"}
    assert len({name.casefold() for name in names.values()}) == len(names)


def test_a_design_too_coarse_for_its_process_gets_no_bundle(workshop: Workshop):
    large = published_product(workshop.tenant, with_model=False, size_mm=(210.0, 150.0))
    row = workshop.make(workshop.wish(product_id=large))

    assert row.standing is Status.SUCCEEDED
    assert FileName.BUNDLE not in {facts["name"] for facts in row.files}
    production = json.loads(stored(row, FileName.MANIFEST))["production"]
    assert [block["slug"] for block in production["blocks"]] == ["resolution-too-low"]


def test_print_files_have_the_zones_size(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))

    files = {facts["name"]: facts for facts in row.files}
    width, height = (side + 2 * ZONE.bleed_mm for side in ZONE.size_mm)
    assert files[FileName.PRINT_PDF]["size_mm"] == list(ZONE.size_mm)
    assert files[FileName.PRINT_PNG]["size_px"] == [round(width / 25.4 * 300), round(height / 25.4 * 300)]


def test_the_preview_changes_the_zone_alone(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))

    before = np.asarray(Image.open(io.BytesIO(photo())).convert("RGB"), int)
    after = np.asarray(Image.open(io.BytesIO(stored(row, FileName.PREVIEW))), int)
    changed = np.abs(before - after).max(axis=2) > 8
    assert changed[80:140, 110:210].mean() > 0.9
    changed[58:162, 88:232] = False
    assert not changed.any()


def test_pages_are_shown_a_light_preview_of_the_same_picture(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))

    light, whole_size = (
        Image.open(io.BytesIO(stored(row, name))) for name in (FileName.PREVIEW_WEBP, FileName.PREVIEW)
    )
    away = np.abs(np.asarray(light.convert("RGB"), int) - np.asarray(whole_size.convert("RGB"), int))
    assert (light.format, away.mean() < 3) == ("WEBP", True)
    (told,) = (event.data["url"] for event in workshop.events(row.generation_id) if event.type is EventType.PREVIEW)
    assert told.endswith("-preview.webp")


def test_glb_and_usdz_carry_one_texture(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))

    in_glb = texture_sha256(stored(row, FileName.MODEL_GLB))
    assert in_glb in usdz_texture_sha256(stored(row, FileName.MODEL_USDZ)).values()


def test_a_product_without_a_model_gets_no_3d_files(workshop: Workshop):
    row = workshop.make()

    assert row.standing is Status.SUCCEEDED
    assert {facts["name"] for facts in row.files} == FILES - THREE_D_FILES
    assert row.progress == 1
    assert not {"export_3d", "ar_preview"} & set(workshop.calls)


def test_the_turntable_shows_the_design_and_carries_its_credentials(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))

    sealed = stored(row, FileName.TURNTABLE)
    report = verify(sealed, roots=root_for_tests())
    assert (report.verdict, report.problems) == (Signature.INTACT, ())
    with Image.open(io.BytesIO(sealed)) as film:
        assert (film.n_frames, film.size, film.info["loop"]) == (3, (64, 64), 0)
        front = np.asarray(film.convert("RGB"), int)
    assert (front[..., 2] - front[..., 0] > 20).sum() > 50, "the design's navy"


def test_a_product_that_was_published_without_a_turntable_is_still_made(workshop: Workshop, whole: str):
    product = ProductRepository(workshop.tenant).get(whole)
    del product.published["zones"][0]["turntable_maps_key"]
    product.save()

    row = workshop.make(workshop.wish(product_id=whole))

    assert row.standing is Status.SUCCEEDED
    assert {facts["name"] for facts in row.files} == FILES - {FileName.TURNTABLE}


def test_the_preview_is_told_of_before_print_and_3d_begin(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))

    told = [(event.type, event.data.get("step")) for event in workshop.events(row.generation_id)]
    preview = told.index((EventType.PREVIEW, None))
    assert preview < told.index((EventType.STEP, Step.UPSCALE)) < told.index((EventType.SUCCEEDED, None))
    assert preview < told.index((EventType.STEP, Step.EXPORT_3D))
    assert told.index((EventType.PARTIAL, None)) < preview


def test_personal_data_reaches_neither_storage_nor_provider(workshop: Workshop):
    row = workshop.make(workshop.wish(prompt="call +33 6 12 34 56 78, a cat"))

    assert "6 12" not in row.prompt
    assert all("6 12" not in request.prompt for request in workshop.images.requests)
    assert all("6 12" not in prompt for prompt in workshop.moderator.seen)


def test_running_every_task_again_changes_nothing(workshop: Workshop, whole: str):
    row = workshop.make(workshop.wish(product_id=whole))
    events, balance = workshop.events(row.generation_id), workshop.balance()

    for task in 2 * [task for task in TASKS if task not in BY_RULES | DETAIL]:
        event = {"tenant_id": row.tenant_id, "generation_id": row.generation_id, "correlation_id": "again"}
        workshop.call(task_handler(task), event | {"failure": {"Error": "States.Timeout", "Cause": ""}})

    assert workshop.row(row.generation_id).attribute_values == row.attribute_values
    assert workshop.events(row.generation_id) == events
    assert workshop.balance() == balance
    assert len(workshop.images.requests) == 1


def test_fifty_at_once_are_each_settled_once(workshop: Workshop):
    wish = workshop.wish()
    for _ in range(30):
        workshop.moderator.images.append(Verdict(allowed=False, categories=("violence",)))

    accepted = [workshop.ask(wish).id for _ in range(50)]
    rows = [workshop.finish(generation_id) for generation_id in accepted]

    assert Counter(row.standing for row in rows) == {Status.SUCCEEDED: 20, Status.FAILED: 30}
    balance = workshop.balance()
    assert (balance.reserved, balance.spent, balance.available) == (0, 20, balance.granted - 20)
    for row in rows:
        workshop.settled_once(row)


def test_the_brands_reference_pictures_go_with_the_wish_and_the_answer_tells_of_them(workshop: Workshop):
    key = reference_key(workshop.tenant.tenant_id, "0" * 64)
    Reference(
        workshop.tenant.partition,
        REFERENCE_LEAD + new_id(Prefix.REFERENCE),
        key=key,
        width_px=SIZE[0],
        height_px=SIZE[1],
        created_at=now(),
    ).save()
    S3Store().put(Bucket.PRODUCTION, key, picture(), "image/png")

    row = workshop.make()

    assert [request.references for request in workshop.images.requests] == [(picture(),)]
    assert row.picture["references"] == {"given": 1, "used": 0}
    caller = factories.member(workshop.tenant)
    view = generation_view(row, caller, S3Store(), [], None)
    assert view.references == ReferencesUsed(given=1, used=0)


NAME = {"content": "Élodie", "font": "hand", "colour": "#b5452c", "anchor": "bottom", "curve_degrees": 30.0}


@pytest.fixture
def setters(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> set[Function]:
    """The tasks that set letters."""
    seen: set[Function] = set()
    at_work = threading.local()
    call, shape = workshop.call, uharfbuzz.shape

    def calling(handler: Any, event: dict[str, Any]) -> Any:
        at_work.function = handler.declaration.function
        try:
            return call(handler, event)
        finally:
            del at_work.function

    def shaping(*given: Any) -> None:
        if hasattr(at_work, "function"):
            seen.add(at_work.function)
        shape(*given)

    monkeypatch.setattr(workshop, "call", calling)
    monkeypatch.setattr(uharfbuzz, "shape", shaping)
    return seen


def test_a_text_is_moderated_never_told_to_the_provider_and_printed_as_outlines(
    workshop: Workshop, whole: str, setters: set[Function]
):
    plain = workshop.make(workshop.wish(product_id=whole))
    row = workshop.make(workshop.wish(product_id=whole, text=NAME | {"content": "Élodie \u2764"}))

    assert row.standing is Status.SUCCEEDED, row.reason
    assert "Élodie" in workshop.moderator.seen[-1]
    assert "Élodie" not in repr(workshop.images.requests[-1])
    for name in (FileName.PREVIEW, FileName.PRINT_PNG, FileName.PRINT_SVG, FileName.MODEL_GLB, FileName.POSTER):
        assert stored(row, name) != stored(plain, name), name
    manifest = json.loads(stored(row, FileName.MANIFEST))
    assert manifest["text"] == row.text
    assert manifest["made_with"]["fonts"][-2:] == [
        {"name": "Dancing Script Bold", "made_by": "The Dancing Script Project Authors", "licence": "OFL-1.1"},
        {"name": "Noto Emoji Regular", "made_by": "Google LLC", "licence": "OFL-1.1"},
    ]
    assert len(setters) >= 5
    assert [function.module for function in setters if Layer.IMAGING not in function.layers] == []
    with pikepdf.open(io.BytesIO(stored(row, FileName.PRINT_PDF))) as pdf:
        assert "/Font" not in pdf.pages[0].obj.Resources
        assert [str(step.operator) for step in pikepdf.parse_content_stream(pdf.pages[0])].count("f") == 1


def test_what_a_text_may_not_say_is_refused_as_in_a_prompt(workshop: Workshop):
    workshop.moderator.prompts.append(Verdict(allowed=False, provider="fake", categories=("hate",)))
    row = workshop.make(workshop.wish(text=NAME))
    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "prompt-rejected")


def test_our_own_layer_reads_a_text_before_any_provider_does(workshop: Workshop):
    row = workshop.make(workshop.wish(text=NAME | {"content": "s w\na s t\ni k a", "curve_degrees": 0.0}))
    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "prompt-rejected")
    assert workshop.moderator.seen == []
