"""OpenAI's failures in Luneo's words. Importing this imports the SDK (0.6 s of CPU): only the generate task may."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import openai

from luneo.errors import DomainError
from luneo.ports.images import ProviderMisconfigured, ProviderRejected, ProviderThrottled, ProviderUnavailable

_CONTENT_CODES = frozenset({"moderation_blocked", "content_policy_violation", "safety_violation"})
_BILLING_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_REJECTED = "The image provider does not make this picture. Describe something else."
_THROTTLED = "The image provider is busy. The wish is tried again shortly."
_UNAVAILABLE = "The image provider did not answer properly. The wish is tried again shortly."


@contextmanager
def translated() -> Iterator[None]:
    """Turn the SDK's exceptions into those of :mod:`luneo.ports.images`."""
    try:
        yield
    except openai.APIError as error:
        raise _in_our_words(error) from error


def _in_our_words(error: openai.APIError) -> DomainError:
    if error.code in _CONTENT_CODES:
        return ProviderRejected(_REJECTED)
    if error.code in _BILLING_CODES:
        return ProviderMisconfigured("The image provider's account is out of funds.")
    if isinstance(error, openai.RateLimitError):
        return ProviderThrottled(_THROTTLED, retry_after_s=_retry_after(error))
    if isinstance(error, openai.APIStatusError) and error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return ProviderMisconfigured(f"The image provider refuses our request ({error.status_code} {error.code}).")
    return ProviderUnavailable(_UNAVAILABLE)


def _retry_after(error: openai.APIStatusError) -> float | None:
    try:
        return float(error.response.headers["retry-after"])
    except (KeyError, ValueError):
        return None
