"""Amazon Bedrock's failures in Luneo's words. Source: the errors of ``InvokeModel`` in botocore's service model."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ProxyConnectionError,
    SSLError,
)

from luneo.errors import DomainError
from luneo.ports.images import OutcomeUnknown, ProviderMisconfigured, ProviderThrottled, ProviderUnavailable

_NEVER_SENT: Final = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError, SSLError)
_BUSY = frozenset({"ThrottlingException", "ServiceQuotaExceededException", "ModelNotReadyException"})
_OURS = frozenset({"AccessDeniedException", "ResourceNotFoundException", "ValidationException"})
# Its own clock ran out on the model, which may have been nearly done.
_SILENT = frozenset({"ModelTimeoutException"})
_THROTTLED = "The image provider is busy. The wish is tried again shortly."
_UNAVAILABLE = "The image provider did not answer properly. The wish is tried again shortly."
_UNKNOWN = "The image provider's answer broke off and was not asked for twice. Nothing was charged; try again."


@contextmanager
def translated() -> Iterator[None]:
    """Turn botocore's exceptions into those of :mod:`luneo.ports.images`."""
    try:
        yield
    except ClientError as error:
        raise _in_our_words(error) from error
    except _NEVER_SENT as error:
        raise ProviderUnavailable(_UNAVAILABLE) from error
    except BotoCoreError as error:
        raise OutcomeUnknown(_UNKNOWN) from error


def _in_our_words(error: ClientError) -> DomainError:
    code = error.response["Error"]["Code"]
    if code in _BUSY:
        return ProviderThrottled(_THROTTLED, retry_after_s=_retry_after(error))
    if code in _SILENT:
        return OutcomeUnknown(_UNKNOWN)
    if code in _OURS:
        return ProviderMisconfigured(f"The image provider refuses our request ({code}).")
    return ProviderUnavailable(_UNAVAILABLE)


def _retry_after(error: ClientError) -> float | None:
    headers = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    try:
        return float(headers["retry-after"])
    except (KeyError, ValueError):
        return None
