"""What the endpoint itself does; the machine it starts is in ``tests/workflow``."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.brands.update_current import handler as update_brand
from functions.products.get import handler as get
from functions.products.publish import handler
from functions.tasks.moderate_photo import handler as moderate_photo
from luneo import aws
from luneo.identity.caller import Caller, TenantContext
from luneo.ids import Prefix, is_id
from luneo.ports.images import ProviderUnavailable
from luneo.products import preparation
from luneo.products.models import Product
from luneo.products.preparation import Preparation
from luneo.products.repository import ProductRepository
from luneo.products.schemas import PreparationState
from luneo.resources import Machine, Secret, Table
from luneo.settings import IMAGE_PROVIDER, OPENAI
from luneo.storage import now
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import ZONE, add_product, add_upload, change
from tests.stack import Answer, Stack


@pytest.fixture
def owner(tenant: TenantContext) -> Caller:
    return factories.member(tenant)


def ready(cloud: Stack, owner: Caller, **members: object) -> str:
    """A product whose row says nothing against its publication."""
    product_id = add_product(cloud, owner, **members)
    change(cloud, owner, product_id, photo_upload_id=add_upload(cloud, owner, product_id, "photo", factories.photo()))
    return product_id


def publish(cloud: Stack, owner: Caller, product_id: str, **environment: str) -> Answer:
    event = http_event(handler, caller=owner, path={"product_id": product_id})
    return cloud.call(handler, event, **environment)


def shown(cloud: Stack, owner: Caller, product_id: str) -> Answer:
    return cloud.call(get, http_event(get, caller=owner, path={"product_id": product_id}))


def row(cloud: Stack, owner: Caller, product_id: str) -> Product:
    with cloud.everything():
        return ProductRepository(owner.tenant).get(product_id)


def inputs(cloud: Stack, product_id: str) -> list[dict[str, Any]]:
    """What executions for this product were started with."""
    states = aws.client("stepfunctions")
    found = states.list_executions(stateMachineArn=cloud.names[Machine.PREPARE_PRODUCT.env])["executions"]
    told = [json.loads(states.describe_execution(executionArn=each["executionArn"])["input"]) for each in found]
    return [each for each in told if each["product_id"] == product_id]


def test_a_sound_product_is_on_its_way_and_says_where_to_follow_it(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.headers["retry-after"]) == (202, str(preparation.RETRY_AFTER_S))
    assert answer.json == {
        "product_id": product_id,
        "version": 2,
        "status": "preparing",
        "status_url": f"/api/products/{product_id}",
        "retry_after_s": preparation.RETRY_AFTER_S,
    }
    product = shown(cloud, owner, product_id)
    assert (product.json["status"], product.headers["retry-after"]) == ("preparing", "2")
    assert product.json["preparation"]["state"] == "preparing"
    assert is_id(Prefix.PREPARATION, product.json["preparation"]["id"])
    assert "published" not in product.json
    (told,) = inputs(cloud, product_id)
    assert told["subject"] == owner.subject
    assert (told["tenant_id"], told["version"]) == (owner.tenant.tenant_id, 2)


def test_everything_missing_is_told_at_once_and_nothing_begins(cloud: Stack, owner: Caller):
    product_id = add_product(cloud, owner, price=None, zones=[])

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.problem) == (422, "product-not-publishable")
    assert answer.pointers == ["#/price", "#/photo_upload_id", "#/zones"]
    assert (inputs(cloud, product_id), shown(cloud, owner, product_id).json["status"]) == ([], "draft")


def test_zones_are_refused_as_far_as_the_row_tells(cloud: Stack, owner: Caller):
    folded = ZONE | {"name": "side", "quad": [[100, 80], [300, 220], [300, 80], [100, 220]]}
    vast = ZONE | {"name": "vast", "size_mm": {"width": 1500, "height": 1000}}

    answer = publish(cloud, owner, ready(cloud, owner, zones=[ZONE, folded, vast, ZONE]))

    assert {pointer.rsplit("/", 1)[0] for pointer in answer.pointers if "quad" in pointer} == {"#/zones/1/quad"}
    assert {"#/zones/2/size_mm", "#/zones/3/name"} <= set(answer.pointers)


def test_a_zone_outside_a_photo_that_is_known_is_refused_at_once(cloud: Stack, owner: Caller):
    with cloud.everything():
        product_id = factories.published_product(owner.tenant).product_id
    outside = ZONE | {"quad": [[100, 80], [401, 80], [401, 220], [100, 220]]}
    change(cloud, owner, product_id, zones=[outside])

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.pointers) == (422, ["#/zones/0/quad/1", "#/zones/0/quad/2"])
    product = shown(cloud, owner, product_id).json
    assert (product["status"], product["published"]["version"]) == ("changed", 1)


def test_a_name_that_a_shop_of_the_brand_does_not_understand_is_asked_for(cloud: Stack, owner: Caller):
    spoken = http_event(update_brand, caller=owner, body={"languages": ["fr-CA", "en"]})
    assert cloud.call(update_brand, spoken).status == 200
    product_id = ready(cloud, owner)

    assert publish(cloud, owner, product_id).pointers == ["#/translations/en"]

    change(cloud, owner, product_id, translations={"en": {"name": "Mug"}})
    assert publish(cloud, owner, product_id).status == 202


@pytest.mark.parametrize("kind", ["photo", "model"])
def test_an_upload_that_is_no_longer_kept_is_named(cloud: Stack, owner: Caller, kind: str):
    product_id = ready(cloud, owner)
    upload_id = add_upload(cloud, owner, product_id, kind, b"some")
    change(cloud, owner, product_id, **{f"{kind}_upload_id": upload_id})
    key = {"partition": {"S": owner.tenant.partition}, "row": {"S": upload_id}}
    aws.client("dynamodb").delete_item(TableName=cloud.names[Table.PRODUCTS.env], Key=key)

    assert publish(cloud, owner, product_id).pointers == [f"#/{kind}_upload_id"]


def test_publishing_again_joins_what_is_under_way(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)
    first = publish(cloud, owner, product_id)

    assert publish(cloud, owner, product_id).json == first.json
    assert len(inputs(cloud, product_id)) == 1


def test_a_repeated_key_replays_the_answer_and_begins_nothing(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)
    event = http_event(
        handler, caller=owner, path={"product_id": product_id}, headers={"idempotency-key": "spring-mug-3"}
    )

    first, again = cloud.call(handler, event), cloud.call(handler, event)

    assert (first.status, first.json["status"]) == (202, "preparing")
    assert (again.json, again.headers["idempotency-replayed"]) == (first.json, "true")
    assert len(inputs(cloud, product_id)) == 1


def test_two_at_once_begin_one_preparation(cloud: Stack, owner: Caller, monkeypatch: pytest.MonkeyPatch):
    product_id, begin = ready(cloud, owner), ProductRepository.begin

    def be_second(self: ProductRepository, product: Product, begun: Preparation) -> bool:
        monkeypatch.setattr(ProductRepository, "begin", begin)
        other = begun.model_copy(update={"id": begun.id[:-1] + "0"})
        assert begin(self, self.get(product_id), other)
        return begin(self, product, begun)

    monkeypatch.setattr(ProductRepository, "begin", be_second)

    assert publish(cloud, owner, product_id).json["status"] == "preparing"

    (told,) = inputs(cloud, product_id)
    assert told["preparation_id"] == row(cloud, owner, product_id).preparing
    assert told["preparation_id"].endswith("0")


def test_a_preparation_that_was_never_started_is_started_by_the_next(
    cloud: Stack, owner: Caller, monkeypatch: pytest.MonkeyPatch
):
    product_id = ready(cloud, owner)

    def crash(*_: object) -> None:
        raise RuntimeError("the sandbox dies")

    with monkeypatch.context() as patch:
        patch.setattr(preparation.PreparationMachine, "start", crash)
        assert publish(cloud, owner, product_id).status == 500

    assert publish(cloud, owner, product_id).status == 202
    (told,) = inputs(cloud, product_id)
    assert told["preparation_id"] == row(cloud, owner, product_id).preparing


def test_a_machine_that_cannot_start_is_a_clear_refusal_and_the_next_try_is_new(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)
    gone = f"{cloud.names[Machine.PREPARE_PRODUCT.env]}-gone"

    answer = publish(cloud, owner, product_id, **{Machine.PREPARE_PRODUCT.env: gone})

    assert (answer.status, answer.problem) == (503, "machine-unavailable")
    product = shown(cloud, owner, product_id).json
    assert (product["status"], product["preparation"]["reason"]["slug"]) == ("failed", "machine-unavailable")
    assert publish(cloud, owner, product_id).status == 202


def test_an_abandoned_preparation_does_not_block_the_next(cloud: Stack, owner: Caller, monkeypatch: pytest.MonkeyPatch):
    product_id = ready(cloud, owner)
    publish(cloud, owner, product_id)
    first = row(cloud, owner, product_id).preparing
    monkeypatch.setattr(preparation, "ABANDONED_AFTER", timedelta(0))

    publish(cloud, owner, product_id)

    assert row(cloud, owner, product_id).preparing != first


def test_what_is_published_already_stays_as_it_is(cloud: Stack, owner: Caller):
    with cloud.everything():
        product_id = factories.published_product(owner.tenant).product_id

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.json["status"], "retry-after" in answer.headers) == (202, "published", False)
    assert inputs(cloud, product_id) == []


def test_an_edit_leaves_a_preparation_and_a_publication_as_stored(
    cloud: Stack, owner: Caller, monkeypatch: pytest.MonkeyPatch
):
    """An edit that was read before them does not write them away."""
    product_id, save = ready(cloud, owner), ProductRepository.save
    content = factories.published_product

    def be_overtaken(self: ProductRepository, product: Product) -> None:
        monkeypatch.setattr(ProductRepository, "save", save)
        with cloud.everything():
            fresh, whole = self.get(product_id), content(owner.tenant).model_copy(update={"version": 2})
            begun = Preparation(
                id="prp_1", version=2, state=PreparationState.PREPARING, started_at=now(), ended_at=None
            )
            assert self.begin(fresh, begun)
            assert self.publish(fresh, whole, begun.ended(PreparationState.PUBLISHED, now()))
        save(self, product)

    with cloud.everything():
        monkeypatch.setattr(ProductRepository, "save", be_overtaken)
        stale = ProductRepository(owner.tenant).get(product_id)
        stale.draft = stale.draft | {"name": "Cup"}
        ProductRepository(owner.tenant).save(stale)

    product = shown(cloud, owner, product_id).json
    assert (product["name"], product["status"], product["published"]["version"]) == ("Cup", "changed", 2)
    assert product["preparation"]["state"] == "published"


def test_another_brands_product_is_not_found(cloud: Stack, owner: Caller):
    assert publish(cloud, factories.member(), ready(cloud, owner)).status == 404


def test_openais_key_comes_from_its_own_secret(cloud: Stack, owner: Caller, monkeypatch: pytest.MonkeyPatch):
    product_id, keys = ready(cloud, owner), []
    publish(cloud, owner, product_id)
    (run,) = inputs(cloud, product_id)

    def connect(api_key: str, **_options: object) -> None:
        keys.append(api_key)
        raise ProviderUnavailable("Out of order.")

    monkeypatch.setattr("luneo.adapters.openai.provider.connect", connect)

    with pytest.raises(ProviderUnavailable):
        cloud.invoke(moderate_photo, run, **{IMAGE_PROVIDER: OPENAI})
    assert [key.startswith(f"test-only-{Secret.OPENAI.value}-") for key in keys] == [True]
