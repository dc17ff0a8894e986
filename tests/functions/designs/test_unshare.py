from functions.designs.get_shared import handler as get_shared
from functions.designs.share import handler as share
from functions.designs.unshare import handler
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.functions.designs.arrange import saved
from tests.stack import Stack


def test_a_closed_link_opens_nothing(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    path = {"design_id": saved(cloud, shopper)["id"]}
    token = cloud.call(share, http_event(share, caller=shopper, path=path)).json["token"]

    statuses = [cloud.call(handler, http_event(handler, caller=shopper, path=path)).status for _ in range(2)]

    assert statuses == [204, 204]
    assert cloud.call(get_shared, http_event(get_shared, path={"token": token})).status == 404


def test_anothers_link_stays_open(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    path = {"design_id": saved(cloud, shopper)["id"]}
    token = cloud.call(share, http_event(share, caller=shopper, path=path)).json["token"]

    assert cloud.call(handler, http_event(handler, caller=factories.shopper(tenant), path=path)).status == 404
    assert cloud.call(get_shared, http_event(get_shared, path={"token": token})).status == 200
