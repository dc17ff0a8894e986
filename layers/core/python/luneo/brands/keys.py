"""What an API key looks like and how it is remembered."""

import hashlib
import secrets
from dataclasses import dataclass

from luneo.brands.schemas import KeyKind

KEY_BYTES = 32
PREFIXES = {KeyKind.PUBLISHABLE: "pk_", KeyKind.SECRET: "sk_"}
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A key at the only moment it is known."""

    text: str

    @property
    def digest(self) -> str:
        """What is stored of it."""
        return digest_of(self.text)

    @property
    def hint(self) -> str:
        """Enough to tell it from its siblings, too little to guess it."""
        return f"{self.text[: 3 + _SHOWN]}…{self.text[-_SHOWN:]}"


def fresh_key(kind: KeyKind) -> FreshKey:
    """A key of 256 random bits behind the prefix of its kind."""
    return FreshKey(PREFIXES[kind] + secrets.token_urlsafe(KEY_BYTES))


def digest_of(key: str) -> str:
    """The SHA-256 by which a key is found; a key has too many bits for a slow hash to add anything."""
    return hashlib.sha256(key.encode()).hexdigest()


def looks_like(kind: KeyKind, text: str) -> bool:
    """Whether the text has the prefix of this kind."""
    return text.startswith(PREFIXES[kind])
