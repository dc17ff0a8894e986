"""A wish for a design, and what is told at once: all that asking loads of the API's schemas."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from luneo.generations.steps import Status
from luneo.ids import Prefix, pattern
from luneo.imaging.zones import MAX_SIDE_MM
from luneo.prompts.prepare import MAX_PROMPT
from luneo.schema import Body, Locale, View
from luneo.typography.wish import TextLayer

MAX_SEED = 2**31 - 1
MIN_AREA_MM: Final = 1.0


class Shape(StrEnum):
    """What an area looks like within its box."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"


class Area(Body):
    """A part of a zone: its box in millimetres from the zone's top left corner.

    A rectangle's side that lies on the zone's edge takes the bleed behind it along.
    """

    shape: Shape = Shape.RECTANGLE
    left_mm: float = Field(ge=0, le=MAX_SIDE_MM)
    top_mm: float = Field(ge=0, le=MAX_SIDE_MM)
    width_mm: float = Field(ge=MIN_AREA_MM, le=MAX_SIDE_MM)
    height_mm: float = Field(ge=MIN_AREA_MM, le=MAX_SIDE_MM)


class ChangeWish(Body):
    """An earlier generation to start from, and the only part of it that may change; without an `area`, all of it."""

    generation_id: Annotated[str, StringConstraints(pattern=pattern(Prefix.GENERATION))]
    area: Area | None = None


class GenerateRequest(Body):
    """A wish for a design on a product.

    Without a `zone` the product's first one is meant. The same `seed`, prompt and style give the same picture with
    providers that know seeds; without one a seed is chosen and told. `text` is printed over the picture, letter by
    letter as it stands here; the picture's provider never reads it. Pictures made to be read, such as
    `fabrication.webp`, speak the `locale`: French, or else English.

    With `change`, the picture of an earlier generation is changed as the `prompt` says. Product, zone, style and text
    are then the earlier one's, unless they are given; a `text` of null leaves its text out. Without `change`, product
    and style must be given.
    """

    product_id: Annotated[str, StringConstraints(pattern=pattern(Prefix.PRODUCT))] | None = None
    zone: str | None = Field(default=None, min_length=1, max_length=64)
    prompt: str = Field(min_length=1, max_length=MAX_PROMPT)
    style: str | None = Field(default=None, min_length=1, max_length=40)
    seed: int | None = Field(default=None, ge=0, le=MAX_SEED)
    text: TextLayer | None = None
    change: ChangeWish | None = None
    locale: Locale | None = None


class StreamAccess(View):
    """Where live progress is: open `url` with `?ticket=` within a minute, once."""

    url: str
    ticket: str


class CreditsView(View):
    """What this generation costs the brand and what was available when it was asked for."""

    cost: int
    available: int


class GenerationAccepted(View):
    """A generation on its way."""

    id: str
    status: Status
    status_url: str
    stream: StreamAccess
    credits: CreditsView
