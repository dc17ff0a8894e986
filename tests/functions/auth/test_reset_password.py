import pytest

from functions.auth.forgot_password import handler as forgot
from functions.auth.login import handler as login
from functions.auth.reset_password import handler
from tests.events import http_event
from tests.functions.auth.conftest import EMAIL, PASSWORD
from tests.stack import Stack

NEW = "Quiet-Lantern-42"


@pytest.fixture
def code(cloud: Stack, owner: dict) -> str:
    cloud.call(forgot, http_event(forgot, body={"email": EMAIL}))
    return cloud.codes[EMAIL]


def reset(cloud: Stack, **change: str):
    return cloud.call(handler, http_event(handler, body={"email": EMAIL, "password": NEW} | change))


def test_the_new_password_opens_and_the_old_one_does_not(cloud: Stack, code: str):
    assert reset(cloud, code=code).status == 204

    def sign_in(password: str) -> int:
        return cloud.call(login, http_event(login, body={"email": EMAIL, "password": password})).status

    assert (sign_in(NEW), sign_in(PASSWORD)) == (200, 401)


def test_a_code_works_once(cloud: Stack, code: str):
    reset(cloud, code=code)

    assert reset(cloud, code=code).problem == "wrong-code"


def test_a_wrong_code_leaves_the_password(cloud: Stack, code: str):
    assert reset(cloud, code=f"{(int(code) + 1) % 1_000_000:06}").pointers == ["#/code"]


def test_a_weak_password_names_its_place(cloud: Stack, code: str):
    answer = reset(cloud, code=code, password="short")

    assert (answer.problem, answer.pointers) == ("weak-password", ["#/password"])
