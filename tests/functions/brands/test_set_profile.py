import pytest

from functions.brands.get_current import handler as get
from functions.brands.set_profile import handler
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.stack import Answer, Stack


def put(cloud: Stack, tenant: TenantContext, **profile: object) -> Answer:
    return cloud.call(handler, http_event(handler, caller=factories.member(tenant), body=profile))


def test_a_profile_is_kept_in_the_form_that_prompts_are_in(cloud: Stack, tenant: TenantContext):
    put(cloud, tenant, palette=["#0e1a36", "#d4a94e"], tone="warm,\n\u202eplayful", negative=["logos", "\u200b"])

    kept = cloud.call(get, http_event(get, caller=factories.member(tenant))).json["profile"]

    assert kept == {"palette": ["#0e1a36", "#d4a94e"], "tone": "warm, playful", "negative": ["logos"]}


@pytest.mark.parametrize(
    ("profile", "pointer"),
    [
        ({"palette": ["navy"]}, "#/palette/0"),
        ({"palette": ["#000000"] * 9}, "#/palette"),
        ({"tone": "x" * 201}, "#/tone"),
        ({"negative": ["ok", "x" * 41]}, "#/negative/1"),
    ],
)
def test_what_no_prompt_can_use_is_named(cloud: Stack, tenant: TenantContext, profile: dict, pointer: str):
    answer = put(cloud, tenant, **profile)

    assert (answer.status, answer.pointers) == (422, [pointer])
