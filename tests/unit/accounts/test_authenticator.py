from typing import NoReturn

import pytest

from luneo.accounts.authenticator import Authenticator
from luneo.brands.keys import digest_of
from luneo.brands.models import KeyDigest
from luneo.identity.caller import Unauthenticated
from luneo.identity.tokens import Shopper, ShopperTokens
from luneo.ids import Prefix, new_id
from luneo.storage import now
from tests.factories import MOMENT, ORIGIN

SHOPPERS = ShopperTokens("k" * 32)


class Keys:
    def __init__(self, **rows: KeyDigest) -> None:
        self.rows = rows

    def by_digest(self, digest: str) -> KeyDigest | None:
        return self.rows.get(digest)


def never() -> NoReturn:
    raise AssertionError("this verifier has no part in it")


def key(text: str, kind: str, **members: object) -> Keys:
    return Keys(**{digest_of(text): KeyDigest("", "key_1", tenant_id="ten_1", kind=kind, **members)})


def test_a_secret_key_needs_no_token_machinery():
    caller = Authenticator(key("sk_a", "secret"), never, never).caller("sk_a")

    assert (caller.tenant.tenant_id, caller.subject) == ("ten_1", "key_1")


@pytest.mark.parametrize(
    ("keys", "credential", "reason"),
    [
        (Keys(), "", "Send an access token"),
        (Keys(), "sk_a", "no such secret key"),
        (key("sk_a", "secret", revoked_at=MOMENT), "sk_a", "revoked"),
        (key("sk_a", "publishable"), "sk_a", "no such secret key"),
        (key("pk_a", "publishable"), "pk_a", "only opens widget sessions"),
        (Keys(), "garbage", "neither a token nor a key"),
    ],
)
def test_every_refusal_tells_what_to_do(keys: Keys, credential: str, reason: str):
    with pytest.raises(Unauthenticated, match=reason):
        Authenticator(keys, never, never).caller(credential)


def test_a_shoppers_token_is_never_offered_to_the_pool():
    shopper = Shopper("ten_1", new_id(Prefix.SHOPPER), ORIGIN)
    token = SHOPPERS.mint(shopper, now()).text

    caller = Authenticator(Keys(), lambda: SHOPPERS, never).caller(token)

    assert (caller.subject, caller.origin) == (shopper.shopper_id, ORIGIN)
