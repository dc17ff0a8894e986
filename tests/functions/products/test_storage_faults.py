"""The object store fails under the product endpoints: each failure is a clear answer, and nothing changed."""

import io

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.response import StreamingBody

from functions.products.get import handler as get
from functions.products.publish import handler as publish
from luneo import aws
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import add_product, add_upload, change
from tests.stack import Answer, Stack


class Faulty:
    """S3 whose ``get_object`` does as told; everything else is the real client."""

    def __init__(self, real, get_object) -> None:
        self._real = real
        self.get_object = get_object

    def __getattr__(self, name: str):
        return getattr(self._real, name)


def silent(**_):
    raise ReadTimeoutError(endpoint_url="https://s3")


class BrokenStream(io.BytesIO):
    def read(self, *_):
        raise ReadTimeoutError(endpoint_url="https://s3")


def breaks_off(**_):
    return {"ContentLength": 10, "Body": StreamingBody(BrokenStream(), 10)}


def enormous(**_):
    return {"ContentLength": 10**10, "Body": io.BytesIO()}


def publish_with(cloud: Stack, tenant: TenantContext, monkeypatch: pytest.MonkeyPatch, get_object) -> Answer:
    owner = factories.member(tenant)
    product_id = add_product(cloud, owner)
    change(cloud, owner, product_id, photo_upload_id=add_upload(cloud, owner, product_id, "photo", factories.photo()))
    event = {"caller": owner, "path": {"product_id": product_id}}
    with monkeypatch.context() as patch:
        real = aws.client
        patch.setattr(
            aws,
            "client",
            lambda name, **kw: Faulty(real(name, **kw), get_object) if name == "s3" else real(name, **kw),
        )
        answer = cloud.call(publish, http_event(publish, **event))
    assert cloud.call(get, http_event(get, **event)).json["status"] == "draft"
    return answer


@pytest.mark.parametrize("fault", [silent, breaks_off])
def test_a_store_that_does_not_answer_is_a_503(
    cloud: Stack, tenant: TenantContext, monkeypatch: pytest.MonkeyPatch, fault
):
    answer = publish_with(cloud, tenant, monkeypatch, fault)

    assert (answer.status, answer.problem) == (503, "storage-unavailable")


def test_a_file_larger_than_was_agreed_is_not_read(
    cloud: Stack, tenant: TenantContext, monkeypatch: pytest.MonkeyPatch
):
    answer = publish_with(cloud, tenant, monkeypatch, enormous)

    assert answer.pointers == ["#/photo_upload_id"]
    assert "bytes" in answer.json["errors"][0]["detail"]
