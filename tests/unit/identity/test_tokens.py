from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from luneo.identity.caller import Unauthenticated
from luneo.identity.tokens import KeySet, MemberTokens, Shopper, ShopperTokens, claimed_issuer
from luneo.ids import Prefix, new_id
from luneo.storage import now

KEY = "k" * 32
SHOPPER = Shopper("ten_1", new_id(Prefix.SHOPPER), "https://shop.example")
PRIVATE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
JWK = jwt.algorithms.RSAAlgorithm.to_jwk(PRIVATE.public_key(), as_dict=True) | {"kid": "one", "alg": "RS256"}
ISSUER, CLIENT = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x", "client"


def claims(**change: Any) -> dict[str, Any]:
    moment = int(now().timestamp())
    base = {
        "iss": "luneo",
        "aud": "widget",
        "sub": SHOPPER.shopper_id,
        "tenant": "ten_1",
        "origin": SHOPPER.origin,
        "iat": moment,
        "exp": moment + 60,
    }
    return {name: value for name, value in (base | change).items() if value is not None}


def test_a_minted_token_is_read_back():
    minted = ShopperTokens(KEY).mint(SHOPPER, now())

    assert ShopperTokens(KEY).verify(minted.text) == SHOPPER


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "other"},
        {"aud": "api"},
        {"exp": None},
        {"sub": None},
        {"tenant": None},
        {"origin": None},
        {"sub": "usr_1"},
        {"exp": 1},
        {"iat": "soon"},
    ],
)
def test_a_token_with_other_claims_is_refused(change: dict[str, Any]):
    with pytest.raises(Unauthenticated):
        ShopperTokens(KEY).verify(jwt.encode(claims(**change), KEY, "HS256"))


@pytest.mark.parametrize(("key", "algorithm"), [("other" * 8, "HS256"), (KEY * 2, "HS512"), (None, "none")])
def test_another_key_or_algorithm_is_refused(key: str | None, algorithm: str):
    with pytest.raises(Unauthenticated):
        ShopperTokens(KEY).verify(jwt.encode(claims(), key, algorithm))


@given(st.text(max_size=200))
def test_garbage_is_refused_and_never_crashes(text: str):
    with pytest.raises(Unauthenticated):
        ShopperTokens(KEY).verify(text)
    assert claimed_issuer(text) is None


@pytest.mark.parametrize(("hours", "known"), [(1, True), (24, True), (25, False)])
def test_a_shopper_is_remembered_for_a_day(hours: int, *, known: bool):
    token = ShopperTokens(KEY).mint(SHOPPER, now() - timedelta(hours=hours)).text

    assert (ShopperTokens(KEY).remember(token) == SHOPPER) is known


# Members


def access_token(header: dict[str, Any] | None = None, private: Any = PRIVATE, algorithm: str = "RS256", **change: Any):
    moment = int(now().timestamp())
    base = {
        "iss": ISSUER,
        "sub": "subject",
        "client_id": CLIENT,
        "token_use": "access",
        "exp": moment + 60,
        "luneo_tenant": "ten_1",
        "luneo_role": "owner",
        "luneo_user": "usr_1",
    }
    payload = {name: value for name, value in (base | change).items() if value is not None}
    return jwt.encode(payload, private, algorithm, headers={"kid": "one"} | (header or {}))


def members(fetch=lambda: {"keys": [JWK]}) -> MemberTokens:
    return MemberTokens(ISSUER, CLIENT, KeySet(fetch))


def test_an_access_token_names_the_member():
    caller = members().verify(access_token())

    assert (caller.tenant.tenant_id, caller.subject) == ("ten_1", "usr_1")


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example"},
        {"client_id": "other"},
        {"client_id": None},
        {"token_use": "id"},
        {"exp": 1},
        {"exp": None},
        {"luneo_tenant": None},
        {"luneo_role": "emperor"},
        {"luneo_user": None},
        {"header": {"kid": "two"}},
        {"private": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
        {"private": "k" * 32, "algorithm": "HS256"},
    ],
)
def test_another_token_is_refused(change: dict[str, Any]):
    with pytest.raises(Unauthenticated):
        members().verify(access_token(**change))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_keys_are_fetched_once_an_hour_and_for_unknown_ones_once_a_minute():
    clock, fetched = Clock(), []
    keys = KeySet(lambda: fetched.append(clock.now) or {"keys": [JWK]}, clock)

    for moment, key_id in [
        (0, "one"),
        (10, "one"),
        (20, "two"),
        (61, "two"),
        (70, "two"),
        (3600, "one"),
        (3661, "one"),
    ]:
        clock.now = moment
        keys.key(key_id)

    assert fetched == [0, 61, 3661]
