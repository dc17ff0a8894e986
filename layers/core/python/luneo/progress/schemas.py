"""What happens on the way of a generation, and the frames of the progress stream."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from luneo.errors import DomainError
from luneo.ids import Prefix, pattern
from luneo.schema import Body, Moment, View


class EventType(StrEnum):
    """What may happen."""

    STEP = "generation.step"
    PARTIAL = "generation.partial"
    PREVIEW = "generation.preview"
    SUCCEEDED = "generation.succeeded"
    FAILED = "generation.failed"
    CANCELLED = "generation.cancelled"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, not yet numbered."""

    type: EventType
    data: dict[str, Any] = field(default_factory=dict)


class ProgressEvent(View):
    """One event of a generation. ``seq`` counts 1, 2, 3 … without gaps; a client drops what it has seen."""

    seq: int
    generation_id: str
    type: EventType
    at: Moment
    data: dict[str, Any]


class SubscribeFrame(Body):
    """Ask for a generation's events, those after a number at once and further ones as they happen."""

    action: Literal["subscribe"]
    generation_id: Annotated[str, StringConstraints(pattern=pattern(Prefix.GENERATION))]
    after: int = Field(default=0, ge=0)


class Subscribed(View):
    """The subscription stands; events up to `sent` are on their way."""

    type: Literal["subscribed"] = "subscribed"
    generation_id: str
    sent: int


class UnknownAction(DomainError):
    """The frame asks for something that the stream does not do."""

    slug = "unknown-action"
    title = "Unknown action"
