import pytest

from functions.brands.get_current import handler as get
from functions.brands.set_domains import handler
from luneo.brands.repository import BrandRepository, OriginDirectory
from luneo.http.origin import ORIGIN_HEADER
from luneo.identity.caller import TenantContext
from luneo.settings import ORIGIN_KEY, STAGE
from tests import factories
from tests.events import http_event
from tests.stack import Answer, Stack


def put(cloud: Stack, tenant: TenantContext, domains: list, **environment: str) -> Answer:
    through = {ORIGIN_HEADER: environment[ORIGIN_KEY]} if ORIGIN_KEY in environment else {}
    event = http_event(handler, caller=factories.member(tenant), body={"domains": domains}, headers=through)
    return cloud.call(handler, event, **environment)


def allowed(cloud: Stack, origin: str) -> bool:
    with cloud.everything():
        return OriginDirectory().is_allowed(origin)


def test_origins_are_stored_as_a_browser_sends_them(cloud: Stack, tenant: TenantContext):
    wanted = ["HTTPS://Shop.Example:443", "https://bücher.example", "https://shop.example"]

    answer = put(cloud, tenant, wanted)

    assert answer.json["domains"] == ["https://shop.example", "https://xn--bcher-kva.example"]
    assert allowed(cloud, "https://xn--bcher-kva.example")


def test_the_new_list_replaces_the_old_one(cloud: Stack, tenant: TenantContext):
    put(cloud, tenant, ["https://a.example", "https://b.example"])
    put(cloud, tenant, ["https://b.example", "https://c.example"])

    seen = {name: allowed(cloud, f"https://{name}.example") for name in "abc"}
    assert seen == {"a": False, "b": True, "c": True}


def test_an_origin_of_two_brands_stays_when_one_gives_it_up(cloud: Stack, tenant: TenantContext):
    with cloud.everything():
        other = factories.open_brand()
    put(cloud, tenant, ["https://shop.example"])
    put(cloud, other, ["https://shop.example"])

    put(cloud, tenant, [])

    assert allowed(cloud, "https://shop.example")


def test_every_entry_that_is_no_origin_is_named_and_nothing_changes(cloud: Stack, tenant: TenantContext):
    put(cloud, tenant, ["https://a.example"])

    answer = put(cloud, tenant, ["null", "https://ok.example", "https://*.example", "http://a.example"])

    assert (answer.status, answer.pointers) == (422, ["#/domains/0", "#/domains/2", "#/domains/3"])
    owner = factories.member(tenant)
    assert cloud.call(get, http_event(get, caller=owner)).json["domains"] == ["https://a.example"]


@pytest.mark.parametrize(("stage", "status"), [("local", 200), ("staging", 200), ("prod", 422)])
def test_a_developers_machine_is_allowed_outside_production(
    cloud: Stack, tenant: TenantContext, stage: str, status: int
):
    deployed = {STAGE: stage, ORIGIN_KEY: "behind-the-cdn"}

    assert put(cloud, tenant, ["http://127.0.0.1:8787"], **deployed).status == status


def test_at_most_twenty(cloud: Stack, tenant: TenantContext):
    many = [f"https://s{number}.example" for number in range(21)]

    assert put(cloud, tenant, many[:20]).status == 200
    assert put(cloud, tenant, many).pointers == ["#/domains"]


def test_a_change_made_meanwhile_is_not_lost(cloud: Stack, tenant: TenantContext, monkeypatch: pytest.MonkeyPatch):
    read = BrandRepository.get

    def read_then_be_overtaken(self: BrandRepository):
        brand = read(self)
        monkeypatch.undo()
        other = read(self)
        other.name = "Changed meanwhile"
        self.save(other)
        return brand

    monkeypatch.setattr(BrandRepository, "get", read_then_be_overtaken)

    answer = put(cloud, tenant, ["https://a.example"])

    assert (answer.status, answer.problem) == (409, "conflict")
    assert not allowed(cloud, "https://a.example")
