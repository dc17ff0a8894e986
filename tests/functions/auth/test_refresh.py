import time

import jwt
import pytest

from functions.auth.login import handler as login
from functions.auth.refresh import handler
from local.moto_mends import cognito_rotation
from luneo.accounts.models import User
from stacks.sign_in import ROTATION_GRACE_SECONDS
from tests.events import http_event
from tests.functions.auth.conftest import EMAIL, PASSWORD
from tests.stack import Stack


def session(cloud: Stack) -> dict:
    return cloud.call(login, http_event(login, body={"email": EMAIL, "password": PASSWORD})).json


def refresh(cloud: Stack, token: str):
    return cloud.call(handler, http_event(handler, body={"refresh_token": token}))


def test_a_refresh_token_gives_a_new_access_token(cloud: Stack, owner: dict):
    answer = refresh(cloud, session(cloud)["refresh_token"])

    claims = jwt.decode(answer.json["access_token"], options={"verify_signature": False})
    assert (answer.status, claims["luneo_tenant"]) == (200, owner["tenant_id"])


def test_a_changed_role_is_in_the_next_token(cloud: Stack, owner: dict):
    token = session(cloud)["refresh_token"]
    with cloud.everything():
        User(f"TENANT#{owner['tenant_id']}", owner["user_id"]).update([User.role.set("analyst")])

    claims = jwt.decode(refresh(cloud, token).json["access_token"], options={"verify_signature": False})

    assert claims["luneo_role"] == "analyst"


def test_a_removed_user_gets_a_token_that_opens_nothing(cloud: Stack, owner: dict):
    token = session(cloud)["refresh_token"]
    with cloud.everything():
        User(f"TENANT#{owner['tenant_id']}", owner["user_id"]).delete()

    claims = jwt.decode(refresh(cloud, token).json["access_token"], options={"verify_signature": False})

    assert "luneo_tenant" not in claims


def test_each_refresh_brings_the_next_refresh_token(cloud: Stack, owner: dict):
    first = session(cloud)["refresh_token"]

    second = refresh(cloud, first).json["refresh_token"]

    assert second != first
    assert refresh(cloud, second).status == 200


def test_a_used_refresh_token_means_to_sign_in_again_once_its_grace_is_over(
    cloud: Stack, owner: dict, monkeypatch: pytest.MonkeyPatch
):
    token = session(cloud)["refresh_token"]
    refresh(cloud, token)
    now = time.time()
    monkeypatch.setattr(cognito_rotation.time, "time", lambda: now + ROTATION_GRACE_SECONDS + 1)

    answer = refresh(cloud, token)

    assert (answer.status, answer.problem) == (401, "signed-out")


def test_an_unknown_refresh_token_means_sign_in_again(cloud: Stack, owner: dict):
    answer = refresh(cloud, "no such token")

    assert (answer.status, answer.problem) == (401, "signed-out")
