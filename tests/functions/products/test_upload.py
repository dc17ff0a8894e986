import base64
import json

import pytest

from functions.products.upload import handler
from luneo.identity.caller import TenantContext
from luneo.media.keys import upload_key
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import add_product
from tests.stack import Answer, Stack

PHOTO = {"kind": "photo", "file_name": "../../My Mug (1).PNG", "content_type": "image/png", "size_bytes": 1234}


def upload(cloud: Stack, tenant: TenantContext, body: dict, **headers: str) -> Answer:
    owner = factories.member(tenant)
    path = {"product_id": add_product(cloud, owner)}
    return cloud.call(handler, http_event(handler, caller=owner, path=path, body=body, headers=headers))


def test_the_form_allows_one_key_one_type_and_one_size(cloud: Stack, tenant: TenantContext):
    answer = upload(cloud, tenant, PHOTO)

    policy = json.loads(base64.b64decode(answer.json["fields"]["policy"]))
    conditions = policy["conditions"]
    key = upload_key(tenant.tenant_id, answer.json["upload_id"], PHOTO["file_name"])
    assert answer.status == 201
    assert answer.json["fields"]["key"] == key
    assert key.startswith(f"{tenant.tenant_id}/uploads/")
    assert ".." not in key
    assert {"key": key} in conditions
    assert {"Content-Type": "image/png"} in conditions
    assert ["content-length-range", 1234, 1234] in conditions


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"content_type": "image/svg+xml"}, "#/content_type"),
        ({"kind": "model"}, "#/content_type"),
        ({"size_bytes": 20_000_001}, "#/size_bytes"),
        ({"size_bytes": 0}, "#/size_bytes"),
        ({"kind": "video"}, "#/kind"),
        ({"file_name": ""}, "#/file_name"),
    ],
)
def test_what_could_not_be_used_is_refused_before_it_is_sent(
    cloud: Stack, tenant: TenantContext, change: dict, pointer: str
):
    answer = upload(cloud, tenant, PHOTO | change)

    assert (answer.status, answer.pointers) == (422, [pointer])


def test_a_product_of_another_brand_gets_no_form(cloud: Stack, tenant: TenantContext):
    path = {"product_id": add_product(cloud, factories.member(tenant))}

    assert cloud.call(handler, http_event(handler, caller=factories.member(), path=path, body=PHOTO)).status == 404


def test_the_same_attempt_gets_the_same_form(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    path = {"product_id": add_product(cloud, owner)}
    event = http_event(handler, caller=owner, path=path, body=PHOTO, headers={"idempotency-key": "k"})

    assert cloud.call(handler, event).json == cloud.call(handler, event).json
