"""Builders of what verifies credentials."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.accounts.authenticator import Authenticator
    from luneo.identity.tokens import KeySet, MemberTokens, ShopperTokens


def authenticator() -> "Authenticator":
    """Tells callers by shopper token, member's access token or secret key."""
    from luneo.accounts.authenticator import Authenticator
    from luneo.wiring.brands import key_directory

    return Authenticator(key_directory(), shopper_tokens, member_tokens)


def shopper_tokens() -> "ShopperTokens":
    """Widget tokens, by the secret that the function was granted."""
    from luneo.identity.tokens import ShopperTokens
    from luneo.resources import Secret
    from luneo.secrets import secret

    return ShopperTokens(secret(Secret.SHOPPER_TOKENS)["key"])


def member_tokens() -> "MemberTokens":
    """Access tokens of the members' pool."""
    from luneo import settings
    from luneo.adapters.cognito import issuer_of, key_set_url
    from luneo.identity.tokens import MemberTokens
    from luneo.resources import Pool

    pool_id = settings.physical_name(Pool.MEMBERS)
    return MemberTokens(issuer_of(pool_id), settings.pool_client(Pool.MEMBERS), _key_set(key_set_url(pool_id)))


@lru_cache(maxsize=4)
def _key_set(url: str) -> "KeySet":
    from luneo.adapters.key_set import fetch_key_set
    from luneo.identity.tokens import KeySet

    return KeySet(lambda: fetch_key_set(url))
