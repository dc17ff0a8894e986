from functions.designs.get import handler
from luneo.identity.caller import Caller, TenantContext
from luneo.ids import Prefix, new_id
from tests import factories
from tests.events import http_event
from tests.functions.designs.arrange import saved
from tests.stack import Answer, Stack


def get(cloud: Stack, caller: Caller, design_id: str) -> Answer:
    return cloud.call(handler, http_event(handler, caller=caller, path={"design_id": design_id}))


def test_a_design_is_shown_to_its_shopper_and_its_brand(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    design = saved(cloud, shopper)

    assert get(cloud, shopper, design["id"]).json == design
    assert get(cloud, factories.member(tenant), design["id"]).json == design


def test_anothers_design_is_one_that_does_not_exist(cloud: Stack, tenant: TenantContext):
    design = saved(cloud, factories.shopper(tenant))

    def answer(caller: Caller, design_id: str) -> dict:
        refusal = get(cloud, caller, design_id)
        assert refusal.status == 404
        return {key: value for key, value in refusal.json.items() if key != "request_id"}

    none = answer(factories.shopper(tenant), new_id(Prefix.DESIGN))
    assert answer(factories.shopper(tenant), design["id"]) == none
    assert answer(factories.member(), design["id"]) == none
    assert answer(factories.member(tenant), "x" * 2000) == none
