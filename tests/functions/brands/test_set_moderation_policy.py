import pytest

from functions.brands.get_current import handler as get
from functions.brands.set_moderation_policy import handler
from luneo.identity.caller import TenantContext
from luneo.identity.permissions import Role
from luneo.moderation.categories import SWITCHABLE
from tests import factories
from tests.events import http_event
from tests.stack import Answer, Stack


def put(cloud: Stack, tenant: TenantContext, **policy: object) -> Answer:
    return cloud.call(handler, http_event(handler, caller=factories.member(tenant), body=policy))


def test_a_policy_is_kept_and_every_switch_is_told(cloud: Stack, tenant: TenantContext):
    notes = {"fr": "Demandez-nous."}

    answer = put(
        cloud, tenant, blocked_terms=["Rival", "rivál", "knock-off*"], categories={"trademarks": True}, notes=notes
    )

    assert answer.status == 200, answer.json
    kept = cloud.call(get, http_event(get, caller=factories.member(tenant))).json["moderation_policy"]
    assert kept == answer.json["moderation_policy"]
    assert kept["blocked_terms"] == ["Rival", "knock-off*"]
    assert kept["notes"] == notes
    assert set(kept["categories"]) == {str(category) for category in SWITCHABLE}
    assert kept["categories"]["trademarks"] is True


def test_the_new_policy_replaces_the_old_one(cloud: Stack, tenant: TenantContext):
    put(cloud, tenant, blocked_terms=["rival"], categories={"weapons": False})

    policy = put(cloud, tenant).json["moderation_policy"]

    assert (policy["blocked_terms"], policy["categories"]["weapons"]) == ([], True)


@pytest.mark.parametrize(
    ("policy", "pointers"),
    [
        ({"categories": {"hate": False, "weapons": False}}, ["#/categories/hate"]),
        (
            {"blocked_terms": ["ok", "a", "*", "!!", "\u200b\u200b"]},
            [f"#/blocked_terms/{place}" for place in (1, 2, 3, 4)],
        ),
        ({"blocked_terms": [""]}, ["#/blocked_terms/0"]),
        ({"blocked_terms": ["x" * 61]}, ["#/blocked_terms/0"]),
        ({"categories": {"weapons": "maybe"}}, ["#/categories/weapons"]),
        ({"rules": []}, ["#/rules"]),
    ],
)
def test_a_rule_that_cannot_be_kept_is_named_and_nothing_changes(
    cloud: Stack, tenant: TenantContext, policy: dict, pointers: list[str]
):
    before = put(cloud, tenant, blocked_terms=["rival"]).json

    answer = put(cloud, tenant, **policy)

    assert (answer.status, answer.pointers) == (422, pointers)
    assert cloud.call(get, http_event(get, caller=factories.member(tenant))).json == before


def test_an_analyst_may_not_set_it(cloud: Stack, tenant: TenantContext):
    event = http_event(handler, caller=factories.member(tenant), body={})
    event["requestContext"]["authorizer"]["jwt"]["claims"]["luneo_role"] = Role.ANALYST

    answer = cloud.call(handler, event)

    assert (answer.status, answer.problem) == (403, "forbidden")
