import json

from functions.designs.get_shared import handler
from functions.designs.save import handler as save
from functions.designs.share import handler as share
from luneo.identity.caller import TenantContext
from tests import factories
from tests.events import http_event
from tests.stack import Stack


def test_a_link_shows_the_design_and_nothing_about_its_maker(cloud: Stack, tenant: TenantContext):
    shopper = factories.shopper(tenant)
    with cloud.everything():
        generation = factories.generation(tenant, shopper.subject, prompt="a cat for my sister Ada")
    design = cloud.call(save, http_event(save, caller=shopper, body={"generation_id": generation.row})).json
    token = cloud.call(share, http_event(share, caller=shopper, path={"design_id": design["id"]})).json["token"]

    event = http_event(handler, path={"token": token}, headers={"origin": "https://blog.example"})
    answer = cloud.call(handler, event)

    assert answer.status == 200
    assert set(answer.json) == {
        "name",
        "product_id",
        "product_name",
        "style",
        "width_mm",
        "height_mm",
        "media",
    }
    assert answer.json["media"] == design["media"]
    assert "Ada" not in json.dumps(answer.json)
    assert shopper.subject not in json.dumps(answer.json)
    assert answer.headers["access-control-allow-origin"] == "https://blog.example"


def test_what_was_never_a_link_is_not_found(cloud: Stack):
    for token in ("x", "A" * 32, "é" * 5000):
        assert cloud.call(handler, http_event(handler, path={"token": token})).status == 404
