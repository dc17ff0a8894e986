"""What makes pictures and judges prompts, whoever provides it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

from luneo.errors import DomainError


class Capability(StrEnum):
    """What a provider can do.

    ``EDIT`` changes what a mask leaves free of a picture, ``REDRAW`` the whole of it. Seeds, partial pictures and a
    look at references are welcome where they are; the others are needed or not.
    """

    GENERATE = "generate"
    EDIT = "edit"
    REDRAW = "redraw"
    UPSCALE = "upscale"
    TRANSPARENT = "transparent"
    SEED = "seed"
    PARTIALS = "partials"
    REFERENCES = "references"


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes a provider makes: sides are multiples of ``step_px``, the longer at most ``max_ratio`` the shorter."""

    step_px: int
    max_ratio: float


@dataclass(frozen=True, slots=True)
class Capabilities:
    """A provider's declaration of what it can do; it makes pictures of at most ``enlarges_px`` pixels larger."""

    can: frozenset[Capability]
    sizes: Sizes
    enlarges_px: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """A picture to change: ``image`` is a PNG; ``mask``, a PNG of the same size, is white where it may change."""

    image: bytes
    mask: bytes | None = None


def needs_of_change(*, partly: bool, transparent: bool) -> frozenset[Capability]:
    """What a provider must be able to do to change a picture, a part of it or the whole."""
    making = Capability.EDIT if partly else Capability.REDRAW
    return frozenset({making, Capability.TRANSPARENT} if transparent else {making})


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One picture to make, from nothing or, with ``edit``, from another.

    ``prompt`` is sanitised, redacted and enriched, ``subject`` the shopper's own part of it; ``negative`` lists what
    must not appear; ``palette`` holds ``#rrggbb``; ``size_px`` is (width, height). ``seed`` is honoured by providers
    that know seeds. ``shopper_hash`` is a pseudonym for the provider's abuse tracking. ``idempotency_key`` is the same
    for every attempt at one picture. ``references`` are PNGs whose look the picture is to take after; they are given to
    providers that can look at them, and to no other.
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
    edit: Edit | None = None
    references: tuple[bytes, ...] = ()

    @property
    def needs(self) -> frozenset[Capability]:
        """What a provider must be able to do for it."""
        if self.edit:
            return needs_of_change(partly=self.edit.mask is not None, transparent=self.transparent)
        making = Capability.GENERATE
        return frozenset({making, Capability.TRANSPARENT} if self.transparent else {making})


@dataclass(frozen=True, slots=True)
class Partial:
    """A picture on its way: ``index`` counts from 0; ``data`` is an encoded image."""

    index: int
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """A finished picture; ``usage`` holds the provider's own counters (tokens), stored for billing, never guessed.

    ``references_used`` counts the reference pictures that the provider was given.
    """

    data: bytes
    media_type: str
    provider: str
    model: str
    seed: int | None = None
    usage: dict[str, int] = field(default_factory=dict)
    references_used: int = 0


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
    """The provider could not be reached, or says itself that there is no picture; worth another try."""

    status = 503
    slug = "provider-unavailable"
    title = "The image provider is not available"
    retryable = True


class OutcomeUnknown(DomainError):
    """The provider was at work and no whole answer came: the picture may have been made and paid for.

    Nobody asks again, neither this provider nor another.
    """

    status = 503
    slug = "provider-outcome-unknown"
    title = "The picture was lost on its way"


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


class ImageMaker(Protocol):
    """Makes pictures. Raises only the errors above; never retries by itself."""

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        """Make one picture, telling of partial ones as they come; within the provider's time limit."""
        ...


class Provider(Protocol):
    """One provider, by its name, with what it can do."""

    name: ClassVar[str]

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...


class ImageProvider(ImageMaker, Provider, Protocol):
    """A provider that makes pictures."""


class ImageUpscaler(Protocol):
    """Makes pictures larger, adding detail; raises what an :class:`ImageMaker` raises."""

    def upscale(self, image: bytes, size_px: tuple[int, int]) -> GeneratedImage:
        """The picture, a PNG of ``size_px``, at a multiple of its size that is the provider's own."""
        ...


class UpscalingProvider(ImageUpscaler, Provider, Protocol):
    """A provider that makes pictures larger."""


class Moderator(Protocol):
    """Judges content. Fails closed: an unavailable moderator raises :class:`ProviderUnavailable`."""

    def check_prompt(self, prompt: str) -> Verdict:
        """Judge a prompt after redaction."""
        ...

    def check_image(self, image: bytes, media_type: str) -> Verdict:
        """Judge a picture."""
        ...
