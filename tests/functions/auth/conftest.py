import pytest

from functions.auth.confirm import handler as confirm
from functions.auth.register import handler as register
from tests.events import http_event
from tests.stack import Stack

EMAIL = "owner@shop.example"
PASSWORD = "Moonlit-Harbour-9"


@pytest.fixture
def registered(cloud: Stack) -> dict:
    """The answer to a registration whose address is not confirmed yet."""
    body = {"email": EMAIL, "password": PASSWORD, "brand_name": "Atelier Nuit"}
    return cloud.call(register, http_event(register, body=body)).json


@pytest.fixture
def owner(cloud: Stack, registered: dict) -> dict:
    """A registration whose address is confirmed."""
    body = {"email": EMAIL, "code": cloud.codes[EMAIL]}
    assert cloud.call(confirm, http_event(confirm, body=body)).status == 204
    return registered
