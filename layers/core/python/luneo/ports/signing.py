"""What signs a file's provenance, wherever the key is kept."""

from typing import Protocol

from luneo.errors import DomainError


class SignerMisconfigured(DomainError):
    """No usable key or certificate, or the test authority in production: an operator must act."""

    status = 500
    slug = "signer-misconfigured"
    title = "The signer of provenance is not set up"


class Signer(Protocol):
    """An ES256 key (ECDSA on P-256 with SHA-256) with the certificates that vouch for it."""

    @property
    def chain(self) -> str:
        """X.509 certificates as PEM, the signer's own first, its issuers after it."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature as JOSE and COSE want it: r and s, 32 bytes each (RFC 7518, 3.4; RFC 9053, 2.1)."""
        ...
