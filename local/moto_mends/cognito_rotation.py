# ruff: noqa: SLF001  # a mend reaches into what it mends
"""Refresh tokens that serve once: ``GetTokensFromRefreshToken`` and the client's ``RefreshTokenRotation``.

moto 5.2.5 has neither. With ``Feature: ENABLED`` each call gives a new refresh token, which lives as long as the
sign-in has left; the old one may be tried again for ``RetryGracePeriodSeconds`` and is refused after that with
``RefreshTokenReuseException``. ``InitiateAuth`` refreshes only for clients whose ``ExplicitAuthFlows`` allow it, which
AWS does not let a rotating client do.
"""

import time
from typing import Any
from uuid import uuid4

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult

_REFRESH_FLOW = "ALLOW_REFRESH_TOKEN_AUTH"


class RefreshTokenReuseException(JsonRESTError):  # type: ignore[misc]  # moto is untyped here
    """A refresh token served before, and its grace is over."""

    def __init__(self) -> None:
        super().__init__("RefreshTokenReuseException", "Refresh token has been reused.")


def refuse_flow(client: Any) -> None:
    """Refuse ``InitiateAuth`` with a refresh token where the client does not allow it."""
    flows = client.extended_config.get("ExplicitAuthFlows")
    if flows and _REFRESH_FLOW not in flows:
        raise InvalidParameterException("Auth flow not enabled for this client")


def get_tokens(pool: Any, client_id: str, refresh_token: str) -> dict[str, Any]:
    """The ``AuthenticationResult`` for a refresh token of this client."""
    owner = pool.refresh_tokens.get(refresh_token)
    if owner is None or owner[0] != client_id:
        raise NotAuthorizedError("Invalid Refresh Token")
    rotation = pool.clients[client_id].extended_config.get("RefreshTokenRotation") or {}
    rotates = rotation.get("Feature") == "ENABLED"
    if rotates:
        _refuse_reuse(pool, refresh_token, rotation.get("RetryGracePeriodSeconds", 0))
    access_token, id_token, expires_in = pool.create_tokens_from_refresh_token(refresh_token)
    result = {"AccessToken": access_token, "IdToken": id_token, "ExpiresIn": expires_in, "TokenType": "Bearer"}
    return result | ({"RefreshToken": _successor(pool, refresh_token)} if rotates else {})


def _refuse_reuse(pool: Any, refresh_token: str, grace_seconds: float) -> None:
    served_at = _served(pool).get(refresh_token)
    if served_at is not None and time.time() > served_at + grace_seconds:
        raise RefreshTokenReuseException


def _successor(pool: Any, refresh_token: str) -> str:
    _served(pool).setdefault(refresh_token, time.time())
    successor = str(uuid4())
    pool.refresh_tokens[successor] = pool.refresh_tokens[refresh_token]
    return successor


def _served(pool: Any) -> dict[str, float]:
    """When each refresh token served first."""
    served: dict[str, float] = pool.__dict__.setdefault("served_refresh_tokens", {})
    return served


def _action(response: Any) -> Any:
    client_id, token = response._get_param("ClientId"), response._get_param("RefreshToken")
    pool = next(pool for pool in response.backend.user_pools.values() if client_id in pool.clients)
    return ActionResult({"AuthenticationResult": get_tokens(pool, client_id, token)})


def install() -> None:
    """Put the mend in place."""
    CognitoIdpResponse.get_tokens_from_refresh_token = _action
