import jwt
import pytest
from botocore.exceptions import ConnectTimeoutError

from functions.auth.login import handler
from luneo import aws
from tests.events import http_event
from tests.functions.auth.conftest import EMAIL, PASSWORD
from tests.stack import Stack


def login(cloud: Stack, **change: str):
    return cloud.call(handler, http_event(handler, body={"email": EMAIL, "password": PASSWORD} | change))


def test_a_password_gives_tokens(cloud: Stack, owner: dict):
    answer = login(cloud)

    assert answer.status == 200
    assert set(answer.json) == {"access_token", "id_token", "refresh_token", "expires_in", "token_type"}
    assert answer.json["token_type"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"


def test_the_access_token_says_whose_member_it_is(cloud: Stack, owner: dict):
    claims = jwt.decode(login(cloud).json["access_token"], options={"verify_signature": False})

    assert claims["luneo_tenant"] == owner["tenant_id"]
    assert claims["luneo_user"] == owner["user_id"]
    assert claims["luneo_role"] == "owner"


def test_the_address_is_the_same_in_capitals(cloud: Stack, owner: dict):
    assert login(cloud, email="OWNER@Shop.Example").status == 200


def test_a_wrong_password_and_an_unknown_address_get_one_answer(cloud: Stack, owner: dict):
    wrong, unknown = login(cloud, password="Not-The-Right-1"), login(cloud, email="who@shop.example")

    assert wrong.status == 401
    assert {k: v for k, v in wrong.json.items() if k != "request_id"} == {
        k: v for k, v in unknown.json.items() if k != "request_id"
    }


def test_an_unconfirmed_address_is_told_what_to_do(cloud: Stack, registered: dict):
    answer = login(cloud)

    assert (answer.status, answer.problem) == (403, "email-not-confirmed")


def test_spaces_of_a_password_count(cloud: Stack, owner: dict):
    assert login(cloud, password=f" {PASSWORD}").problem == "wrong-credentials"


def test_one_address_may_not_try_without_end(cloud: Stack, owner: dict):
    statuses = [login(cloud, password="Not-The-Right-1").status for _ in range(11)]

    assert statuses[-1] == 429


def test_a_user_pool_that_does_not_answer_is_a_clear_503(cloud: Stack, owner: dict, monkeypatch: pytest.MonkeyPatch):
    class Silent:
        def initiate_auth(self, **_):
            raise ConnectTimeoutError(endpoint_url="https://cognito")

    with monkeypatch.context() as patch:
        real = aws.client
        patch.setattr(aws, "client", lambda name, **kw: Silent() if name == "cognito-idp" else real(name, **kw))
        answer = login(cloud)

    assert (answer.status, answer.problem) == (503, "sign-in-unavailable")
