"""The object store fails under a preparation: each failure has its name, and nothing changed."""

import io

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.response import StreamingBody

from functions.products.publish import handler as publish
from functions.tasks.lint_product import handler as lint_product
from luneo import aws
from luneo.identity.caller import TenantContext
from luneo.ports.objects import StorageUnavailable
from luneo.products.preparation import PreparationRun
from luneo.products.repository import ProductRepository
from luneo.products.rules import NotPublishable
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import add_product, add_upload, change
from tests.stack import Stack


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


@pytest.fixture
def run(cloud: Stack, tenant: TenantContext) -> dict:
    """What the tasks of a preparation are given."""
    owner = factories.member(tenant)
    product_id = add_product(cloud, owner)
    change(cloud, owner, product_id, photo_upload_id=add_upload(cloud, owner, product_id, "photo", factories.photo()))
    cloud.call(publish, http_event(publish, caller=owner, path={"product_id": product_id}))
    with cloud.everything():
        row = ProductRepository(tenant).get(product_id)
    asked = PreparationRun(
        tenant_id=tenant.tenant_id,
        product_id=product_id,
        version=int(row.version),
        preparation_id=row.preparing,
        subject=owner.subject,
        correlation_id="1",
    )
    return asked.model_dump()


def lint_with(cloud: Stack, run: dict, monkeypatch: pytest.MonkeyPatch, get_object) -> None:
    with monkeypatch.context() as patch:
        real = aws.client
        patch.setattr(
            aws,
            "client",
            lambda name, **kw: Faulty(real(name, **kw), get_object) if name == "s3" else real(name, **kw),
        )
        cloud.invoke(lint_product, run)


@pytest.mark.parametrize("fault", [silent, breaks_off])
def test_a_store_that_does_not_answer_is_worth_another_try(
    cloud: Stack, run: dict, monkeypatch: pytest.MonkeyPatch, fault
):
    with pytest.raises(StorageUnavailable):
        lint_with(cloud, run, monkeypatch, fault)

    assert cloud.invoke(lint_product, run)["warnings"] == []


def test_a_file_larger_than_was_agreed_is_not_read(cloud: Stack, run: dict, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(NotPublishable) as refusal:
        lint_with(cloud, run, monkeypatch, enormous)

    (fault,) = refusal.value.faults
    assert fault.pointer == "#/photo_upload_id"
    assert "bytes" in fault.detail
