import base64
import json

import pytest

from functions.brands.create_key import handler
from functions.brands.list_keys import handler as list_keys
from luneo import aws
from luneo.identity.caller import TenantContext
from luneo.resources import Table
from tests import factories
from tests.events import http_event
from tests.stack import Stack


def create(cloud: Stack, tenant: TenantContext, **body: str):
    return cloud.call(handler, http_event(handler, caller=factories.member(tenant), body=body))


@pytest.mark.parametrize(("kind", "prefix"), [("publishable", "pk_"), ("secret", "sk_")])
def test_a_key_has_256_random_bits_behind_its_prefix(cloud: Stack, tenant: TenantContext, kind: str, prefix: str):
    answer = create(cloud, tenant, kind=kind, name="Shop")

    key = answer.json["key"]
    assert answer.status == 201
    assert key.startswith(prefix)
    assert len(base64.urlsafe_b64decode(key.removeprefix(prefix) + "=")) == 32
    assert create(cloud, tenant, kind=kind, name="Shop").json["key"] != key


def test_a_key_is_shown_once_and_stored_nowhere(cloud: Stack, tenant: TenantContext):
    key = create(cloud, tenant, kind="secret", name="ERP").json["key"]

    listed = cloud.call(list_keys, http_event(list_keys, caller=factories.member(tenant)))
    assert key not in json.dumps(listed.json)
    with cloud.everything():
        for table in Table:
            assert key not in str(aws.client("dynamodb").scan(TableName=cloud.names[table.env])["Items"])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [({"kind": "root", "name": "x"}, "#/kind"), ({"kind": "secret", "name": " "}, "#/name"), ({"name": "x"}, "#/kind")],
)
def test_what_breaks_the_schema_is_refused_at_its_place(cloud: Stack, tenant: TenantContext, body: dict, pointer: str):
    assert create(cloud, tenant, **body).pointers == [pointer]
