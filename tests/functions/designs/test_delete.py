from functions.designs.delete import handler
from functions.designs.get import handler as get
from functions.designs.get_shared import handler as get_shared
from functions.designs.share import handler as share
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.functions.designs.arrange import saved
from tests.stack import Stack


def test_a_deleted_design_is_gone_with_its_link(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    path = {"design_id": saved(cloud, shopper)["id"]}
    token = cloud.call(share, http_event(share, caller=shopper, path=path)).json["token"]

    assert cloud.call(handler, http_event(handler, caller=shopper, path=path)).status == 204

    assert cloud.call(get, http_event(get, caller=shopper, path=path)).status == 404
    assert cloud.call(get_shared, http_event(get_shared, path={"token": token})).status == 404
    assert cloud.call(handler, http_event(handler, caller=shopper, path=path)).status == 404


def test_anothers_design_stays(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    path = {"design_id": saved(cloud, shopper)["id"]}

    assert cloud.call(handler, http_event(handler, caller=factories.shopper(tenant), path=path)).status == 404
    assert cloud.call(get, http_event(get, caller=shopper, path=path)).status == 200
