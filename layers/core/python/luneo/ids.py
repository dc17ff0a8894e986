"""Prefixed, time-ordered identifiers: ``gen_01J…`` is a ULID behind the kind of thing it names."""

import hashlib
import re
import secrets
import time
from enum import StrEnum

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_RANDOM_BITS = 80
_BYTES = 16


class Prefix(StrEnum):
    """The kinds of thing that have an identifier."""

    TENANT = "ten"
    USER = "usr"
    KEY = "key"
    PRODUCT = "prd"
    UPLOAD = "upl"
    PREPARATION = "prp"
    SHOPPER = "shp"
    GENERATION = "gen"
    DESIGN = "dsn"
    REFERENCE = "ref"
    EVENT = "evt"
    CONNECTION = "con"


def new_id(prefix: Prefix) -> str:
    """A fresh identifier; later ones sort after earlier ones to the millisecond."""
    return _spelt(prefix, (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS))


def derived_id(prefix: Prefix, *parts: str) -> str:
    """The identifier that these parts always give: a repeated request names the same thing. It carries no time."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return _spelt(prefix, int.from_bytes(digest[:_BYTES]))


def _spelt(prefix: Prefix, number: int) -> str:
    digits = (_CROCKFORD[(number >> shift) & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
    return f"{prefix}_{''.join(digits)}"


def pattern(prefix: Prefix) -> str:
    """The regular expression that a well-formed identifier of this kind matches."""
    return rf"^{prefix}_[{_CROCKFORD}]{{{_LENGTH}}}$"


def is_id(prefix: Prefix, text: str) -> bool:
    """Whether the text has the form of an identifier of this kind."""
    return re.fullmatch(pattern(prefix), text) is not None
