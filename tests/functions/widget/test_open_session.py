from datetime import timedelta

import jwt
import pytest

from functions.authorizers.caller import handler as authorise
from functions.widget.open_session import handler
from luneo.identity.caller import TenantContext
from luneo.identity.tokens import Shopper
from luneo.ids import Prefix, new_id
from luneo.storage import now
from luneo.wiring.callers import shopper_tokens
from tests import factories
from tests.events import authorizer_event, http_event
from tests.stack import Answer, Stack


def open_session(cloud: Stack, key: str, origin: str = factories.ORIGIN, **body: str) -> Answer:
    event = http_event(handler, body={"publishable_key": key} | body, headers={"origin": origin})
    return cloud.call(handler, event)


def old_token(cloud: Stack, tenant: TenantContext, shopper_id: str, age: timedelta) -> str:
    with cloud.everything():
        return shopper_tokens().mint(Shopper(tenant.tenant_id, shopper_id, factories.ORIGIN), now() - age).text


def test_a_session_is_a_token_for_this_brand_and_origin(cloud: Stack, tenant: TenantContext, key: str):
    answer = open_session(cloud, key)

    claims = jwt.decode(answer.json["token"], options={"verify_signature": False})
    assert answer.status == 201
    assert (claims["tenant"], claims["origin"]) == (tenant.tenant_id, factories.ORIGIN)
    assert claims["sub"] == answer.json["shopper_id"]
    assert claims["exp"] - claims["iat"] == 900
    assert answer.headers["access-control-allow-origin"] == factories.ORIGIN


def test_the_token_opens_what_shoppers_may_do(cloud: Stack, tenant: TenantContext, key: str):
    session = open_session(cloud, key).json

    context = cloud.invoke(authorise, authorizer_event(authorise, f"Bearer {session['token']}"))["context"]

    assert (context["kind"], context["tenant"]) == ("shopper", tenant.tenant_id)
    assert context["subject"] == session["shopper_id"]


def test_a_returning_shopper_stays_the_same(cloud: Stack, tenant: TenantContext, key: str):
    first = open_session(cloud, key).json
    again = open_session(cloud, key, previous_token=first["token"]).json
    assert again["shopper_id"] == first["shopper_id"]

    shopper_id = new_id(Prefix.SHOPPER)
    yesterday = old_token(cloud, tenant, shopper_id, timedelta(hours=23))
    assert open_session(cloud, key, previous_token=yesterday).json["shopper_id"] == shopper_id


def test_a_token_too_old_or_of_another_brand_makes_a_new_shopper(cloud: Stack, tenant: TenantContext, key: str):
    shopper_id = new_id(Prefix.SHOPPER)
    too_old = old_token(cloud, tenant, shopper_id, timedelta(hours=25))
    elsewhere = old_token(cloud, factories.tenant(), shopper_id, timedelta())

    for token in (too_old, elsewhere, "garbage"):
        answer = open_session(cloud, key, previous_token=token)
        assert answer.status == 201
        assert answer.json["shopper_id"] != shopper_id


def test_the_product_comes_with_the_session(cloud: Stack, tenant: TenantContext, key: str):
    with cloud.everything():
        product = factories.published_product(tenant, name="Tasse")

    assert open_session(cloud, key, product_id=product.product_id).json["product"]["name"] == "Tasse"


def test_another_brands_product_is_not_found(cloud: Stack, key: str):
    with cloud.everything():
        product = factories.published_product(factories.open_brand())

    assert open_session(cloud, key, product_id=product.product_id).status == 404
    assert open_session(cloud, key, product_id=new_id(Prefix.PRODUCT)).status == 404


@pytest.mark.parametrize("origin", ["null", "https://evil.example"])
def test_another_origin_gets_no_token_but_a_reason_it_can_read(cloud: Stack, key: str, origin: str):
    answer = open_session(cloud, key, origin)

    assert answer.status == 403
    assert "token" not in answer.json
    assert answer.headers["access-control-allow-origin"] == origin
