"""OpenAI's failures in Luneo's words. Importing this imports the SDK (0.6 s of CPU): only the generate task may."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

import httpx2
import openai

from luneo.errors import DomainError
from luneo.ports.images import (
    OutcomeUnknown,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)

_CONTENT_CODES = frozenset({"moderation_blocked", "content_policy_violation", "safety_violation"})
_BILLING_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_NEVER_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
# A gateway's word that it heard nothing is not the model's word that it made nothing.
_UNHEARD: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT})
_REJECTED = "The image provider does not make this picture. Describe something else."
_THROTTLED = "The image provider is busy. The wish is tried again shortly."
_UNAVAILABLE = "The image provider did not answer properly. The wish is tried again shortly."
_UNKNOWN = "The image provider's answer broke off and was not asked for twice. Nothing was charged; try again."


@contextmanager
def translated() -> Iterator[None]:
    """Turn the SDK's exceptions, and those of the connection under it, into those of :mod:`luneo.ports.images`.

    While a stream is read, the connection's own exceptions come through the SDK as they are.
    """
    try:
        yield
    except (openai.APIError, httpx2.HTTPError) as error:
        raise _in_our_words(error) from error
    except json.JSONDecodeError as error:
        raise OutcomeUnknown(_UNKNOWN) from error


@contextmanager
def harmless_silence() -> Iterator[None]:
    """For calls that make and cost nothing: an unknown outcome is worth another try."""
    try:
        yield
    except OutcomeUnknown as error:
        raise ProviderUnavailable(_UNAVAILABLE) from error


def broken_off() -> OutcomeUnknown:
    """The error for an answer that ended before its picture."""
    return OutcomeUnknown(_UNKNOWN)


def _in_our_words(error: openai.APIError | httpx2.HTTPError) -> DomainError:
    if isinstance(error, openai.APIConnectionError | httpx2.HTTPError):
        cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
        return ProviderUnavailable(_UNAVAILABLE) if isinstance(cause, _NEVER_SENT) else OutcomeUnknown(_UNKNOWN)
    if error.code in _CONTENT_CODES:
        return ProviderRejected(_REJECTED)
    if error.code in _BILLING_CODES:
        return ProviderMisconfigured("The image provider's account is out of funds.")
    if isinstance(error, openai.APIStatusError):
        return _by_status(error)
    return ProviderUnavailable(_UNAVAILABLE)


def _by_status(error: openai.APIStatusError) -> DomainError:
    if isinstance(error, openai.RateLimitError):
        return ProviderThrottled(_THROTTLED, retry_after_s=_retry_after(error))
    if error.status_code in _UNHEARD:
        return OutcomeUnknown(_UNKNOWN)
    if error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return ProviderMisconfigured(f"The image provider refuses our request ({error.status_code} {error.code}).")
    return ProviderUnavailable(_UNAVAILABLE)


def _retry_after(error: openai.APIStatusError) -> float | None:
    """The pause in seconds, which OpenAI also tells in milliseconds."""
    for header, unit in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            return float(error.response.headers[header]) / unit
        except (KeyError, ValueError):
            continue
    return None
