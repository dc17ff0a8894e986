import pytest

from functions.brands.list_keys import handler as list_keys
from functions.brands.revoke_key import handler as revoke
from functions.widget.config import handler
from luneo.brands.schemas import KeyKind
from luneo.identity.caller import TenantContext
from luneo.styles.catalogue import STYLES
from tests import factories
from tests.events import http_event
from tests.stack import Answer, Stack


def config(cloud: Stack, key: str | None, origin: str | None = factories.ORIGIN, **query: str) -> Answer:
    headers = {"origin": origin} if origin is not None else {}
    query |= {"key": key} if key is not None else {}
    return cloud.call(handler, http_event(handler, query=query, headers=headers))


def test_the_widget_learns_brand_language_look_and_styles(cloud: Stack, key: str):
    answer = config(cloud, key)

    assert answer.status == 200
    assert (answer.json["brand_name"], answer.json["locale"]) == ("Atelier Nuit", "fr")
    assert [style["slug"] for style in answer.json["styles"]] == list(STYLES)
    assert answer.json["styles"][0]["name"] == STYLES["woodcut"].name_fr
    assert answer.json["theme"]["accent"].startswith("#")
    assert answer.headers["access-control-allow-origin"] == factories.ORIGIN
    assert answer.headers["vary"] == "origin"


def test_a_page_may_ask_for_another_language(cloud: Stack, key: str):
    answer = config(cloud, key, locale="en-GB")

    assert answer.json["styles"][0]["name"] == STYLES["woodcut"].name_en


def test_the_key_may_come_in_a_header(cloud: Stack, key: str):
    headers = {"origin": factories.ORIGIN, "x-luneo-key": key}

    assert cloud.call(handler, http_event(handler, headers=headers)).status == 200


@pytest.mark.parametrize(
    ("origin", "slug"),
    [
        (None, "origin-missing"),
        ("null", "origin-null"),
        ("https://evil.example", "origin-not-allowed"),
        ("https://shop.example.evil.example", "origin-not-allowed"),
        ("https://sub.shop.example", "origin-not-allowed"),
        ("http://shop.example", "origin-not-allowed"),
        ("https://shop.example:8443", "origin-not-allowed"),
    ],
)
def test_another_origin_is_refused_by_name(cloud: Stack, key: str, origin: str | None, slug: str):
    answer = config(cloud, key, origin)

    assert (answer.status, answer.problem) == (403, slug)
    assert answer.headers.get("access-control-allow-origin") == origin


@pytest.mark.parametrize(
    ("key", "slug"), [(None, "key-missing"), ("pk_no-such-key", "unknown-key"), ("", "key-missing")]
)
def test_without_a_known_key_nothing_is_told(cloud: Stack, tenant: TenantContext, key: str | None, slug: str):
    answer = config(cloud, key)

    assert (answer.status, answer.problem) == (401, slug)
    assert answer.headers["access-control-allow-origin"] == factories.ORIGIN


def test_a_secret_key_in_a_page_is_told_to_be_revoked(cloud: Stack, tenant: TenantContext):
    with cloud.everything():
        secret = factories.make_key(tenant, KeyKind.SECRET)

    answer = config(cloud, secret)

    assert (answer.status, answer.problem) == (403, "wrong-key-kind")
    assert "revoke" in answer.json["detail"]


def test_a_revoked_key_says_so(cloud: Stack, tenant: TenantContext, key: str):
    owner = factories.member(tenant)
    listed = cloud.call(list_keys, http_event(list_keys, caller=owner)).json["items"]
    cloud.call(revoke, http_event(revoke, caller=owner, path={"key_id": listed[0]["id"]}))

    assert config(cloud, key).problem == "revoked-key"


def test_another_brands_key_does_not_open_on_this_brands_origin(cloud: Stack, tenant: TenantContext):
    with cloud.everything():
        other = factories.make_key(factories.open_brand())

    assert config(cloud, other).problem == "origin-not-allowed"
