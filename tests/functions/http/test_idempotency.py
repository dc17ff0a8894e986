"""An ad hoc endpoint on the real tables: the conventions every creating POST shares."""

import pytest

from luneo.errors import Conflict, Invalid
from luneo.http import idempotency
from luneo.http.endpoint import endpoint
from luneo.http.models import StoredAnswer
from luneo.identity.caller import Caller, TenantContext
from luneo.identity.permissions import CallerKind, Permission
from luneo.schema import Body, View
from tests.events import http_event


class Order(Body):
    fate: str = "good"


class Receipt(View):
    number: int


RUNS = []


@endpoint("POST", "/api/receipts", permission=Permission.PRODUCTS_WRITE, status=201, idempotent=True)
def buy(order: Order, caller: Caller) -> Receipt:
    """Count how often this really ran."""
    RUNS.append(caller.subject)
    if order.fate == "conflict":
        raise Conflict("Sold out.")
    if order.fate == "invalid":
        raise Invalid.at("#/fate", "Not this.")
    if order.fate == "bug":
        raise ZeroDivisionError
    return Receipt(number=len(RUNS))


def caller(subject="key_1", tenant="ten_1"):
    return Caller(CallerKind.KEY, TenantContext(tenant), subject, frozenset({Permission.PRODUCTS_WRITE}))


@pytest.fixture(autouse=True)
def _count_anew():
    RUNS.clear()


def post(cloud, key, fate="good", who=None):
    headers = {} if key is None else {"idempotency-key": key}
    return cloud.call(buy, http_event(buy, caller=who or caller(), body={"fate": fate}, headers=headers))


def test_the_same_key_and_body_replay_the_first_answer(cloud):
    first, second = post(cloud, "k"), post(cloud, "k")
    assert (first.status, first.json) == (second.status, second.json) == (201, {"number": 1})
    assert second.headers["idempotency-replayed"] == "true"
    assert len(RUNS) == 1


@pytest.mark.parametrize(("fate", "status"), [("conflict", 409), ("bug", 500)])
def test_a_failure_after_the_work_began_is_replayed_too(cloud, fate, status):
    assert [post(cloud, "k", fate).status for _ in range(2)] == [status, status]
    assert len(RUNS) == 1


def test_a_refused_input_leaves_the_key_free(cloud):
    assert post(cloud, "k", "invalid").status == 422
    assert post(cloud, "k", "good").status == 201


def test_another_body_under_the_same_key_is_a_conflict(cloud):
    post(cloud, "k")
    assert post(cloud, "k", "other").problem == idempotency.KeyReused.slug


def test_a_request_still_running_is_a_conflict_that_says_when_to_come_back(cloud):
    with cloud.everything():
        idempotency.Attempt.of("TENANT#ten_1#key_1", buy.route.key, "k", b"").begin()
        row = next(iter(StoredAnswer.query("TENANT#ten_1#key_1")))
        row.update([StoredAnswer.fingerprint.set(_fingerprint_of_good())])
    answer = post(cloud, "k")
    assert answer.problem == idempotency.StillRunning.slug
    assert answer.headers["retry-after"] == "1"


def _fingerprint_of_good():
    return idempotency.Attempt.of("s", "r", "k", b'\x00{"fate": "good"}').fingerprint


def test_an_attempt_that_crashed_may_be_taken_up_again(cloud):
    with cloud.everything():
        attempt = idempotency.Attempt.of("TENANT#ten_1#key_1", buy.route.key, "k", b'\x00{"fate": "good"}')
        attempt.begin()
        StoredAnswer(attempt.scope, attempt.key).update([StoredAnswer.locked_until.set(1)])
    assert post(cloud, "k").status == 201


def test_keys_of_other_callers_and_tenants_are_other_keys(cloud):
    answers = [post(cloud, "k", who=who) for who in (caller(), caller("key_2"), caller("key_1", "ten_2"))]
    assert [answer.json["number"] for answer in answers] == [1, 2, 3]


def test_without_a_key_every_request_counts(cloud):
    assert [post(cloud, None).json["number"] for _ in range(2)] == [1, 2]


@pytest.mark.parametrize("key", ["", "x" * (idempotency.MAX_KEY + 1)])
def test_a_key_of_no_or_endless_length_is_refused_by_its_header(cloud, key):
    answer = post(cloud, key)
    assert (answer.status, answer.pointers) == (422, [idempotency.HEADER_POINTER])
