import importlib

import pytest

from luneo.catalogue import catalogue
from luneo.http import rate_limit
from luneo.http.endpoint import endpoint
from luneo.http.models import Bucket
from luneo.http.rate_limit import Limit
from luneo.http.route import Route
from luneo.identity.permissions import CallerKind
from luneo.schema import View
from tests import factories
from tests.events import http_event

CALLERS = {
    CallerKind.SHOPPER: factories.shopper,
    CallerKind.MEMBER: factories.member,
    CallerKind.KEY: factories.secret_key,
}
LIMITED = [route for route in catalogue().of(Route) if route.limit]


class Pong(View):
    ok: bool = True


@endpoint("GET", "/api/pong", permission=None, limit=Limit(3, per_s=60))
def ping() -> Pong:
    """Answer."""
    return Pong()


class Clock:
    def __init__(self):
        self.now = 1_000_000.0

    def time(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(rate_limit, "time", clock)
    return clock


def get(cloud, address="203.0.113.7"):
    return cloud.call(ping, http_event(ping, source_ip=address))


def test_a_burst_within_the_limit_passes_and_the_next_is_told_to_wait(cloud, clock):
    assert [get(cloud).status for _ in range(3)] == [200, 200, 200]
    refused = get(cloud)
    assert refused.problem == "too-many-requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 21
    assert refused.headers["ratelimit-policy"] == '"default";q=3;w=60'


def test_waiting_as_told_is_enough(cloud, clock):
    while (answer := get(cloud)).status == 200:
        pass
    clock.now += int(answer.headers["retry-after"])
    assert get(cloud).status == 200


def test_the_allowance_comes_back_one_by_one(cloud, clock):
    for _ in range(4):
        get(cloud)
    clock.now += 41
    assert [get(cloud).status for _ in range(3)] == [200, 200, 429]


def test_a_neighbour_is_not_touched(cloud, clock):
    for _ in range(4):
        get(cloud)
    assert get(cloud, "198.51.100.2").status == 200


@pytest.mark.parametrize("route", LIMITED, ids=lambda route: route.key)
def test_every_limited_route_refuses_who_has_spent_everything(cloud, clock, route):
    handler = importlib.import_module(route.function.module).handler
    caller = CALLERS[min(route.callers)]() if route.callers else None
    event = http_event(handler, caller=caller)
    scope = f"{caller.tenant.partition}#{caller.subject}" if caller else "IP#203.0.113.7"
    with cloud.everything():
        Bucket(scope, route.key, arrival=clock.now + route.limit.per_s, expires=clock.now + 3600).save()

    answer = cloud.call(handler, event)

    assert answer.problem == "too-many-requests"
    assert int(answer.headers["retry-after"]) >= 1
