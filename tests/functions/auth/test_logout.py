from functions.auth.login import handler as login
from functions.auth.logout import handler
from functions.auth.refresh import handler as refresh
from tests.events import http_event
from tests.functions.auth.conftest import EMAIL, PASSWORD
from tests.stack import Stack


def test_after_signing_out_the_refresh_token_opens_nothing(cloud: Stack, owner: dict):
    tokens = cloud.call(login, http_event(login, body={"email": EMAIL, "password": PASSWORD})).json
    body = {"refresh_token": tokens["refresh_token"]}

    assert cloud.call(handler, http_event(handler, body=body)).status == 204

    assert cloud.call(refresh, http_event(refresh, body=body)).problem == "signed-out"


def test_signing_out_twice_changes_nothing(cloud: Stack, owner: dict):
    body = {"refresh_token": "no such token"}

    assert [cloud.call(handler, http_event(handler, body=body)).status for _ in range(2)] == [204, 204]
