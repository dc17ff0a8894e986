"""The HTTP API's two kinds of authoriser, with the answers it gives itself.

JWT: RS256 by the issuer's key set; issuer, audience (``aud``, or ``client_id`` where there is none), ``exp``, ``nbf``,
``iat``, scopes. Lambda: payload 2.0 with simple responses, not called without its identity source, answers kept for
the declared time.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import jwt

from local.gateway.payload import HttpRequest, HttpResponse, Matched, common_event, message
from local.gateway.routes import function_of

Invoke = Callable[[str, bytes], tuple[bytes, bool]]
"""``(function name, payload) -> (payload, failed)``."""
KeySet = Callable[[str], dict[str, Any]]
"""``issuer -> JSON web key set``."""

_UNAUTHORIZED = message(401, "Unauthorized", ("www-authenticate", "Bearer"))
_FORBIDDEN = message(403, "Forbidden")
_BROKEN = message(500, "Internal Server Error")


class Authorizer(Protocol):
    """Lets a request through with a context, or answers it."""

    def judge(
        self, request: HttpRequest, route: Matched, scopes: tuple[str, ...]
    ) -> tuple[dict[str, Any], HttpResponse | None]:
        """``requestContext.authorizer`` and nothing, or the refusal."""


def identity_of(request: HttpRequest, source: str) -> str | None:
    """The value of an identity source such as ``$request.header.Authorization``."""
    _, kind, name = source.split(".", 2)
    if kind == "header":
        return request.header(name)
    return dict(common_event(request, _NO_ROUTE).get("queryStringParameters", {})).get(name)


_NO_ROUTE = Matched("", "", "", {})


@dataclass(frozen=True)
class JwtAuthorizer:
    """Verifies bearer tokens of one issuer."""

    issuer: str
    audience: tuple[str, ...]
    source: str
    keys: KeySet

    def judge(
        self, request: HttpRequest, _route: Matched, scopes: tuple[str, ...]
    ) -> tuple[dict[str, Any], HttpResponse | None]:
        """See :class:`Authorizer`."""
        token = identity_of(request, self.source) or ""
        token = token[7:] if token.lower().startswith("bearer ") else token
        try:
            claims = self._verified(token)
        except (jwt.InvalidTokenError, KeyError):
            refusal = message(401, "Unauthorized", ("www-authenticate", 'Bearer error="invalid_token"'))
            return {}, refusal if token else _UNAUTHORIZED
        held = str(claims.get("scope") or claims.get("scp") or "").split()
        if scopes and not set(scopes) & set(held):
            return {}, message(403, "Forbidden", ("www-authenticate", 'Bearer error="insufficient_scope"'))
        texts = {name: claim_text(value) for name, value in claims.items()}
        return {"jwt": {"claims": texts, "scopes": list(scopes) or None}}, None

    def _verified(self, token: str) -> dict[str, Any]:
        wanted = jwt.get_unverified_header(token)["kid"]
        keys = {key["kid"]: key for key in self.keys(self.issuer)["keys"]}
        claims: dict[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(keys[wanted], "RS256").key,
            algorithms=["RS256"],
            issuer=self.issuer,
            options={"verify_aud": False, "require": ["exp", "iss"]},
        )
        audience = claims.get("aud", claims.get("client_id"))
        given = {audience} if isinstance(audience, str) else set(audience or ())
        if not given & set(self.audience):
            raise jwt.InvalidAudienceError
        return claims


def claim_text(value: Any) -> str:
    """A claim as the gateway writes it: always a string, a list as ``[a b]``."""
    if isinstance(value, list):
        return f"[{' '.join(claim_text(item) for item in value)}]"
    if isinstance(value, bool) or not isinstance(value, str):
        return json.dumps(value)
    return value


class LambdaAuthorizer:
    """Asks a function, and remembers what it said for ``ttl_s``."""

    def __init__(
        self,
        function: str,
        sources: tuple[str, ...],
        ttl_s: float,
        invoke: Invoke,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._function = function
        self._sources = sources
        self._ttl_s = ttl_s
        self._invoke = invoke
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, ...], tuple[float, dict[str, Any]]] = {}

    def judge(
        self, request: HttpRequest, route: Matched, _scopes: tuple[str, ...]
    ) -> tuple[dict[str, Any], HttpResponse | None]:
        """See :class:`Authorizer`."""
        identities = tuple(identity_of(request, source) or "" for source in self._sources)
        if not all(identities):
            return {}, message(401, "Unauthorized")
        answer = self._remembered(identities)
        if answer is None:
            payload, failed = self._invoke(self._function, json.dumps(self._event(request, route, identities)).encode())
            answer = None if failed else json.loads(payload)
            if not isinstance(answer, dict) or not isinstance(answer.get("isAuthorized"), bool):
                return {}, _BROKEN
            self._keep(identities, answer)
        if not answer["isAuthorized"]:
            return {}, _FORBIDDEN
        return {"lambda": answer.get("context") or {}}, None

    def _event(self, request: HttpRequest, route: Matched, identities: tuple[str, ...]) -> dict[str, Any]:
        method, _, path = route.route_key.partition(" ")
        return common_event(request, route) | {
            "type": "REQUEST",
            "routeArn": f"arn:aws:execute-api:local:{route.account}:{route.api_id}/$default/{method}{path}",
            "identitySource": list(identities),
        }

    def _remembered(self, identities: tuple[str, ...]) -> dict[str, Any] | None:
        with self._lock:
            until, answer = self._kept.get(identities, (0.0, {}))
            return answer if until > self._clock() else None

    def _keep(self, identities: tuple[str, ...], answer: dict[str, Any]) -> None:
        if self._ttl_s <= 0:
            return
        with self._lock:
            now = self._clock()
            self._kept = {key: kept for key, kept in self._kept.items() if kept[0] > now}
            self._kept[identities] = (now + self._ttl_s, answer)


def read_authorizer(properties: Mapping[str, Any], invoke: Invoke, keys: KeySet) -> Authorizer:
    """An authoriser from its resolved properties."""
    sources = tuple(properties.get("IdentitySource", ("$request.header.Authorization",)))
    if properties["AuthorizerType"] == "JWT":
        configuration = properties["JwtConfiguration"]
        return JwtAuthorizer(configuration["Issuer"], tuple(configuration["Audience"]), sources[0], keys)
    ttl = float(properties.get("AuthorizerResultTtlInSeconds", 0))
    return LambdaAuthorizer(function_of(properties["AuthorizerUri"]), sources, ttl, invoke)
