import pytest

from functions.designs.list import handler as list_designs
from functions.designs.save import handler
from luneo.generations.steps import Status
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, new_id
from tests import factories
from tests.events import http_event
from tests.functions.designs.arrange import saved
from tests.stack import PUBLIC_URL, Stack


def test_a_finished_generation_becomes_a_design(cloud: Stack, tenant: TenantContext):
    design = saved(cloud, factories.shopper(tenant), name="For Ada")

    assert (design["name"], design["style"], design["prompt"]) == ("For Ada", "woodcut", "a cat")
    assert (design["width_mm"], design["height_mm"]) == (80, 56)
    assert (design["native_dpi"], design["effective_dpi"]) == (396.2, 300)
    assert design["production"] == {"allowed": True, "blocks": []}
    assert design["media"]["preview_url"].startswith(f"{PUBLIC_URL}/media/{tenant.tenant_id}/generations/")
    assert set(design["media"]) == {"preview_url", "poster_url", "glb_url", "usdz_url"}
    assert design["shared"] is False


def test_without_a_name_it_is_called_like_its_product(cloud: Stack, tenant: TenantContext):
    assert saved(cloud, factories.shopper(tenant))["name"] == "Mug"


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.PREVIEWED, Status.FAILED, Status.CANCELLED])
def test_an_unfinished_generation_cannot_be_saved(cloud: Stack, tenant: TenantContext, status: Status):
    shopper = factories.shopper(tenant)
    with cloud.everything():
        generation = factories.generation(tenant, shopper.subject, status=status)

    answer = cloud.call(handler, http_event(handler, caller=shopper, body={"generation_id": generation.row}))

    assert (answer.status, answer.problem) == (409, "generation-not-finished")


def test_anothers_generation_is_one_that_does_not_exist(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    with cloud.everything():
        neighbours = factories.generation(tenant, "shp_neighbour").row
        strangers = factories.generation(factories.open_brand(), shopper.subject).row

    def answer(generation_id: str) -> tuple:
        body = {"generation_id": generation_id}
        refusal = cloud.call(handler, http_event(handler, caller=shopper, body=body))
        return refusal.status, refusal.json["detail"]

    assert answer(neighbours) == answer(strangers) == answer(new_id(Prefix.GENERATION))
    assert answer(neighbours)[0] == 404


def test_the_same_attempt_saves_once(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    with cloud.everything():
        generation = factories.generation(tenant, shopper.subject)
    body, headers = {"generation_id": generation.row}, {"idempotency-key": "k"}
    event = http_event(handler, caller=shopper, body=body, headers=headers)

    assert cloud.call(handler, event).json == cloud.call(handler, event).json
    assert len(cloud.call(list_designs, http_event(list_designs, caller=shopper)).json["items"]) == 1


@pytest.mark.parametrize(
    ("body", "pointer"), [({"generation_id": "gen_1"}, "#/generation_id"), ({}, "#/generation_id")]
)
def test_what_breaks_the_schema_is_refused_at_its_place(cloud: Stack, tenant: TenantContext, body: dict, pointer: str):
    answer = cloud.call(handler, http_event(handler, caller=factories.shopper(tenant), body=body))

    assert (answer.status, answer.pointers) == (422, [pointer])
