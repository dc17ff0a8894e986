"""A wish for a design, and what is told at once: all that asking loads of the API's schemas."""

from typing import Annotated

from pydantic import Field, StringConstraints

from luneo.generations.steps import Status
from luneo.ids import Prefix, pattern
from luneo.prompts.prepare import MAX_PROMPT
from luneo.schema import Body, View
from luneo.typography.wish import TextLayer

MAX_SEED = 2**31 - 1


class GenerateRequest(Body):
    """A wish for a design on a product.

    Without a `zone` the product's first one is meant. The same `seed`, prompt and style give the same picture with
    providers that know seeds; without one a seed is chosen and told. `text` is printed over the picture, letter by
    letter as it stands here; the picture's provider never reads it.
    """

    product_id: Annotated[str, StringConstraints(pattern=pattern(Prefix.PRODUCT))]
    zone: str | None = Field(default=None, min_length=1, max_length=64)
    prompt: str = Field(min_length=1, max_length=MAX_PROMPT)
    style: str = Field(min_length=1, max_length=40)
    seed: int | None = Field(default=None, ge=0, le=MAX_SEED)
    text: TextLayer | None = None


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
