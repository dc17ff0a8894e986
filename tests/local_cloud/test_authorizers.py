"""The gateway's authorisers let through, refuse and remember as API Gateway's do."""

import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from local.gateway.authorizers import JwtAuthorizer, LambdaAuthorizer, claim_text
from local.gateway.payload import HttpRequest, Matched

ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool"
ROUTE = Matched("api", "123456789012", "POST /api/things", {})
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEY_SET = {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "k1"}]}


def request(authorization=None):
    headers = (("authorization", authorization),) if authorization else ()
    return HttpRequest("POST", "/api/things", "", headers, b"", "127.0.0.1", "127.0.0.1")


def token(key=KEY, algorithm="RS256", kid="k1", **claims):
    now = int(time.time())
    content = {"iss": ISSUER, "client_id": "app", "exp": now + 60, "iat": now} | claims
    return jwt.encode({k: v for k, v in content.items() if v is not None}, key, algorithm, headers={"kid": kid})


MEMBERS = JwtAuthorizer(ISSUER, ("app",), "$request.header.Authorization", lambda _issuer: KEY_SET)


def judge(text, scopes=()):
    return MEMBERS.judge(request(text), ROUTE, scopes)


def test_a_good_token_passes_and_its_claims_are_strings():
    context, refusal = judge("Bearer " + token(luneo_role="owner", groups=["a", "b"], verified=True, n=3))
    assert refusal is None
    claims = context["jwt"]["claims"]
    assert context["jwt"]["scopes"] is None
    assert (claims["luneo_role"], claims["groups"], claims["verified"], claims["n"]) == ("owner", "[a b]", "true", "3")
    assert all(isinstance(value, str) for value in claims.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"client_id": "another-app"},
        {"aud": "another-app"},
        {"client_id": None},
        {"exp": 1},
        {"exp": None},
        {"nbf": 99999999999},
        {"kid": "unknown"},
        {"key": OTHER_KEY},
    ],
)
def test_a_token_that_does_not_verify_is_a_401(wrong):
    _, refusal = judge("Bearer " + token(**wrong))
    assert (refusal.status, refusal.body) == (401, b'{"message": "Unauthorized"}')
    assert dict(refusal.headers)["www-authenticate"].startswith("Bearer")


def test_a_token_signed_with_the_public_key_as_a_secret_is_refused():
    _, refusal = judge("Bearer " + token(key="public-key-as-secret-of-thirty-two-bytes", algorithm="HS256"))
    assert refusal.status == 401


@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer rubbish", "rubbish"])
def test_no_token_is_a_401(header):
    assert judge(header)[1].status == 401


def test_the_audience_counts_before_the_client_id():
    assert judge("Bearer " + token(aud="app", client_id="another"))[1] is None


def test_a_route_with_scopes_wants_one_of_them():
    assert judge("Bearer " + token(scope="read write"), ("write",))[1] is None
    assert judge("Bearer " + token(scope="read"), ("write",))[1].status == 403


def test_nested_claims_become_text():
    assert claim_text({"a": 1}) == '{"a": 1}'


class Function:
    def __init__(self, answer, *, failed=False):
        self.answer, self.failed, self.events = answer, failed, []

    def __call__(self, name, payload):
        self.events.append((name, json.loads(payload)))
        return json.dumps(self.answer).encode(), self.failed


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def caller(function, ttl=60, clock=None):
    return LambdaAuthorizer("authoriser", ("$request.header.Authorization",), ttl, function, clock or Clock())


def test_a_lambda_authoriser_gets_the_request_and_its_context_is_passed_on():
    function = Function({"isAuthorized": True, "context": {"kind": "shopper"}})
    context, refusal = caller(function).judge(request("Bearer x"), ROUTE, ())
    assert (context, refusal) == ({"lambda": {"kind": "shopper"}}, None)
    name, event = function.events[0]
    assert (name, event["type"], event["version"]) == ("authoriser", "REQUEST", "2.0")
    assert event["identitySource"] == ["Bearer x"]
    assert event["routeArn"].endswith("/$default/POST/api/things")


def test_without_its_identity_source_it_is_not_called():
    function = Function({"isAuthorized": True})
    assert caller(function).judge(request(), ROUTE, ())[1].status == 401
    assert function.events == []


def test_its_no_is_a_403():
    refusal = caller(Function({"isAuthorized": False})).judge(request("x"), ROUTE, ())[1]
    assert (refusal.status, refusal.body) == (403, b'{"message": "Forbidden"}')


@pytest.mark.parametrize("function", [Function({}, failed=True), Function({"isAuthorized": "yes"}), Function(None)])
def test_its_failure_is_a_500_and_is_not_remembered(function):
    authorizer = caller(function)
    assert authorizer.judge(request("x"), ROUTE, ())[1].status == 500
    authorizer.judge(request("x"), ROUTE, ())
    assert len(function.events) == 2


def test_an_answer_is_remembered_by_credential_for_its_time():
    function, clock = Function({"isAuthorized": True}), Clock()
    authorizer = caller(function, 60, clock)
    for credential in ("x", "x", "y"):
        authorizer.judge(request(credential), ROUTE, ())
    assert len(function.events) == 2
    clock.now += 61
    authorizer.judge(request("x"), ROUTE, ())
    assert len(function.events) == 3


def test_a_time_of_nought_remembers_nothing():
    function = Function({"isAuthorized": True})
    authorizer = caller(function, 0)
    for _ in range(2):
        authorizer.judge(request("x"), ROUTE, ())
    assert len(function.events) == 2
