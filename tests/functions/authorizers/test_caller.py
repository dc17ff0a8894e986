from collections.abc import Iterator
from datetime import timedelta

import jwt
import pytest
from moto.server import ThreadedMotoServer

from functions.auth.confirm import handler as confirm
from functions.auth.login import handler as login
from functions.auth.register import handler as register
from functions.authorizers.caller import handler
from functions.products.list import handler as list_products
from luneo.brands.schemas import KeyKind
from luneo.identity.caller import TenantContext
from luneo.identity.tokens import Shopper
from luneo.ids import Prefix, new_id
from luneo.resources import Secret
from luneo.storage import now
from luneo.wiring.callers import shopper_tokens
from tests import factories
from tests.events import authorizer_event, http_event
from tests.stack import Stack

pytestmark = pytest.mark.network


@pytest.fixture(scope="module")
def jwks_server(shared_stack: Stack) -> Iterator[str]:
    """Serves the pool's public keys over HTTP, as Cognito does."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def owner(cloud: Stack) -> dict:
    """A signed-in owner: the answers to registering and to signing in."""
    account = {"email": "owner@shop.example", "password": "Moonlit-Harbour-9"}
    registered = cloud.call(register, http_event(register, body=account | {"brand_name": "Atelier"})).json
    code = cloud.codes["owner@shop.example"]
    cloud.call(confirm, http_event(confirm, body={"email": "owner@shop.example", "code": code}))
    return registered | cloud.call(login, http_event(login, body=account)).json


def ask(cloud: Stack, credential: str | None, server: str = "http://127.0.0.1:9") -> dict:
    event = authorizer_event(handler, credential)
    answer = cloud.invoke(handler, event, AWS_ENDPOINT_URL_COGNITO_IDP=server)
    assert answer["isAuthorized"] is True
    return answer["context"]


def shopper_token(cloud: Stack, tenant: TenantContext, age: timedelta = timedelta()) -> str:
    shopper = Shopper(tenant.tenant_id, new_id(Prefix.SHOPPER), factories.ORIGIN)
    with cloud.everything():
        return shopper_tokens().mint(shopper, now() - age).text


def test_a_members_access_token_is_verified_with_the_pools_keys(cloud: Stack, owner: dict, jwks_server: str):
    context = ask(cloud, f"Bearer {owner['access_token']}", jwks_server)

    assert (context["kind"], context["tenant"], context["subject"]) == (
        "member",
        owner["tenant_id"],
        owner["user_id"],
    )


def test_an_id_token_is_refused_where_access_is_due(cloud: Stack, owner: dict, jwks_server: str):
    assert "fault" in ask(cloud, f"Bearer {owner['id_token']}", jwks_server)


def test_a_changed_token_is_refused(cloud: Stack, owner: dict, jwks_server: str):
    head, _, signature = owner["access_token"].split(".")
    claims = jwt.decode(owner["access_token"], options={"verify_signature": False}) | {"luneo_tenant": "ten_other"}
    body = jwt.encode(claims, "k" * 32).split(".")[1]

    assert "does not verify" in ask(cloud, f"Bearer {head}.{body}.{signature}", jwks_server)["fault"]


def test_keys_that_cannot_be_fetched_are_a_reason_to_try_again(cloud: Stack, owner: dict):
    assert "Try again" in ask(cloud, f"Bearer {owner['access_token']}")["fault"]


def test_a_shoppers_token_names_its_brand_and_origin(cloud: Stack):
    tenant = factories.tenant()

    context = ask(cloud, f"bearer {shopper_token(cloud, tenant)}")

    assert (context["kind"], context["tenant"], context["origin"]) == ("shopper", tenant.tenant_id, factories.ORIGIN)


def test_a_shoppers_token_is_over_after_a_quarter_of_an_hour(cloud: Stack):
    old = shopper_token(cloud, factories.tenant(), timedelta(minutes=16))

    assert "Open a new session" in ask(cloud, f"Bearer {old}")["fault"]


def test_a_token_without_a_signature_is_refused(cloud: Stack):
    claims = jwt.decode(shopper_token(cloud, factories.tenant()), options={"verify_signature": False})

    assert "fault" in ask(cloud, "Bearer " + jwt.encode(claims, None, "none"))


def test_a_secret_key_acts_for_its_brand(cloud: Stack):
    with cloud.everything():
        tenant = factories.open_brand()
        key = factories.make_key(tenant, KeyKind.SECRET)

    context = ask(cloud, f"Bearer {key}")

    assert (context["kind"], context["tenant"]) == ("key", tenant.tenant_id)
    assert "brand:write" not in context["permissions"]


@pytest.mark.parametrize("credential", [None, "", "Bearer ", "Bearer sk_no-such-key", "Bearer a.b.c", "Basic dXNlcjpw"])
def test_what_is_no_credential_gets_a_reason_and_never_a_refusal(cloud: Stack, credential: str | None):
    assert ask(cloud, credential)["fault"]


def test_a_publishable_key_is_no_credential(cloud: Stack):
    with cloud.everything():
        key = factories.make_key(factories.open_brand())

    assert "widget sessions" in ask(cloud, f"Bearer {key}")["fault"]


def test_the_endpoint_tells_the_reason(cloud: Stack):
    event = http_event(list_products)
    event["requestContext"]["authorizer"]["lambda"] = ask(cloud, "Bearer sk_no-such-key")

    answer = cloud.call(list_products, event)

    assert (answer.status, answer.problem) == (401, "unauthenticated")
    assert "no such secret key" in answer.json["detail"]
    assert answer.headers["www-authenticate"]


def test_only_the_shoppers_secret_is_read():
    assert [g for g in handler.spec.function.uses if isinstance(g.resource, Secret)] == [Secret.SHOPPER_TOKENS.read]
