from functions.products.get import handler
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, new_id
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import add_product, add_upload
from tests.stack import Stack


def test_a_product_is_shown_as_it_was_made(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    product_id = add_product(cloud, owner, name="Plaque")

    answer = cloud.call(handler, http_event(handler, caller=owner, path={"product_id": product_id}))

    assert (answer.status, answer.json["id"], answer.json["name"]) == (200, product_id, "Plaque")


def test_another_brands_product_is_one_that_does_not_exist(cloud: Stack, tenant: TenantContext):
    product_id = add_product(cloud, factories.member(tenant))

    def answer(asked: str) -> dict:
        event = http_event(handler, caller=factories.member(), path={"product_id": asked})
        return {key: value for key, value in cloud.call(handler, event).json.items() if key != "request_id"}

    assert answer(product_id) == answer(new_id(Prefix.PRODUCT)) == answer("anything")


def test_an_upload_is_no_product(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    upload_id = add_upload(cloud, owner, add_product(cloud, owner), "photo", None)

    assert cloud.call(handler, http_event(handler, caller=owner, path={"product_id": upload_id})).status == 404
