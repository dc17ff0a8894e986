from functions.designs.list import handler
from luneo.identity.caller import Caller, TenantContext
from tests import factories
from tests.events import http_event
from tests.functions.designs.arrange import saved
from tests.stack import Stack


def listed(cloud: Stack, caller: Caller) -> list[str]:
    """All pages, two designs each."""
    seen: list[str] = []
    query = {"limit": "2"}
    while True:
        page = cloud.call(handler, http_event(handler, caller=caller, query=query)).json
        seen += [item["id"] for item in page["items"]]
        if "next_cursor" not in page:
            return seen
        query = {"limit": "2", "cursor": page["next_cursor"]}


def test_a_shopper_sees_its_own_and_a_brand_all_of_its_shoppers(cloud: Stack, tenant: TenantContext):
    ada, ben = factories.shopper(tenant), factories.shopper(tenant)
    mine = {saved(cloud, ada)["id"] for _ in range(3)}
    others = {saved(cloud, ben)["id"]}
    saved(cloud, factories.shopper())

    assert set(listed(cloud, ada)) == mine
    assert len(listed(cloud, ada)) == 3
    assert set(listed(cloud, factories.member(tenant))) == mine | others
    assert set(listed(cloud, factories.secret_key(tenant))) == mine | others


def test_a_cursor_of_another_shopper_is_refused(cloud: Stack, tenant: TenantContext):
    ada, ben = factories.shopper(tenant), factories.shopper(tenant)
    for _ in range(2):
        saved(cloud, ada)
    cursor = cloud.call(handler, http_event(handler, caller=ada, query={"limit": "1"})).json["next_cursor"]

    assert cloud.call(handler, http_event(handler, caller=ben, query={"cursor": cursor})).pointers == ["#/cursor"]
