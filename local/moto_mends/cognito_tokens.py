# ruff: noqa: SLF001  # a mend reaches into what it mends
"""Cognito's tokens: their lives, and the trigger that adds claims to them.

moto 5.2.5 gives every token an hour, dates each refresh as a new sign-in, leaves the attributes out of ID tokens
unless the client names them, and never calls a trigger. Here the client's ``AccessTokenValidity``,
``IdTokenValidity`` and ``RefreshTokenValidity`` (with ``TokenValidityUnits``) count, and the pool's
pre-token-generation trigger is called: version 2 (``LambdaConfig.PreTokenGenerationConfig``) shapes both tokens,
version 1 (``LambdaConfig.PreTokenGeneration``) the ID token only. The tokens are signed RS256 with moto's key;
the pool's JSON web key set is served at ``/<pool id>/.well-known/jwks.json``.
"""

import base64
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUserPool
from moto.core.exceptions import JsonRESTError

from local.moto_mends.awslambda import invoke_function

_UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_DEFAULT_VALIDITY = {"AccessToken": (60, "minutes"), "IdToken": (60, "minutes"), "RefreshToken": (30, "days")}
_KEY_ID = "dummy"  # the name of moto's one key in the key set that it serves
_ACCESS = "access"
_GROUPS = "cognito:groups"
_UNTOUCHABLE = frozenset(
    {"acr", "amr", "at_hash", "auth_time", "azp", "exp", "iat", "iss", "jti", "nbf", "nonce", "origin_jti"}
    | {"sub", "token_use", "username", "client_id", "device_key", "event_id", "version", "cognito:username"}
)

_create_refresh_token = CognitoIdpUserPool.create_refresh_token
_create_tokens = CognitoIdpUserPool.create_tokens_from_refresh_token


class UserLambdaValidationException(JsonRESTError):  # type: ignore[misc]  # moto is untyped here
    """What a caller sees when the trigger fails."""

    def __init__(self, message: str) -> None:
        super().__init__("UserLambdaValidationException", message)


# Lives


def _validity_seconds(client: Any, kind: str) -> int:
    amount, unit = _DEFAULT_VALIDITY[kind]
    configured = client.extended_config.get(f"{kind}Validity")
    if configured:
        amount = configured
        unit = "days" if kind == "RefreshToken" else "hours"
    unit = client.extended_config.get("TokenValidityUnits", {}).get(kind, unit)
    return int(amount) * _UNIT_SECONDS[unit]


def _refresh_token_with_birth(pool: Any, client_id: str, username: str) -> tuple[str, str]:
    token, origin_jti = _create_refresh_token(pool, client_id, username)
    _sessions(pool)[origin_jti] = int(time.time())
    return str(token), str(origin_jti)


def _tokens_for_a_living_session(pool: Any, refresh_token: str) -> Any:
    """Refuse a refresh token that is unknown, void, too old, or whose user may not sign in."""
    owner = pool.refresh_tokens.get(refresh_token)
    if owner is None:
        raise NotAuthorizedError("Refresh Token has been revoked")
    client_id, username, origin_jti = owner
    born = _sessions(pool).get(origin_jti, 0)
    if time.time() >= born + _validity_seconds(pool.clients[client_id], "RefreshToken"):
        raise NotAuthorizedError("Refresh Token has expired")
    user = pool._get_user(username)
    if user is None or not user.enabled:
        raise NotAuthorizedError("User is disabled.")
    return _create_tokens(pool, refresh_token)


def void_access_tokens(pool: Any, *, origin_jti: str) -> None:
    """Have Cognito's own operations refuse the access tokens of one sign-in."""
    for token in list(pool.access_tokens):
        if _claims(token).get("origin_jti") == origin_jti:
            del pool.access_tokens[token]


def _claims(token: str) -> dict[str, Any]:
    body = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


def _sessions(pool: Any) -> dict[str, int]:
    """When each sign-in happened, by the ``origin_jti`` that all its tokens share."""
    sessions: dict[str, int] = pool.__dict__.setdefault("sign_in_times", {})
    return sessions


# Claims


def _create_shaped_jwt(
    pool: Any,
    client_id: str,
    username: str,
    token_use: str,
    expires_in: int = 0,
    extra_data: Mapping[str, Any] | None = None,
) -> tuple[str, int]:
    """Stand in for ``create_jwt``. moto makes the access token first, then the ID token of the same sign-in."""
    del expires_in  # the client's configuration decides
    access = token_use == _ACCESS
    life = _validity_seconds(pool.clients[client_id], "AccessToken" if access else "IdToken")
    claims = _plain_claims(pool, client_id, pool._get_user(username), token_use, life) | dict(extra_data or {})
    claims["auth_time"] = _sessions(pool).get(claims["origin_jti"], claims["iat"])
    answers: dict[str, Any] = pool.__dict__.setdefault("trigger_answers", {})
    if access:
        answers[claims["origin_jti"]] = _ask_trigger(pool, client_id, username, claims)
        _shape(claims, answers[claims["origin_jti"]], "accessTokenGeneration")
    else:
        _shape(claims, answers.pop(claims["origin_jti"], {}), "idTokenGeneration")
    header = {"kid": _KEY_ID, "alg": "RS256"}
    return str(jwt.encode(header, claims, pool.json_web_key)), life


def _plain_claims(pool: Any, client_id: str, user: Any, token_use: str, life: int) -> dict[str, Any]:
    """What every token of this kind says; an ID token carries the attributes that its client may read."""
    now = int(time.time())
    access = token_use == _ACCESS
    claims = {
        "iss": f"https://cognito-idp.{pool.region}.amazonaws.com/{pool.id}",
        "sub": user.id,
        "client_id" if access else "aud": client_id,
        "username" if access else "cognito:username": user.username,
        "token_use": token_use,
        "iat": now,
        "exp": now + life,
        "jti": str(uuid.uuid4()),
    }
    if access:
        return claims
    readable = pool.clients[client_id].get_readable_fields()
    attributes = {name: value for name, value in user.attribute_lookup.items() if not readable or name in readable}
    flags = {name: value == "true" for name, value in attributes.items() if name.endswith("_verified")}
    return attributes | flags | claims


def _ask_trigger(pool: Any, client_id: str, username: str, claims: Mapping[str, Any]) -> dict[str, Any]:
    """The trigger's ``claimsAndScopeOverrideDetails``, or nothing when the pool has no such trigger."""
    config = pool.extended_config.get("LambdaConfig") or {}
    versioned = config.get("PreTokenGenerationConfig") or {}
    arn = versioned.get("LambdaArn") or config.get("PreTokenGeneration")
    if not arn:
        return {}
    version = versioned.get("LambdaVersion", "V1_0")[1]
    event = _trigger_event(pool, client_id, username, version, claims)
    event["triggerSource"] = f"TokenGeneration_{_occasion(pool, claims['origin_jti'])}"
    result = invoke_function(arn, json.dumps(event).encode())
    if result.error is not None:
        message = json.loads(result.payload).get("errorMessage", "")
        raise UserLambdaValidationException(f"PreTokenGeneration failed with error {message}.")
    response = (json.loads(result.payload) or {}).get("response") or {}
    if version != "1":
        return response.get("claimsAndScopeOverrideDetails") or {}
    details = response.get("claimsOverrideDetails") or {}
    return {"idTokenGeneration": details, "groupOverrideDetails": details.get("groupOverrideDetails")}


def _occasion(pool: Any, origin_jti: str) -> str:
    """A sign-in makes its first pair of tokens by authentication, and every later one by refresh."""
    served: set[str] = pool.__dict__.setdefault("served_sign_ins", set())
    occasion = "RefreshTokens" if origin_jti in served else "Authentication"
    served.add(origin_jti)
    return occasion


def _trigger_event(pool: Any, client_id: str, username: str, version: str, claims: Mapping[str, Any]) -> dict[str, Any]:
    user = pool._get_user(username)
    request = {
        "userAttributes": {**user.attribute_lookup, "cognito:user_status": user.status.value},
        "groupConfiguration": {
            "groupsToOverride": list(claims.get(_GROUPS, [])),
            "iamRolesToOverride": [],
            "preferredRole": None,
        },
    }
    if version != "1":
        request["scopes"] = claims["scope"].split()
    key = "claimsOverrideDetails" if version == "1" else "claimsAndScopeOverrideDetails"
    return {
        "version": version,
        "region": pool.region,
        "userPoolId": pool.id,
        "userName": user.username,
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": client_id},
        "request": request,
        "response": {key: None},
    }


def _shape(claims: dict[str, Any], answer: Mapping[str, Any], section: str) -> None:
    """Apply the trigger's answer to ``claims`` in place; what AWS protects stays as it is."""
    change = answer.get(section) or {}
    groups = (answer.get("groupOverrideDetails") or {}).get("groupsToOverride")
    if groups is not None:
        claims[_GROUPS] = list(groups)
    added = (change.get("claimsToAddOrOverride") or {}).items()
    claims.update({name: value for name, value in added if name not in _UNTOUCHABLE})
    for name in set(change.get("claimsToSuppress") or []) - _UNTOUCHABLE:
        claims.pop(name, None)
    if "scope" in claims:
        suppressed = set(change.get("scopesToSuppress") or [])
        scopes = [scope for scope in claims["scope"].split() if scope not in suppressed]
        claims["scope"] = " ".join([*scopes, *(change.get("scopesToAdd") or [])])


def install() -> None:
    """Put the mends in place."""
    CognitoIdpUserPool.create_jwt = _create_shaped_jwt
    CognitoIdpUserPool.create_refresh_token = _refresh_token_with_birth
    CognitoIdpUserPool.create_tokens_from_refresh_token = _tokens_for_a_living_session
