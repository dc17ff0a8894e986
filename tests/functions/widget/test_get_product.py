from functions.products.create import handler as create
from functions.widget.get_product import handler
from luneo.identity.caller import Caller, TenantContext
from luneo.ids import Prefix, new_id
from luneo.styles.catalogue import STYLES, Process
from tests import factories
from tests.events import http_event
from tests.stack import PUBLIC_URL, Answer, Stack


def get(cloud: Stack, caller: Caller, product_id: str, **headers: str) -> Answer:
    return cloud.call(handler, http_event(handler, caller=caller, path={"product_id": product_id}, headers=headers))


def test_a_shopper_sees_what_is_published(cloud: Stack, tenant: TenantContext):
    with cloud.everything():
        product = factories.published_product(tenant, process=Process.ENGRAVE, model=True)

    answer = get(cloud, factories.shopper(tenant), product.product_id, origin=factories.ORIGIN)

    assert answer.status == 200
    assert answer.json["photo_url"] == f"{PUBLIC_URL}/media/{product.photo.key}"
    assert answer.json["has_model"] is True
    assert answer.json["zones"][0]["quad"][0] == [100, 80]
    engraved = {slug for slug, style in STYLES.items() if Process.ENGRAVE in style.processes}
    assert {slug for slug in engraved if not STYLES[slug].details} <= set(answer.json["styles"]) <= engraved
    assert "sku" not in answer.json
    assert answer.headers["access-control-allow-origin"] == factories.ORIGIN


def test_a_draft_and_another_brands_product_do_not_exist(cloud: Stack, tenant: TenantContext):
    body = {"name": "Mug", "sku": "M"}
    draft = cloud.call(create, http_event(create, caller=factories.member(tenant), body=body)).json["id"]
    with cloud.everything():
        theirs = factories.published_product(factories.open_brand()).product_id

    def answer(product_id: str) -> tuple:
        seen = get(cloud, factories.shopper(tenant), product_id)
        return seen.status, seen.json["detail"]

    assert answer(draft) == answer(theirs) == answer(new_id(Prefix.PRODUCT)) == (404, "There is no such product.")


def test_a_token_of_another_page_is_refused(cloud: Stack, tenant: TenantContext):
    answer = get(cloud, factories.shopper(tenant), new_id(Prefix.PRODUCT), origin="https://evil.example")

    assert (answer.status, answer.problem) == (403, "forbidden")


def test_only_shoppers_call_it(cloud: Stack, tenant: TenantContext):
    assert get(cloud, factories.member(tenant), new_id(Prefix.PRODUCT)).status == 403
