"""What makes pictures and judges prompts, whoever provides it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from luneo.errors import DomainError


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One picture to make.

    ``prompt`` is sanitised, redacted and enriched, ``subject`` the shopper's own part of it; ``negative`` lists what
    must not appear; ``palette`` holds ``#rrggbb``; ``size_px`` is (width, height). ``seed`` is honoured by providers
    that know seeds. ``shopper_hash`` is a pseudonym for the provider's abuse tracking. ``idempotency_key`` is the same
    for every attempt at one picture.
    """

    prompt: str
    subject: str
    style: str
    negative: str
    palette: tuple[str, ...]
    size_px: tuple[int, int]
    seed: int
    transparent: bool
    shopper_hash: str
    idempotency_key: str


@dataclass(frozen=True, slots=True)
class Partial:
    """A picture on its way: ``index`` counts from 0; ``data`` is an encoded image."""

    index: int
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """A finished picture; ``usage`` holds the provider's own counters (tokens), stored for billing, never guessed."""

    data: bytes
    media_type: str
    provider: str
    model: str
    seed: int | None = None
    usage: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a moderator says; ``categories`` name what was found, in words that no provider owns."""

    allowed: bool
    categories: tuple[str, ...] = ()
    provider: str = ""


class ProviderThrottled(DomainError):
    """The provider asks for a pause; Step Functions waits and tries again."""

    status = 503
    slug = "provider-throttled"
    title = "The image provider is busy"
    retryable = True

    def __init__(self, detail: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class ProviderUnavailable(DomainError):
    """A server error, a broken stream, no picture in a good answer, or no answer in time; worth another try."""

    status = 503
    slug = "provider-unavailable"
    title = "The image provider is not available"
    retryable = True


class ProviderRejected(DomainError):
    """The provider refuses this content; trying again changes nothing."""

    status = 422
    slug = "provider-rejected"
    title = "The image provider refuses this wish"


class ProviderMisconfigured(DomainError):
    """A revoked key, a retired model or a wrong parameter: an operator must act."""

    status = 500
    slug = "provider-misconfigured"
    title = "The image provider is not set up"


class ImageProvider(Protocol):
    """Makes pictures. Raises only the ``Provider…`` errors above; never retries by itself."""

    name: ClassVar[str]

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        """Make one picture, telling of partial ones as they come; within the provider's time limit."""
        ...


class Moderator(Protocol):
    """Judges content. Fails closed: an unavailable moderator raises :class:`ProviderUnavailable`."""

    def check_prompt(self, prompt: str) -> Verdict:
        """Judge a prompt after redaction."""
        ...

    def check_image(self, image: bytes, media_type: str) -> Verdict:
        """Judge a picture."""
        ...
