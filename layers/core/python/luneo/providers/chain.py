"""Several image providers behind the port of one: each behind its gate, the next one asked where that costs nothing.

The next one is asked only when it is certain that this one made no picture for us: its gate is closed, it cannot do
what is wanted, it was not reached, or it says itself that there is none. A refused content is not offered to others,
and an unknown outcome is not paid for a second time.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from luneo.errors import DomainError
from luneo.observe import logger
from luneo.ports.images import (
    Capability,
    GeneratedImage,
    ImageProvider,
    ImageRequest,
    OutcomeUnknown,
    Partial,
    Provider,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    UpscalingProvider,
)
from luneo.providers.gate import Gate
from luneo.providers.turnstile import Reason, Refused, Report

_NO_PICTURE: Final = (ProviderThrottled, ProviderUnavailable, ProviderMisconfigured)
"""Certain not to have made one; where all fail, the first kind that occurred here is raised, so that a retry comes."""


Asked = TypeVar("Asked", bound=Provider)
Missing = Callable[[Asked], frozenset[str]]
"""What a provider lacks for what is wanted, in words."""
Call = Callable[[Asked], GeneratedImage]


@dataclass(frozen=True, slots=True)
class Link(Generic[Asked]):
    """One provider of a chain; ``connect`` makes its client when its turn comes, as that may be dear."""

    name: str
    connect: Callable[[], Asked]
    gate: Gate


class Chain(Generic[Asked]):
    """Asks the providers in their order.

    The later ones only within ``last_start_s`` seconds: whoever is asked needs the time that its client waits, and a
    retry brings time of its own. ``clock`` counts seconds.
    """

    def __init__(
        self, links: Sequence[Link[Asked]], *, last_start_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._links = tuple(links)
        self._last_start_s = last_start_s
        self._clock = clock

    def _first(self, missing_of: Missing[Asked], call: Call[Asked]) -> GeneratedImage:
        """What the first one makes that makes one.

        Raises:
            ProviderThrottled, ProviderUnavailable, ProviderMisconfigured: none of them made one, and why.
            ProviderRejected: one of them refuses the content.
            OutcomeUnknown: one of them may have made it.
        """
        hindrances: list[DomainError] = []
        latest = self._clock() + self._last_start_s
        for link in self._links:
            if hindrances and self._clock() > latest:
                break
            try:
                return _asked(link, missing_of, call)
            except _NO_PICTURE as error:
                logger.warning("provider passed over", provider=link.name, error=type(error).__name__)
                hindrances.append(error)
        raise _gravest(hindrances)


class ProviderChain(Chain[ImageProvider]):
    """Several providers that make pictures, as one."""

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        """Make one picture; see :meth:`Chain._first` for what it raises."""

        def made(provider: ImageProvider) -> GeneratedImage:
            looks = Capability.REFERENCES in provider.capabilities.can
            told = request if looks else replace(request, references=())
            return replace(provider.generate(told, on_partial), references_used=len(told.references))

        return self._first(lambda provider: request.needs - provider.capabilities.can, made)


class UpscalerChain(Chain[UpscalingProvider]):
    """Several providers that make pictures larger, as one."""

    def upscale(self, image: bytes, size_px: tuple[int, int]) -> GeneratedImage:
        """Make a picture larger, by one who takes one as large; see :meth:`Chain._first` for what it raises."""
        area_px = size_px[0] * size_px[1]

        def missing(provider: UpscalingProvider) -> frozenset[str]:
            can = provider.capabilities
            too_large = {f"{area_px} pixels"} if area_px > can.enlarges_px else set()
            return (frozenset({Capability.UPSCALE}) - can.can) | too_large

        return self._first(missing, lambda provider: provider.upscale(image, size_px))


def _asked(link: Link[Asked], missing_of: Missing[Asked], call: Call[Asked]) -> GeneratedImage:
    with _nothing_sent(link.name):
        provider = link.connect()
        if missing := missing_of(provider):
            raise ProviderMisconfigured(f"{link.name} cannot do what this picture needs: {', '.join(sorted(missing))}.")
        lease = _entered(link)
    try:
        image = call(provider)
    except Exception as error:
        retry_after_s = error.retry_after_s if isinstance(error, ProviderThrottled) else None
        link.gate.leave(lease, _report(error), retry_after_s=retry_after_s)
        raise
    link.gate.leave(lease, Report.WORKED)
    return image


@contextmanager
def _nothing_sent(name: str) -> Iterator[None]:
    """Whatever fails before the call (a secret, the gate's table) leaves no doubt: there is no picture."""
    try:
        yield
    except _NO_PICTURE:
        raise
    except Exception as error:
        logger.exception("provider could not be asked", provider=name)
        raise ProviderUnavailable("The image provider could not be asked. The wish is tried again shortly.") from error


def _entered(link: Link[Asked]) -> str:
    try:
        return link.gate.enter()
    except Refused as refused:
        if refused.reason is Reason.OPEN:
            detail = "The image provider is out of order at the moment. The wish is tried again shortly."
            raise ProviderUnavailable(detail) from refused
        detail = "The image provider is busy. The wish is tried again shortly."
        raise ProviderThrottled(detail, retry_after_s=refused.wait_s) from refused


def _report(error: Exception) -> Report:
    """What a failed call says about the provider's health."""
    match error:
        case ProviderThrottled():
            return Report.THROTTLED
        case ProviderRejected():
            return Report.WORKED
        case ProviderUnavailable() | ProviderMisconfigured() | OutcomeUnknown():
            return Report.FAILED
        case _:
            return Report.BROKEN_OFF


def _gravest(hindrances: Sequence[DomainError]) -> DomainError:
    for kind in _NO_PICTURE:
        for error in hindrances:
            if isinstance(error, kind):
                return error
    return ProviderMisconfigured("No image provider may be asked for this brand. Check the brand's choice of them.")
