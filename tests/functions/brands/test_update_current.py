import pytest

from functions.brands.get_current import handler as get
from functions.brands.update_current import handler
from luneo.identity.caller import TenantContext
from luneo.identity.permissions import Role
from tests import factories
from tests.events import http_event
from tests.stack import Stack


def test_what_is_left_out_stays(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)

    answer = cloud.call(handler, http_event(handler, caller=owner, body={"name": "Atelier Jour"}))

    assert (answer.json["name"], answer.json["locale"]) == ("Atelier Jour", "fr")
    assert cloud.call(get, http_event(get, caller=owner)).json == answer.json
    assert answer.json["updated_at"] > answer.json["created_at"]


def test_the_languages_of_the_shops_are_kept(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)

    assert cloud.call(get, http_event(get, caller=owner)).json["languages"] == []
    answer = cloud.call(handler, http_event(handler, caller=owner, body={"languages": ["fr", "de-AT"]}))
    assert (answer.status, answer.json["languages"]) == (200, ["fr", "de-AT"])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"languages": ["en", "French"]}, "#/languages/1"),
        ({"name": ""}, "#/name"),
        ({"locale": "FR"}, "#/locale"),
        ({"id": "ten_1"}, "#/id"),
    ],
)
def test_what_breaks_the_schema_is_refused_at_its_place(cloud: Stack, tenant: TenantContext, body: dict, pointer: str):
    answer = cloud.call(handler, http_event(handler, caller=factories.member(tenant), body=body))

    assert (answer.status, answer.pointers) == (422, [pointer])


def test_the_image_providers_are_those_of_the_deployment(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)

    answer = cloud.call(handler, http_event(handler, caller=owner, body={"image_providers": ["openai"]}))
    assert (answer.status, answer.pointers) == (422, ["#/image_providers/0"])

    answer = cloud.call(handler, http_event(handler, caller=owner, body={"image_providers": ["offline"]}))
    assert (answer.status, answer.json["image_providers"]) == (200, ["offline"])


def test_a_bundles_file_names_follow_the_brands_template(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)

    answer = cloud.call(handler, http_event(handler, caller=owner, body={"file_naming": "{date}_{colour}"}))
    assert (answer.status, answer.pointers) == (422, ["#/file_naming"])
    assert "{colour}" in answer.json["detail"]

    answer = cloud.call(handler, http_event(handler, caller=owner, body={"file_naming": "{date}_{sku}_{file}"}))
    assert (answer.status, answer.json["file_naming"]) == (200, "{date}_{sku}_{file}")


def test_an_analyst_may_not_change_the_brand(cloud: Stack, tenant: TenantContext):
    event = http_event(handler, caller=factories.member(tenant), body={"name": "Mine"})
    event["requestContext"]["authorizer"]["jwt"]["claims"]["luneo_role"] = Role.ANALYST

    answer = cloud.call(handler, event)

    assert (answer.status, answer.problem) == (403, "forbidden")


def test_who_adds_detail_to_coarse_artwork_is_the_brand_s_choice(cloud: Stack, tenant: TenantContext):
    owner = factories.member(tenant)
    for wanted in ("provider", "plain"):
        answer = cloud.call(handler, http_event(handler, caller=owner, body={"detail": wanted}))
        assert (answer.status, answer.json["detail"]) == (200, wanted)
    assert cloud.call(handler, http_event(handler, caller=owner, body={"detail": "magic"})).pointers == ["#/detail"]
