import json

import pytest
from pydantic import Field

from luneo import settings
from luneo.errors import Conflict, NotFound
from luneo.http.endpoint import endpoint
from luneo.http.reply import Reply
from luneo.http.request import MAX_BODY_BYTES, Request
from luneo.identity.caller import Caller, TenantContext
from luneo.identity.permissions import CallerKind, Permission
from luneo.schema import Body, QueryParams, View
from tests.events import http_event


class Zone(Body):
    width: int = Field(gt=0)


class Draft(Body):
    name: str = Field(min_length=1)
    zones: tuple[Zone, ...] = ()


class Filter(QueryParams):
    limit: int = Field(default=5, le=10)


class Answer(View):
    text: str
    nothing: str | None = None


@pytest.fixture(autouse=True)
def _on_a_laptop(monkeypatch):
    monkeypatch.setenv(settings.STAGE, settings.Stage.LOCAL)


def caller(kind=CallerKind.KEY, *permissions, origin=None):
    return Caller(kind, TenantContext("ten_1"), "key_1", frozenset(permissions), origin)


OWNER = caller(CallerKind.KEY, Permission.PRODUCTS_WRITE, Permission.PRODUCTS_READ)


def call(handler, **event):
    return handler(http_event(handler, **event), None)


def problem(response):
    assert response["headers"]["content-type"] == "application/problem+json"
    return json.loads(response["body"])


@endpoint("POST", "/api/things/{thing_id}", permission=Permission.PRODUCTS_WRITE, status=201)
def create(thing_id: str, draft: Draft, caller: Caller) -> Answer:
    """Make one."""
    return Answer(text=f"{caller.subject} {thing_id} {draft.name} {len(draft.zones)}")


@endpoint("GET", "/api/things", permission=None)
def listing(query: Filter, request: Request) -> Answer:
    """List them."""
    return Answer(text=f"{query.limit} {request.origin}")


def test_body_path_and_caller_are_bound_by_their_annotations():
    response = call(create, caller=OWNER, path={"thing_id": "a1"}, body={"name": "mug", "zones": [{"width": 3}]})
    assert response["statusCode"] == 201
    assert json.loads(response["body"]) == {"text": "key_1 a1 mug 1"}


def test_a_broken_schema_names_every_place():
    body = {"name": "", "zones": [{"width": 0}], "more": 1}
    response = call(create, caller=OWNER, path={"thing_id": "a1"}, body=body)
    answer = problem(response)
    assert (answer["status"], answer["type"]) == (422, "/problems/invalid")
    assert {fault["pointer"] for fault in answer["errors"]} == {"#/name", "#/zones/0/width", "#/more"}


@pytest.mark.parametrize("body", ["", "{", "nul", "[" * 100_000])
def test_what_is_not_json_is_said_to_be_so(body):
    assert problem(call(create, caller=OWNER, path={"thing_id": "a"}, body=body))["type"] == "/problems/malformed-body"


def test_a_body_without_end_is_refused_by_its_size():
    response = call(create, caller=OWNER, path={"thing_id": "a"}, body='"' + "x" * MAX_BODY_BYTES + '"')
    assert response["statusCode"] == 413


def test_query_strings_are_checked_too():
    assert json.loads(call(listing, query={"limit": "7"})["body"])["text"] == "7 None"
    assert problem(call(listing, query={"limit": "70"}))["errors"][0]["pointer"] == "#/limit"


def test_nobody_is_asked_to_sign_in():
    response = call(create, path={"thing_id": "a"}, body={"name": "x"})
    assert problem(response)["type"] == "/problems/unauthenticated"
    assert response["headers"]["www-authenticate"].startswith("Bearer")


def test_a_caller_without_the_permission_is_told_which():
    reader = caller(CallerKind.KEY, Permission.PRODUCTS_READ)
    answer = problem(call(create, caller=reader, path={"thing_id": "a"}, body={"name": "x"}))
    assert answer["status"] == 403
    assert "products:write" in answer["detail"]


@endpoint("GET", "/api/mine", permission=Permission.WIDGET_READ)
def mine(caller: Caller) -> Answer:
    """Show mine."""
    return Answer(text=caller.origin or "")


SHOPPER = caller(CallerKind.SHOPPER, Permission.WIDGET_READ, origin="https://shop.example")


def test_a_widget_token_works_on_its_own_site_only():
    on = call(mine, caller=SHOPPER, headers={"origin": "https://shop.example"})
    off = call(mine, caller=SHOPPER, headers={"origin": "https://evil.example"})
    assert (on["statusCode"], problem(off)["type"]) == (200, "/problems/forbidden")


def test_shoppers_answers_may_be_read_by_their_page_even_when_refused():
    response = call(mine, headers={"origin": "https://shop.example"})
    assert response["statusCode"] == 401
    assert response["headers"]["access-control-allow-origin"] == "https://shop.example"


def test_other_routes_have_no_cross_origin_headers():
    response = call(
        create, caller=OWNER, path={"thing_id": "a"}, body={"name": "x"}, headers={"origin": "https://a.example"}
    )
    assert "access-control-allow-origin" not in response["headers"]


@endpoint("GET", "/api/fails/{how}", permission=None)
def fails(how: str) -> Reply:
    """Fail in some way."""
    if how == "missing":
        raise NotFound("thing")
    if how == "conflict":
        raise Conflict("busy", headers={"retry-after": "3"}, owner="someone")
    if how == "bug":
        raise ZeroDivisionError("a secret detail")
    return Reply(Answer(text="unwell"), status=503)


def test_refusals_become_problem_documents_with_the_request_id():
    event = http_event(fails, path={"how": "missing"})
    answer = problem(fails(event, None))
    assert answer["detail"] == "There is no such thing."
    assert answer["request_id"] == event["requestContext"]["requestId"]


def test_a_refusal_may_add_headers_and_members():
    response = call(fails, path={"how": "conflict"})
    assert (response["headers"]["retry-after"], problem(response)["owner"]) == ("3", "someone")


def test_a_fault_of_ours_tells_nothing_of_its_inside():
    response = call(fails, path={"how": "bug"})
    assert response["statusCode"] == 500
    assert "secret" not in response["body"]


def test_a_reply_may_choose_its_status_and_leaves_out_what_is_absent():
    response = call(fails, path={"how": "unwell"})
    assert (response["statusCode"], json.loads(response["body"])) == (503, {"text": "unwell"})


def test_a_parameter_that_nothing_binds_is_refused_at_import():
    with pytest.raises(TypeError, match="cannot bind"):

        @endpoint("GET", "/api/x", permission=None)
        def handler(mystery: int) -> None:
            """Never."""


def test_a_path_parameter_that_is_not_taken_is_refused_at_import():
    with pytest.raises(TypeError, match="does not take"):

        @endpoint("GET", "/api/x/{thing_id}", permission=None)
        def handler() -> None:
            """Never."""


@pytest.mark.parametrize(("sent", "status"), [({}, 403), ({"x-luneo-origin-key": "wrong"}, 403)])
def test_nobody_goes_around_the_content_network(monkeypatch, sent, status):
    monkeypatch.setenv(settings.ORIGIN_KEY, "right")
    assert call(listing, headers=sent)["statusCode"] == status


def test_requests_through_the_content_network_pass(monkeypatch):
    monkeypatch.setenv(settings.ORIGIN_KEY, "right")
    assert call(listing, headers={"x-luneo-origin-key": "right"})["statusCode"] == 200


def test_a_deployment_without_its_origin_key_answers_nobody(monkeypatch):
    monkeypatch.setenv(settings.STAGE, settings.Stage.PROD)
    assert call(listing)["statusCode"] == 500
