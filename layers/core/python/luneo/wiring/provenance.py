"""Who signs, as configured."""

from luneo import settings
from luneo.ports.signing import Signer, SignerMisconfigured
from luneo.resources import Secret
from luneo.settings import CERTIFIED_SIGNER, TEST_SIGNER


def signer() -> Signer:
    """The configured signer.

    Raises:
        SignerMisconfigured: the test authority is configured in production, the secret holds no usable key and
            certificates, or the configuration names no signer of ours.
    """
    from luneo.adapters.signing import signer_for_tests, signer_from_pem

    match settings.signer():
        case name if name == TEST_SIGNER:
            return signer_for_tests(settings.stage())
        case name if name == CERTIFIED_SIGNER:
            from luneo.secrets import secret

            document = secret(Secret.PROVENANCE)
            return signer_from_pem(str(document.get("private_key")), str(document.get("certificate_chain")))
        case name:
            raise SignerMisconfigured(f"{settings.SIGNER} is {name!r}; it can be {TEST_SIGNER} or {CERTIFIED_SIGNER}.")
