"""Signers whose key is a PEM: the operator's from Secrets Manager, and the test authority's that everybody knows."""

import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

from luneo.ports.signing import SignerMisconfigured
from luneo.provenance.facts import SIGNING_USAGES
from luneo.settings import Stage

TEST_AUTHORITY: Final = "Luneo test authority"
_VALID: Final = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC))
# SEC 2, 2.4.2: the order of secp256r1's base point.
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class PemSigner:
    """Signs with an ES256 key in memory; the same data gives the same signature (RFC 6979)."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, chain: str) -> None:
        self._key = key
        self.chain = chain

    def sign(self, data: bytes) -> bytes:
        """The signature as r and s, 32 bytes each."""
        r, s = decode_dss_signature(self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def signer_from_pem(private_key: str, chain: str) -> PemSigner:
    """The signer of a P-256 key (PKCS 8, unencrypted) and its certificates, the signer's own first.

    Raises:
        SignerMisconfigured: either is no PEM of its kind, or they do not belong together.
    """
    try:
        key = serialization.load_pem_private_key(private_key.encode(), password=None)
        (leaf, *_) = x509.load_pem_x509_certificates(chain.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        detail = "The secret of provenance needs the PEM members private_key and certificate_chain."
        raise SignerMisconfigured(detail) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SignerMisconfigured("The key of provenance must be an EC key on P-256, for ES256.")
    if leaf.public_key() != key.public_key():
        raise SignerMisconfigured("The first certificate of provenance is not that of the private key.")
    return PemSigner(key, chain)


def signer_for_tests(stage: Stage) -> PemSigner:
    """The test authority's signer: its key is public, so what it signs proves that bytes are whole and nothing else.

    Raises:
        SignerMisconfigured: this is production.
    """
    if stage is Stage.PROD:
        raise SignerMisconfigured("The test authority does not sign in production. Enter a certificate of your own.")
    return PemSigner(_key("signer"), _pem(_leaf()) + root_for_tests())


@cache
def root_for_tests() -> str:
    """The test authority's own certificate as PEM, the same bytes everywhere."""
    return _pem(_root())


def _key(label: str) -> ec.EllipticCurvePrivateKey:
    # Every function of the laptop is a process of its own, and all must sign alike: the keys follow from a word.
    digest = hashlib.sha512(f"{TEST_AUTHORITY}, {label}".encode()).digest()
    return ec.derive_private_key(int.from_bytes(digest, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


@cache
def _root() -> x509.Certificate:
    usage = _usage(signs=False)
    return (
        _certificate(TEST_AUTHORITY, "root", serial=1)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(_key("root"), hashes.SHA256(), ecdsa_deterministic=True)
    )


def _leaf() -> x509.Certificate:
    usages = x509.ExtendedKeyUsage([x509.ObjectIdentifier(SIGNING_USAGES[0])])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(_key("root").public_key())
    return (
        _certificate("Luneo test signer, not for production", "signer", serial=2)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(usages, critical=False)
        .add_extension(issuer, critical=False)
        .sign(_key("root"), hashes.SHA256(), ecdsa_deterministic=True)
    )


def _certificate(common_name: str, label: str, *, serial: int) -> x509.CertificateBuilder:
    public_key = _key(label).public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common_name))
        .issuer_name(_name(TEST_AUTHORITY))
        .public_key(public_key)
        .serial_number(serial)
        .not_valid_before(_VALID[0])
        .not_valid_after(_VALID[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, TEST_AUTHORITY)
    return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
