import json

import pytest

from functions.designs.get import handler as get
from functions.designs.get_shared import handler as get_shared
from functions.designs.share import handler
from luneo import aws
from luneo.designs.repository import DesignRepository
from luneo.identity.caller import Caller, TenantContext
from luneo.resources import Table
from tests import factories
from tests.events import http_event
from tests.functions.designs.arrange import saved
from tests.stack import PUBLIC_URL, Answer, Stack


def share(cloud: Stack, caller: Caller, design_id: str) -> Answer:
    return cloud.call(handler, http_event(handler, caller=caller, path={"design_id": design_id}))


def opened(cloud: Stack, token: str) -> int:
    return cloud.call(get_shared, http_event(get_shared, path={"token": token})).status


def test_a_link_opens_the_design_and_is_stored_nowhere(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    design = saved(cloud, shopper)

    link = share(cloud, shopper, design["id"])

    assert (link.status, link.json["url"]) == (201, f"{PUBLIC_URL}/api/shared/{link.json['token']}")
    assert len(link.json["token"]) >= 32
    assert opened(cloud, link.json["token"]) == 200
    assert cloud.call(get, http_event(get, caller=shopper, path={"design_id": design["id"]})).json["shared"] is True
    for table in Table:
        rows = aws.client("dynamodb").scan(TableName=cloud.names[table.env])["Items"]
        assert link.json["token"] not in json.dumps(rows)


def test_a_new_link_closes_the_former(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    design = saved(cloud, shopper)
    first, second = (share(cloud, shopper, design["id"]).json["token"] for _ in range(2))

    assert (opened(cloud, first), opened(cloud, second)) == (404, 200)


def test_anothers_design_cannot_be_shared(cloud: Stack, tenant: TenantContext):
    design = saved(cloud, factories.shopper(tenant))

    assert share(cloud, factories.shopper(tenant), design["id"]).status == 404


def test_of_two_links_made_at_once_only_one_opens(cloud: Stack, tenant: TenantContext, monkeypatch: pytest.MonkeyPatch):
    shopper = factories.shopper(tenant)
    design = saved(cloud, shopper)
    read, won = DesignRepository.get, {}

    def read_then_be_overtaken(self: DesignRepository, asked: str):
        row = read(self, asked)
        monkeypatch.undo()
        won["token"] = share(cloud, shopper, design["id"]).json["token"]
        return row

    monkeypatch.setattr(DesignRepository, "get", read_then_be_overtaken)

    assert share(cloud, shopper, design["id"]).problem == "conflict"
    assert opened(cloud, won["token"]) == 200
