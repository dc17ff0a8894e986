from functions.products.delete import handler
from functions.products.get import handler as get
from luneo.identity.caller import Caller, TenantContext
from luneo.products.repository import UploadRepository
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import add_product, add_upload
from tests.stack import Stack


def delete(cloud: Stack, caller: Caller, product_id: str) -> int:
    return cloud.call(handler, http_event(handler, caller=caller, path={"product_id": product_id})).status


def test_a_deleted_product_is_gone(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    product_id = add_product(cloud, owner)

    assert [delete(cloud, owner, product_id) for _ in range(2)] == [204, 404]
    assert cloud.call(get, http_event(get, caller=owner, path={"product_id": product_id})).status == 404


def test_another_brands_product_stays(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    product_id = add_product(cloud, owner)

    assert delete(cloud, factories.member(), product_id) == 404
    assert cloud.call(get, http_event(get, caller=owner, path={"product_id": product_id})).status == 200


def test_an_upload_cannot_be_deleted_as_a_product(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    upload_id = add_upload(cloud, owner, add_product(cloud, owner), "photo", None)

    assert delete(cloud, owner, upload_id) == 404
    with cloud.everything():
        assert UploadRepository(tenant).find(upload_id)
