"""JSON Web Tokens, each kind with its algorithm pinned: shoppers' (ours, HS256) and members' (the pool's, RS256)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from luneo.identity import claims
from luneo.identity.caller import Caller, Unauthenticated
from luneo.ids import Prefix, is_id

ISSUER = "luneo"
AUDIENCE = "widget"
SHOPPER_TOKEN_LIFE = timedelta(minutes=15)
SHOPPER_MEMORY = timedelta(hours=24)
KEYS_KEPT_S = 3600
KEYS_ASKED_AGAIN_S = 60
_SHOPPER_ALGORITHM = "HS256"
_MEMBER_ALGORITHM = "RS256"
_SHOPPER_CLAIMS = ("iss", "aud", "exp", "iat", "sub", "tenant", "origin")
_MEMBER_CLAIMS = ("iss", "exp", "sub", "token_use", "client_id")

FetchKeys = Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ShopperToken:
    """A minted token and when it stops counting."""

    text: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shopper:
    """Whom a shopper's token names."""

    tenant_id: str
    shopper_id: str
    origin: str


class ShopperTokens:
    """Mints and verifies widget tokens with one secret ``key`` (at least 32 bytes)."""

    def __init__(self, key: str) -> None:
        self._key = key

    def mint(self, shopper: Shopper, now: datetime) -> ShopperToken:
        """A token for one shopper of one brand on one origin."""
        expires_at = now + SHOPPER_TOKEN_LIFE
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": shopper.shopper_id,
            "tenant": shopper.tenant_id,
            "origin": shopper.origin,
            "iat": int(now.timestamp()),
            "exp": int(expires_at.timestamp()),
        }
        return ShopperToken(jwt.encode(payload, self._key, _SHOPPER_ALGORITHM), expires_at)

    def verify(self, token: str) -> Shopper:
        """Whom a token names.

        Raises:
            Unauthenticated: it is not ours, was changed, or its time is over.
        """
        return self._read(token, timedelta())

    def remember(self, token: str) -> Shopper | None:
        """Whom a token named, up to a day after its end; nobody where it does not verify."""
        try:
            return self._read(token, SHOPPER_MEMORY)
        except Unauthenticated:
            return None

    def _read(self, token: str, leeway: timedelta) -> Shopper:
        try:
            payload = jwt.decode(
                token,
                self._key,
                algorithms=[_SHOPPER_ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=leeway,
                options={"require": list(_SHOPPER_CLAIMS)},
            )
        except jwt.ExpiredSignatureError:
            raise Unauthenticated("This widget token is over. Open a new session with the publishable key.") from None
        except jwt.InvalidTokenError:
            raise Unauthenticated("This widget token does not verify. Open a new session.") from None
        if not is_id(Prefix.SHOPPER, payload["sub"]):
            raise Unauthenticated("This widget token names no shopper. Open a new session.")
        return Shopper(str(payload["tenant"]), str(payload["sub"]), str(payload["origin"]))


class KeySet:
    """A pool's public keys, fetched when first needed, again after an hour, and for an unknown key once a minute."""

    def __init__(self, fetch: FetchKeys, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = -float(KEYS_KEPT_S)

    def key(self, key_id: str) -> jwt.PyJWK | None:
        """The key of this id.

        Raises:
            Unauthenticated: the keys cannot be had at the moment.
        """
        age = self._clock() - self._fetched_at
        if age >= KEYS_KEPT_S or (key_id not in self._keys and age >= KEYS_ASKED_AGAIN_S):
            self._keys = {
                item["kid"]: jwt.PyJWK(item, _MEMBER_ALGORITHM)
                for item in self._fetch()["keys"]
                if item.get("kty") == "RSA"
            }
            self._fetched_at = self._clock()
        return self._keys.get(key_id)


class MemberTokens:
    """Verifies access tokens of one app client of a user pool."""

    def __init__(self, issuer: str, client_id: str, keys: KeySet) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._keys = keys

    def verify(self, token: str) -> Caller:
        """The member whose access token this is.

        Raises:
            Unauthenticated: another kind of token, another issuer or client, changed, or over.
        """
        payload = self._payload(token)
        if payload["client_id"] != self._client_id:
            raise Unauthenticated("This access token was made for another application.")
        return claims.member(payload)

    def _payload(self, token: str) -> dict[str, Any]:
        refusal = Unauthenticated("This access token does not verify. Sign in again.")
        try:
            key = self._keys.key(str(jwt.get_unverified_header(token).get("kid")))
            if key is None:
                raise refusal
            payload: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[_MEMBER_ALGORITHM],
                issuer=self._issuer,
                options={"require": list(_MEMBER_CLAIMS), "verify_aud": False},
            )
        except jwt.ExpiredSignatureError:
            raise Unauthenticated("This access token is over. Use the refresh token to get another.") from None
        except jwt.InvalidTokenError:
            raise refusal from None
        return payload


def claimed_issuer(token: str) -> str | None:
    """Who a token says issued it, unverified: it only decides which verification it must pass."""
    try:
        payload = jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return None
    return str(payload.get("iss"))
