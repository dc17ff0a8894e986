import pytest

from functions.products.update import handler
from luneo.identity.caller import TenantContext
from luneo.products.repository import ProductRepository
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import ZONE, add_product, add_upload, change
from tests.stack import Stack


def test_what_is_left_out_stays_and_the_version_counts(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    product_id = add_product(cloud, owner)

    answer = change(cloud, owner, product_id, name="Cup")

    assert (answer.status, answer.json["name"], answer.json["sku"]) == (200, "Cup", "MUG-01")
    assert answer.json["version"] == 2


def test_a_change_to_what_is_already_so_is_no_change(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    product_id = add_product(cloud, owner)

    assert change(cloud, owner, product_id, name="Mug").json["version"] == 1


def test_null_takes_the_price_away(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)

    assert "price" not in change(cloud, owner, add_product(cloud, owner), price=None).json


@pytest.mark.parametrize(
    ("members", "pointer"), [({"name": None}, "#/name"), ({"zones": None}, "#/zones"), ({"version": 7}, "#/version")]
)
def test_what_breaks_the_schema_is_refused_at_its_place(
    cloud: Stack, tenant: TenantContext, members: dict, pointer: str
):
    owner = factories.member(tenant)

    assert change(cloud, owner, add_product(cloud, owner), **members).pointers == [pointer]


def test_only_an_upload_of_this_product_and_kind_is_taken(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    product_id, other = add_product(cloud, owner), add_product(cloud, owner)
    photo = add_upload(cloud, owner, product_id, "photo", None)
    elsewhere = add_upload(cloud, owner, other, "photo", None)

    assert change(cloud, owner, product_id, photo_upload_id=photo).json["photo_upload_id"] == photo
    assert change(cloud, owner, product_id, photo_upload_id=elsewhere).pointers == ["#/photo_upload_id"]
    assert change(cloud, owner, product_id, model_upload_id=photo).pointers == ["#/model_upload_id"]


def test_another_brands_upload_is_one_that_does_not_exist(cloud: Stack, tenant: TenantContext):
    owner, stranger = factories.member(tenant), factories.member()
    product_id = add_product(cloud, owner)
    theirs = add_upload(cloud, stranger, add_product(cloud, stranger), "photo", None)

    assert change(cloud, owner, product_id, photo_upload_id=theirs).pointers == ["#/photo_upload_id"]


def test_a_change_made_meanwhile_is_not_lost(cloud: Stack, tenant: TenantContext, monkeypatch: pytest.MonkeyPatch):
    owner = factories.member(tenant)
    product_id = add_product(cloud, owner)
    read = ProductRepository.get

    def read_then_be_overtaken(self: ProductRepository, asked: str):
        product = read(self, asked)
        monkeypatch.undo()
        change(cloud, owner, product_id, name="First")
        return product

    monkeypatch.setattr(ProductRepository, "get", read_then_be_overtaken)

    assert change(cloud, owner, product_id, zones=[ZONE | {"name": "back"}]).problem == "conflict"


def test_another_brands_product_is_not_found(cloud: Stack, tenant: TenantContext):
    product_id = add_product(cloud, factories.member(tenant))
    event = http_event(handler, caller=factories.member(), path={"product_id": product_id}, body={"name": "Mine"})

    assert cloud.call(handler, event).status == 404
