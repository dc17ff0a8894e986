from functions.designs.get import handler as get
from functions.designs.update import handler
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.functions.designs.arrange import saved
from tests.stack import Stack


def test_a_design_gets_another_name(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    path = {"design_id": saved(cloud, shopper)["id"]}

    answer = cloud.call(handler, http_event(handler, caller=shopper, path=path, body={"name": "For Ben"}))

    assert (answer.status, answer.json["name"]) == (200, "For Ben")
    assert cloud.call(get, http_event(get, caller=shopper, path=path)).json == answer.json


def test_anothers_design_keeps_its_name(cloud: Stack, tenant: TenantContext):
    path = {"design_id": saved(cloud, factories.shopper(tenant))["id"]}
    event = http_event(handler, caller=factories.shopper(tenant), path=path, body={"name": "Mine"})

    assert cloud.call(handler, event).status == 404


def test_an_empty_name_is_refused(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    path = {"design_id": saved(cloud, shopper)["id"]}

    assert cloud.call(handler, http_event(handler, caller=shopper, path=path, body={"name": " "})).pointers == [
        "#/name"
    ]
