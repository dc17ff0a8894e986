from functions.auth.forgot_password import handler
from tests.events import http_event
from tests.functions.auth.conftest import EMAIL
from tests.stack import Stack


def test_a_known_address_gets_a_code(cloud: Stack, owner: dict):
    cloud.codes.clear()

    assert cloud.call(handler, http_event(handler, body={"email": EMAIL})).status == 204
    assert EMAIL in cloud.codes


def test_an_unknown_address_gets_the_same_answer_and_no_code(cloud: Stack, owner: dict):
    cloud.codes.clear()

    answer = cloud.call(handler, http_event(handler, body={"email": "who@shop.example"}))

    assert (answer.status, answer.json, cloud.codes) == (204, None, {})
