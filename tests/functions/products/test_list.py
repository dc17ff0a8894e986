from functions.products.list import handler
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import add_product, add_upload
from tests.stack import Stack


def test_pages_hold_every_product_once_and_nothing_else(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    made = {add_product(cloud, owner) for _ in range(5)}
    add_upload(cloud, owner, next(iter(made)), "photo", None)
    add_product(cloud, factories.member())

    seen: list[str] = []
    query = {"limit": "2"}
    while True:
        page = cloud.call(handler, http_event(handler, caller=owner, query=query)).json
        seen += [item["id"] for item in page["items"]]
        if "next_cursor" not in page:
            break
        query = {"limit": "2", "cursor": page["next_cursor"]}

    assert (len(seen), set(seen)) == (5, made)


def test_a_brand_without_products_has_an_empty_list(cloud: Stack, tenant: TenantContext):
    assert cloud.call(handler, http_event(handler, caller=factories.member(tenant))).json == {"items": []}


def test_a_limit_out_of_bounds_is_refused(cloud: Stack, tenant: TenantContext):
    answer = cloud.call(handler, http_event(handler, caller=factories.member(tenant), query={"limit": "201"}))

    assert (answer.status, answer.pointers) == (422, ["#/limit"])
