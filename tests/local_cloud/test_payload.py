"""Events and answers of the HTTP API, format 2.0."""

import base64
import json

import pytest

from local.gateway.payload import HttpRequest, Matched, event_of, message, response_of

ROUTE = Matched("abc123defg", "123456789012", "GET /api/products/{id}", {"id": "a b"})


def request(**changes):
    settings = {
        "method": "GET",
        "raw_path": "/api/products/a%20b",
        "query": "tag=x&tag=y&name=caf%C3%A9&empty=",
        "headers": (
            ("Host", "127.0.0.1:8787"),
            ("User-Agent", "test"),
            ("Accept", "a/b"),
            ("accept", "c/d"),
            ("Cookie", "one=1; two=2"),
        ),
        "body": b"",
        "source_ip": "127.0.0.1",
        "host": "127.0.0.1:8787",
        "request_id": "r-1",
        "at": 1583798639.428,
    }
    return HttpRequest(**(settings | changes))


def test_a_request_becomes_the_event_that_aws_documents():
    assert event_of(request(), ROUTE) == {
        "version": "2.0",
        "routeKey": "GET /api/products/{id}",
        "rawPath": "/api/products/a b",
        "rawQueryString": "tag=x&tag=y&name=caf%C3%A9&empty=",
        "cookies": ["one=1", "two=2"],
        "headers": {"host": "127.0.0.1:8787", "user-agent": "test", "accept": "a/b,c/d"},
        "queryStringParameters": {"tag": "x,y", "name": "café", "empty": ""},
        "pathParameters": {"id": "a b"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abc123defg",
            "domainName": "127.0.0.1",
            "domainPrefix": "127",
            "http": {
                "method": "GET",
                "path": "/api/products/a b",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "test",
            },
            "requestId": "r-1",
            "routeKey": "GET /api/products/{id}",
            "stage": "$default",
            "time": "10/Mar/2020:00:03:59 +0000",
            "timeEpoch": 1583798639428,
        },
        "isBase64Encoded": False,
    }


def test_what_is_absent_from_the_request_is_absent_from_the_event():
    event = event_of(request(query="", headers=()), Matched("a", "1", "GET /", {}))
    assert {"cookies", "queryStringParameters", "pathParameters", "body"}.isdisjoint(event)
    assert "authorizer" not in event["requestContext"]


@pytest.mark.parametrize(
    ("media_type", "body", "encoded"),
    [
        ("application/json", b"{}", False),
        ("application/problem+json", b"{}", False),
        ("text/plain; charset=utf-8", "é".encode(), False),
        ("application/x-www-form-urlencoded", b"a=b", True),
        ("image/png", b"\x89PNG", True),
        ("application/json", b"\xff\xfe", True),
    ],
)
def test_a_body_is_text_or_base_64_by_its_type(media_type, body, encoded):
    event = event_of(request(headers=(("content-type", media_type),), body=body), ROUTE)
    assert event["isBase64Encoded"] is encoded
    assert event["body"] == (base64.b64encode(body).decode() if encoded else body.decode())


def test_the_authorisers_context_is_passed_on():
    event = event_of(request(), ROUTE, {"lambda": {"kind": "shopper"}})
    assert event["requestContext"]["authorizer"] == {"lambda": {"kind": "shopper"}}


def test_an_answer_in_format_2_is_followed_to_the_letter():
    answer = {
        "statusCode": 201,
        "headers": {"Content-Type": "image/png", "X-Count": 3},
        "cookies": ["a=1", "b=2"],
        "body": base64.b64encode(b"\x89PNG").decode(),
        "isBase64Encoded": True,
    }
    response = response_of(json.dumps(answer).encode())
    assert (response.status, response.body) == (201, b"\x89PNG")
    assert response.headers == (
        ("content-type", "image/png"),
        ("x-count", "3"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
    )


def test_an_answer_without_a_status_is_the_body_itself():
    response = response_of(b'{"hello": 1}')
    assert (response.status, response.body) == (200, b'{"hello": 1}')


@pytest.mark.parametrize("payload", [b'{"statusCode": "many"}', b'{"statusCode": 200, "headers": 3}', b"not json"])
def test_an_answer_that_is_none_gives_the_gateways_500(payload):
    assert response_of(payload) == message(500, "Internal Server Error")
