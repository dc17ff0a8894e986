"""What the design endpoints take and give, and what is stored of a design."""

from typing import Annotated

from pydantic import Field, StringConstraints

from luneo.generations.schemas import ProductionView
from luneo.ids import Prefix, pattern
from luneo.schema import Body, Message, Moment, View

DesignName = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class NewDesign(Body):
    """A finished generation to keep."""

    generation_id: Annotated[str, Field(pattern=pattern(Prefix.GENERATION))]
    name: DesignName | None = Field(default=None, description="The product's name where it is left out.")


class DesignChange(Body):
    """What changes of a design."""

    name: DesignName


class DesignContent(Message):
    """What a design keeps of its generation; the keys are objects of the media bucket."""

    product_id: str
    product_name: str
    zone: str
    style: str
    seed: int
    prompt: str
    width_mm: float
    height_mm: float
    native_dpi: float | None = None
    effective_dpi: float | None = None
    production: ProductionView | None = None
    preview_key: str
    poster_key: str | None = None
    glb_key: str | None = None
    usdz_key: str | None = None


class DesignMedia(View):
    """What a page can show of a design; the 3D files are absent where the product has no model."""

    preview_url: str
    poster_url: str | None = None
    glb_url: str | None = None
    usdz_url: str | None = None


class DesignView(View):
    """A saved design. `prompt` is what was kept of it after redaction.

    `native_dpi` is what the artwork truly has on its zone, `effective_dpi` the print file's after enlarging;
    `production` says whether the design may be produced at this size. Designs saved before these were known lack them.
    """

    id: str
    name: str
    generation_id: str
    product_id: str
    product_name: str
    zone: str
    style: str
    seed: int
    prompt: str
    width_mm: float
    height_mm: float
    native_dpi: float | None = None
    effective_dpi: float | None = None
    production: ProductionView | None = None
    media: DesignMedia
    shared: bool
    created_at: Moment
    updated_at: Moment


class ShareView(View):
    """A link that opens a design to whoever has it. This is the only time that it is shown."""

    token: str
    url: str


class SharedDesignView(View):
    """What everybody with the link sees: the design on its product, and nothing about who made it or how."""

    name: str
    product_id: str
    product_name: str
    style: str
    width_mm: float
    height_mm: float
    media: DesignMedia
