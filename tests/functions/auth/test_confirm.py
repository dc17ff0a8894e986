from functions.auth.confirm import handler
from tests.events import http_event
from tests.functions.auth.conftest import EMAIL
from tests.stack import Stack


def test_the_code_that_was_sent_confirms_the_address(cloud: Stack, registered: dict):
    answer = cloud.call(handler, http_event(handler, body={"email": EMAIL, "code": cloud.codes[EMAIL]}))

    assert (answer.status, answer.json) == (204, None)


def test_confirming_again_changes_nothing(cloud: Stack, owner: dict):
    answer = cloud.call(handler, http_event(handler, body={"email": EMAIL, "code": "000000"}))

    assert answer.status == 204


def test_another_code_is_refused_at_its_place(cloud: Stack, registered: dict):
    wrong = f"{(int(cloud.codes[EMAIL]) + 1) % 1_000_000:06}"

    answer = cloud.call(handler, http_event(handler, body={"email": EMAIL, "code": wrong}))

    assert (answer.status, answer.problem, answer.pointers) == (422, "wrong-code", ["#/code"])


def test_an_unknown_address_gets_the_answer_of_a_wrong_code(cloud: Stack, registered: dict):
    unknown = cloud.call(handler, http_event(handler, body={"email": "who@shop.example", "code": "123456"}))

    assert (unknown.status, unknown.problem) == (422, "wrong-code")
