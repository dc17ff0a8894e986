import pytest

from functions.widget.preflight import handler
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.stack import Answer, Stack


def preflight(cloud: Stack, origin: str | None, path: str = "ai/generate") -> Answer:
    headers = {"origin": origin} if origin else {}
    return cloud.call(handler, http_event(handler, path={"proxy": path}, headers=headers))


def test_a_page_on_an_allowed_origin_may_call(cloud: Stack, tenant: TenantContext):
    answer = preflight(cloud, factories.ORIGIN)

    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] == factories.ORIGIN
    assert "idempotency-key" in answer.headers["access-control-allow-headers"]
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", "https://shop.example.evil.example", "https://" + "a" * 5000]
)
def test_another_page_may_not(cloud: Stack, tenant: TenantContext, origin: str | None):
    answer = preflight(cloud, origin)

    assert answer.status == 204
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["vary"] == "origin"


@pytest.mark.parametrize("path", ["widget/config", "widget/sessions"])
def test_every_page_may_hear_why_the_widget_does_not_open(cloud: Stack, tenant: TenantContext, path: str):
    assert preflight(cloud, "https://evil.example", path).headers["access-control-allow-origin"]
    assert "access-control-allow-origin" not in preflight(cloud, "null", path).headers
