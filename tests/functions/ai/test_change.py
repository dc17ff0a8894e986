"""Asking for a change of an earlier generation: whose, of what, by whom, and what is taken over."""

from typing import Any

import pytest

from functions.ai.generate import handler as generate
from functions.ai.history import handler as history
from functions.ai.show import handler as show
from luneo.adapters.s3 import S3Store
from luneo.brands.repository import BrandRepository
from luneo.credits.ledger import Ledger
from luneo.generations.models import GenerationRow
from luneo.identity.caller import Caller
from luneo.ids import Prefix, new_id
from luneo.media.files import FileName
from luneo.media.keys import production_key
from luneo.resources import Bucket
from luneo.settings import BEDROCK, IMAGE_PROVIDER, OFFLINE, OPENAI
from tests import factories
from tests.events import http_event
from tests.fakes.images import SIZE, picture
from tests.fakes.products import ZONE, published_product, target
from tests.functions.ai.conftest import MakeRow
from tests.stack import Answer, Stack

HASH = "0" * 64
NAME = {"content": "Zoë", "font": "hand", "size_mm": 9.0}
AREA = {"shape": "ellipse", "left_mm": 5.0, "top_mm": 4.0, "width_mm": 20.0, "height_mm": 10.0}


@pytest.fixture
def former(cloud: Stack, shopper: Caller, product: str, generation: MakeRow) -> GenerationRow:
    """A finished generation of the shopper's, with its artwork and a text."""
    return made(cloud, generation, shopper, product, text=NAME)


def made(cloud: Stack, generation: MakeRow, caller: Caller, product: str, **facts: Any) -> GenerationRow:
    row = generation(
        caller,
        **{
            "status": "succeeded",
            "product_id": product,
            "target": target(zone=ZONE.name).model_dump(mode="json"),
            "picture": {"size_px": list(SIZE), "native_dpi": 110.0},
        }
        | facts,
    )
    key = production_key(row.tenant_id, row.generation_id, FileName.ARTWORK)
    row.files = [{"name": FileName.ARTWORK.value, "key": key, "sha256": HASH, "size_bytes": 9}]
    with cloud.everything():
        row.save()
        S3Store().put(Bucket.PRODUCTION, key, picture(), "image/png")
    return row


def ask(cloud: Stack, caller: Caller, of: str, *, providers: str = OFFLINE, **members: Any) -> Answer:
    change = {"generation_id": of} | ({"area": members.pop("area")} if "area" in members else {})
    body = {"prompt": "make the sun green", "change": change} | members
    return cloud.call(generate, http_event(generate, caller=caller, body=body), **{IMAGE_PROVIDER: providers})


def row_of(cloud: Stack, caller: Caller, answer: Answer) -> GenerationRow:
    with cloud.everything():
        return GenerationRow.get(caller.tenant.partition, answer.json["id"])


def test_what_a_change_leaves_out_is_the_earlier_one_s(cloud: Stack, shopper: Caller, former: GenerationRow):
    answer = ask(cloud, shopper, former.row, area=AREA)

    assert answer.status == 202, answer.json
    row = row_of(cloud, shopper, answer)
    assert (row.product_id, row.target["zone"], row.style) == (former.product_id, ZONE.name, former.style)
    assert (row.text["content"], row.text["size_mm"], row.prompt) == ("Zoë", 9.0, "make the sun green")
    assert row.changed_from == {
        "generation_id": former.row,
        "artwork_sha256": HASH,
        "drawn_px": list(SIZE),
        "area": AREA,
    }


def test_what_a_change_names_is_taken_and_a_null_text_is_left_out(cloud: Stack, shopper: Caller, former: GenerationRow):
    row = row_of(cloud, shopper, ask(cloud, shopper, former.row, style="engraving", text=None, seed=5))

    assert (row.style, row.text, row.seed, row.changed_from["area"]) == ("engraving", None, 5, None)


def test_another_product_is_taken_with_its_own_zone(cloud: Stack, shopper: Caller, former: GenerationRow):
    with cloud.everything():
        other = published_product(shopper.tenant, with_model=False, size_mm=(40.0, 40.0))

    row = row_of(cloud, shopper, ask(cloud, shopper, former.row, product_id=other))

    assert (row.product_id, row.target["size_mm"], row.changed_from["generation_id"]) == (other, [40, 40], former.row)


def test_the_answers_tell_what_it_was_changed_from(cloud: Stack, shopper: Caller, former: GenerationRow):
    asked = ask(cloud, shopper, former.row, area=AREA).json["id"]
    owner = factories.member(shopper.tenant)

    shown = cloud.call(show, http_event(show, caller=shopper, path={"generation_id": asked})).json
    listed = cloud.call(history, http_event(history, caller=owner)).json["items"]

    expected = {"generation_id": former.row, "area": AREA}
    assert shown["changed_from"] == expected
    assert [item.get("changed_from") for item in listed if item["id"] in {asked, former.row}] == [expected, None]


def test_what_is_another_s_cannot_be_told_from_what_does_not_exist(
    cloud: Stack, shopper: Caller, former: GenerationRow, product: str, generation: MakeRow
):
    strangers = [factories.shopper(shopper.tenant), factories.shopper(), factories.member()]
    others = [made(cloud, generation, stranger, product).row for stranger in strangers]
    answers = [ask(cloud, shopper, of) for of in [*others, new_id(Prefix.GENERATION)]]

    assert {(answer.status, answer.problem, answer.json["detail"]) for answer in answers} == {
        (404, "not-found", "There is no such generation.")
    }
    with cloud.everything():
        assert Ledger(shopper.tenant).balance().reserved == 0


def test_a_brand_changes_what_its_shoppers_asked_for(cloud: Stack, shopper: Caller, former: GenerationRow):
    assert ask(cloud, factories.member(shopper.tenant), former.row).status == 202


@pytest.mark.parametrize("status", ["queued", "running", "failed", "cancelled"])
def test_what_was_never_shown_cannot_be_changed(
    cloud: Stack, shopper: Caller, product: str, generation: MakeRow, status: str
):
    answer = ask(cloud, shopper, made(cloud, generation, shopper, product, status=status).row)

    assert (answer.status, answer.problem) == (409, "not-changeable")
    assert status in answer.json["detail"]


def test_a_design_whose_files_are_still_being_made_can_be_changed(
    cloud: Stack, shopper: Caller, product: str, generation: MakeRow
):
    assert ask(cloud, shopper, made(cloud, generation, shopper, product, status="previewed").row).status == 202


def test_an_artwork_that_is_gone_is_refused_with_the_reason(cloud: Stack, shopper: Caller, former: GenerationRow):
    with cloud.everything():
        S3Store().delete(Bucket.PRODUCTION, former.files[0]["key"])

    answer = ask(cloud, shopper, former.row)

    assert (answer.status, answer.problem) == (409, "not-changeable")
    assert "no longer kept" in answer.json["detail"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"left_mm": 60.0}, "#/change/area/width_mm"),
        ({"top_mm": 49.5, "height_mm": 1.0}, "#/change/area/height_mm"),
        ({"left_mm": -1.0}, "#/change/area/left_mm"),
        ({"width_mm": 0.0}, "#/change/area/width_mm"),
        ({"shape": "star"}, "#/change/area/shape"),
        ({"radius": 3}, "#/change/area/radius"),
    ],
)
def test_an_area_that_is_none_of_the_zone_is_refused(
    cloud: Stack, shopper: Caller, former: GenerationRow, changes: dict[str, Any], pointer: str
):
    answer = ask(cloud, shopper, former.row, area=AREA | changes)

    assert (answer.status, answer.pointers) == (422, [pointer])


def test_an_inherited_text_that_does_not_fit_another_zone_is_refused_as_a_text(
    cloud: Stack, shopper: Caller, former: GenerationRow
):
    with cloud.everything():
        small = published_product(shopper.tenant, with_model=False, size_mm=(12.0, 6.0))

    answer = ask(cloud, shopper, former.row, product_id=small)

    assert (answer.status, answer.pointers) == (422, ["#/text/size_mm"])


def test_without_a_change_product_and_style_must_be_given(cloud: Stack, shopper: Caller):
    answer = cloud.call(generate, http_event(generate, caller=shopper, body={"prompt": "a fox"}))

    assert (answer.status, answer.pointers) == (422, ["#/product_id", "#/style"])


@pytest.mark.parametrize(
    ("providers", "members", "status", "told"),
    [
        (BEDROCK, {"area": AREA}, 202, ""),
        (BEDROCK, {}, 409, "Name its area"),
        (BEDROCK, {"area": AREA, "style": "watercolour"}, 409, "Ask for a new design"),
        (OPENAI, {"area": AREA}, 202, ""),
        (OPENAI, {"style": "watercolour"}, 202, ""),
        (f"{BEDROCK},{OPENAI}", {}, 202, ""),
    ],
    ids=["a part", "not the whole", "no clear ground", "all", "clear ground", "the second can"],
)
def test_who_cannot_change_it_is_known_when_it_is_asked_for(
    cloud: Stack,
    shopper: Caller,
    former: GenerationRow,
    providers: str,
    members: dict[str, Any],
    status: int,
    told: str,
):
    answer = ask(cloud, shopper, former.row, providers=providers, **members)

    assert answer.status == status
    if told:
        assert (answer.problem, told in answer.json["detail"]) == ("change-not-offered", True)


def test_the_brand_s_own_choice_of_providers_decides(cloud: Stack, shopper: Caller, former: GenerationRow):
    with cloud.everything():
        factories.open_brand(shopper.tenant)
        brands = BrandRepository(shopper.tenant)
        row = brands.get()
        row.image_providers = [BEDROCK]
        brands.save(row)

    assert ask(cloud, shopper, former.row, providers=f"{OFFLINE},{BEDROCK}").problem == "change-not-offered"
