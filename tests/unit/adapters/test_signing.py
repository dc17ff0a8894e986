import subprocess
import sys

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from luneo.adapters.signing import root_for_tests, signer_for_tests, signer_from_pem
from luneo.ports.signing import SignerMisconfigured
from luneo.settings import Stage

SIGNER = signer_for_tests(Stage.LOCAL)


def pem(key):
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def test_the_same_data_gives_the_same_signature_of_64_bytes():
    assert SIGNER.sign(b"data") == SIGNER.sign(b"data") != SIGNER.sign(b"date")
    assert len(SIGNER.sign(b"data")) == 64


def test_every_process_has_the_same_test_authority():
    code = "from luneo.adapters.signing import root_for_tests; print(root_for_tests(), end='')"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert other.stdout == root_for_tests()


def test_the_test_authority_issued_its_signer_and_says_what_it_is():
    leaf, root = x509.load_pem_x509_certificates(SIGNER.chain.encode())
    leaf.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    assert "not for production" in leaf.subject.rfc4514_string()


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.PROD])
def test_the_test_authority_signs_outside_production(stage):
    assert signer_for_tests(stage).chain == SIGNER.chain


def test_the_test_authority_refuses_production():
    with pytest.raises(SignerMisconfigured, match="does not sign in production"):
        signer_for_tests(Stage.PROD)


def test_a_key_and_its_certificate_make_a_signer():
    signer = signer_from_pem(pem(SIGNER._key), SIGNER.chain)
    assert signer.sign(b"data") == SIGNER.sign(b"data")


@pytest.mark.parametrize(
    ("key", "chain", "why"),
    [
        ("", SIGNER.chain, "PEM members"),
        ("None", "None", "PEM members"),
        (pem(SIGNER._key), "no certificate", "PEM members"),
        (pem(ec.generate_private_key(ec.SECP256R1())), SIGNER.chain, "not that of the private key"),
        (pem(ec.generate_private_key(ec.SECP384R1())), SIGNER.chain, "P-256"),
        (pem(rsa.generate_private_key(65537, 2048)), SIGNER.chain, "P-256"),
    ],
)
def test_what_cannot_sign_is_refused_with_what_is_needed(key, chain, why):
    with pytest.raises(SignerMisconfigured, match=why):
        signer_from_pem(key, chain)
