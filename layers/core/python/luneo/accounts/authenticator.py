"""From a bearer credential of any kind to a caller, or to the reason why it is none."""

from collections.abc import Callable
from typing import Protocol

from luneo.brands.keys import digest_of, looks_like
from luneo.brands.models import KeyDigest
from luneo.brands.schemas import KeyKind
from luneo.identity import claims
from luneo.identity.caller import Caller, Unauthenticated
from luneo.identity.tokens import ISSUER, MemberTokens, ShopperTokens, claimed_issuer

NO_CREDENTIAL = "Send an access token or a secret key as `Authorization: Bearer …`."


class KeyLookup(Protocol):
    """Whose keys are."""

    def by_digest(self, digest: str) -> KeyDigest | None:
        """The key with this SHA-256, revoked or not."""
        ...


class Authenticator:
    """Knows the three kinds of credential apart; the verifiers are made when the first token of their kind comes."""

    def __init__(
        self, keys: KeyLookup, shoppers: Callable[[], ShopperTokens], members: Callable[[], MemberTokens]
    ) -> None:
        self._keys = keys
        self._shoppers = shoppers
        self._members = members

    def caller(self, credential: str) -> Caller:
        """Who sent this credential.

        Raises:
            Unauthenticated: nobody we know; the detail says what to send instead.
        """
        if not credential:
            raise Unauthenticated(NO_CREDENTIAL)
        if looks_like(KeyKind.PUBLISHABLE, credential):
            raise Unauthenticated("A publishable key only opens widget sessions (POST /api/widget/sessions).")
        if looks_like(KeyKind.SECRET, credential):
            return self._holder(credential)
        issuer = claimed_issuer(credential)
        if issuer is None:
            raise Unauthenticated(f"This is neither a token nor a key. {NO_CREDENTIAL}")
        if issuer == ISSUER:
            shopper = self._shoppers().verify(credential)
            return claims.shopper(shopper.tenant_id, shopper.shopper_id, shopper.origin)
        return self._members().verify(credential)

    def _holder(self, key: str) -> Caller:
        found = self._keys.by_digest(digest_of(key))
        if found is None or found.kind != KeyKind.SECRET:
            raise Unauthenticated("There is no such secret key. Copy it whole, or make another.")
        if found.is_revoked:
            raise Unauthenticated("This secret key was revoked. Make another.")
        return claims.secret_key(found.tenant_id, found.row)
