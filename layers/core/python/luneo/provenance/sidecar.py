"""A signed statement beside a file that has no place for Content Credentials.

JSON: what the file's bytes hash to and where it comes from, and a detached JSON Web Signature over just that
(RFC 7515, appendix F; ES256, certificates in ``x5c``). The JSON has one form only, so every byte of it counts.
"""

import base64
import hashlib
import itertools
import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from luneo.ports.signing import Signer
from luneo.provenance.errors import Unreadable
from luneo.provenance.facts import CHANGED_IS, GENERATOR, GENERATOR_VERSION, SIGNING_USAGES, Origin

FORMAT: Final = "luneo-provenance-1"
_SIGNATURE: Final = "signature"
_HALF: Final = 32
_NOT_OURS: Final = (
    *(ValueError, KeyError, TypeError, AttributeError, RecursionError, Warning),
    *(x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType),
)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A sidecar as read: its statement, the signer's certificates (leaf first), and whether the signature holds."""

    statement: dict[str, Any]
    certificates: tuple[x509.Certificate, ...]
    is_genuine: bool


def sidecar(sha256: str, size_bytes: int, origin: Origin, signer: Signer) -> bytes:
    """The sidecar of a file with this hash (hex) and size, made as ``origin`` says."""
    statement: dict[str, Any] = {
        "format": FORMAT,
        "file": {"name": origin.name, "sha256": sha256, "size_bytes": size_bytes},
        "generation_id": origin.generation_id,
        "generator": {"name": GENERATOR, "version": GENERATOR_VERSION},
        "actions": [
            *_made(origin),
            {"action": origin.step, "description": origin.step_is, "by": f"{GENERATOR} {GENERATOR_VERSION}"}
            | {"digital_source_type": origin.source_type},
        ],
    }
    certificates = x509.load_pem_x509_certificates(signer.chain.encode())
    x5c = [base64.b64encode(certificate.public_bytes(Encoding.DER)).decode() for certificate in certificates]
    header = _encoded(_canonical({"alg": "ES256", "x5c": x5c}))
    signature = _encoded(signer.sign(_signing_input(header, statement)))
    return _written(statement | {_SIGNATURE: f"{header}..{signature}"})


def _made(origin: Origin) -> list[dict[str, Any]]:
    """How the picture came to be before we had it, as in Content Credentials."""
    by_model = {"when": origin.moment, "by": f"{origin.provider} {origin.model}"}
    by_model["digital_source_type"] = origin.picture_type
    if origin.parent is None:
        return [{"action": "c2pa.created", **by_model}]
    what = {"generation_id": origin.parent.generation_id, "sha256": origin.parent.sha256}
    opened = {"action": "c2pa.opened", "when": origin.moment, "ingredient": what}
    return [opened, {"action": "c2pa.edited", "description": CHANGED_IS, **by_model}]


def read_sidecar(data: bytes) -> Sidecar:
    """Read a sidecar and check its signature by its own certificate; whom to trust is the caller's question.

    Raises:
        Unreadable: it is no sidecar of ours.
    """
    try:
        document = json.loads(data)
        header, detached, signature = document[_SIGNATURE].split(".")
        x5c = json.loads(_decoded(header))["x5c"]
        certificates = tuple(_certificate(text) for text in x5c)
        statement = {name: value for name, value in document.items() if name != _SIGNATURE}
        raw, _ = _decoded(signature), statement["file"]["sha256"]
    except _NOT_OURS as error:
        raise Unreadable("The sidecar is no signed statement of ours.") from error
    whole = not detached and bool(certificates) and data == _written(document)
    return Sidecar(statement, certificates, whole and _holds(certificates[0], raw, _signing_input(header, statement)))


def _certificate(text: str) -> x509.Certificate:
    with warnings.catch_warnings():
        # What cryptography only deplores (a serial number below one) is no certificate for us.
        warnings.simplefilter("error")
        certificate = x509.load_der_x509_certificate(base64.b64decode(text, validate=True))
        # Its parts are parsed when they are asked for; a broken one should show here.
        _ = certificate.subject, certificate.issuer, certificate.extensions, certificate.not_valid_after_utc
    return certificate


def describes(statement: dict[str, Any], data: bytes) -> bool:
    """Whether the statement is about these bytes."""
    return bool(statement["file"].get("sha256") == hashlib.sha256(data).hexdigest())


def is_trusted(certificates: Sequence[x509.Certificate], roots: str, when: str) -> bool:
    """Whether the chain leads to one of the PEM ``roots`` and was valid at ``when`` (RFC 3339), for signing."""
    anchors = x509.load_pem_x509_certificates(roots.encode())
    last = certificates[-1]
    ends_in = any(last == anchor or _issued(last, anchor) for anchor in anchors)
    linked = all(_issued(subject, issuer) for subject, issuer in itertools.pairwise(certificates))
    return (
        ends_in
        and linked
        and _may_sign(certificates[0])
        and all(_covers(certificate, when) for certificate in certificates)
    )


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return any(usage.dotted_string in SIGNING_USAGES for usage in usages)


def _issued(subject: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        subject.verify_directly_issued_by(issuer)
        return bool(issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (*_NOT_OURS, InvalidSignature, x509.ExtensionNotFound, UnsupportedAlgorithm):
        return False


def _covers(certificate: x509.Certificate, when: str) -> bool:
    # RFC 3339 in UTC sorts as text.
    first, last = (
        f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    )
    return first <= when <= last


def _holds(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    try:
        key = certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return False
    if not isinstance(key, ec.EllipticCurvePublicKey) or len(signature) != 2 * _HALF:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
    try:
        key.verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _signing_input(header: str, statement: dict[str, Any]) -> bytes:
    return f"{header}.{_encoded(_canonical(statement))}".encode()


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def _written(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, sort_keys=True, indent=2) + "\n").encode()


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _encoded(data) != text:
        # The last character has bits that say nothing; only one spelling is ours.
        raise ValueError(text)
    return data
