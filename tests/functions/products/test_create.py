import pytest

from functions.products.create import handler
from functions.products.list import handler as list_products
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import MUG, ZONE
from tests.stack import Answer, Stack


def create(cloud: Stack, tenant: TenantContext, body: dict | str, caller=None, **headers: str) -> Answer:
    return cloud.call(
        handler, http_event(handler, caller=caller or factories.member(tenant), body=body, headers=headers)
    )


def test_a_new_product_is_a_draft(cloud: Stack, tenant: TenantContext):
    answer = create(cloud, tenant, MUG)

    assert answer.status == 201
    assert answer.json["status"] == "draft"
    assert answer.json["process"] == "print"
    shape = {"curvature": 0.0, "bow": [0.0, 0.0], "bleed_mm": 0.0, "displacement": 0.0, "depth": 0.5}
    assert answer.json["zones"][0] == ZONE | shape
    assert "published" not in answer.json


def test_a_secret_key_may_add_products_and_a_shopper_may_not(cloud: Stack, tenant: TenantContext):
    assert create(cloud, tenant, MUG, caller=factories.secret_key(tenant)).status == 201
    assert create(cloud, tenant, MUG, caller=factories.shopper(tenant)).problem == "forbidden"


def test_the_same_key_and_body_add_one_product(cloud: Stack, tenant: TenantContext):
    owner, headers = factories.member(tenant), {"idempotency-key": "attempt-1"}
    first, second = (
        cloud.call(handler, http_event(handler, caller=owner, body=MUG, headers=headers)) for _ in range(2)
    )

    assert first.json == second.json
    assert second.headers["idempotency-replayed"] == "true"
    listed = cloud.call(list_products, http_event(list_products, caller=owner))
    assert len(listed.json["items"]) == 1


def test_the_same_key_with_another_body_is_refused(cloud: Stack, tenant: TenantContext):
    owner, headers = factories.member(tenant), {"idempotency-key": "attempt-1"}
    cloud.call(handler, http_event(handler, caller=owner, body=MUG, headers=headers))

    other = cloud.call(handler, http_event(handler, caller=owner, body=MUG | {"name": "Cup"}, headers=headers))

    assert (other.status, other.problem) == (409, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"sku": "with space"}, "#/sku"),
        ({"process": "carve"}, "#/process"),
        ({"price": {"amount": 19.9, "currency": "EUR"}}, "#/price/amount"),
        ({"price": {"amount": 1990, "currency": "euro"}}, "#/price/currency"),
        ({"zones": [ZONE | {"quad": [[0, 0], [1, 0], [1, 1]]}]}, "#/zones/0/quad/3"),
        ({"zones": [ZONE | {"size_mm": {"width": 0, "height": 5}}]}, "#/zones/0/size_mm/width"),
        ({"zones": [ZONE] * 9}, "#/zones"),
        ({"photo_key": "other/products/x.png"}, "#/photo_key"),
    ],
)
def test_what_breaks_the_schema_is_refused_at_its_place(
    cloud: Stack, tenant: TenantContext, change: dict, pointer: str
):
    answer = create(cloud, tenant, MUG | change)

    assert (answer.status, answer.pointers) == (422, [pointer])


def test_numbers_that_are_none_are_refused(cloud: Stack, tenant: TenantContext):
    zone = '{"name":"f","size_mm":{"width":1,"height":1},"quad":[[NaN,0],[1,0],[1,1],[0,1]]}'
    body = f'{{"name":"Mug","sku":"M","zones":[{zone}]}}'

    assert create(cloud, tenant, body).pointers == ["#/zones/0/quad/0/0"]
