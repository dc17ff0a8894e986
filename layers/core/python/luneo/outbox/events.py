"""What other parts of a system may want to know, as facts of the past: no personal data, no prompt, no file.

An event's members only ever grow within a version; anything else raises the version. Consumers get each event at least
once and drop what they have seen by its id.
"""

from dataclasses import dataclass
from typing import ClassVar

SOURCE = "luneo"


@dataclass(frozen=True, slots=True)
class DomainEvent:
    """Something that happened to a tenant. ``name`` is EventBridge's detail type."""

    name: ClassVar[str]
    version: ClassVar[int] = 1

    tenant_id: str


@dataclass(frozen=True, slots=True)
class BrandRegistered(DomainEvent):
    """A brand was opened."""

    name: ClassVar[str] = "brand.registered"


@dataclass(frozen=True, slots=True)
class ProductPublished(DomainEvent):
    """Shoppers see this version of a product."""

    name: ClassVar[str] = "product.published"

    product_id: str
    product_version: int


@dataclass(frozen=True, slots=True)
class GenerationEnded(DomainEvent):
    """A generation came to its end; see the three below."""

    generation_id: str
    product_id: str
    style: str


@dataclass(frozen=True, slots=True)
class GenerationSucceeded(GenerationEnded):
    """The files are there and the credits are spent."""

    name: ClassVar[str] = "generation.succeeded"

    credits: int


@dataclass(frozen=True, slots=True)
class GenerationFailed(GenerationEnded):
    """Nothing was charged; ``reason`` is the stable slug of why."""

    name: ClassVar[str] = "generation.failed"

    reason: str


@dataclass(frozen=True, slots=True)
class GenerationCancelled(GenerationEnded):
    """It was taken back before its preview; nothing was charged."""

    name: ClassVar[str] = "generation.cancelled"


@dataclass(frozen=True, slots=True)
class DesignShared(DomainEvent):
    """A design can be seen by whoever has its link, which the event does not tell."""

    name: ClassVar[str] = "design.shared"

    design_id: str
