"""What the widget's endpoints take and give."""

from typing import Annotated

from pydantic import Field

from luneo.ids import Prefix, pattern
from luneo.products.schemas import Price, SizeMm
from luneo.schema import Body, Locale, Moment, QueryParams, View
from luneo.styles.catalogue import Process

KEY_HEADER = "x-luneo-key"

PublishableKey = Annotated[str, Field(max_length=200, description="`pk_…`", examples=["pk_…"])]


class WidgetConfigQuery(QueryParams):
    """Whose widget, in which language; the key may come in the header `X-Luneo-Key` instead."""

    key: PublishableKey | None = None
    locale: Locale | None = None


class WidgetProductQuery(QueryParams):
    """In which language."""

    locale: Locale | None = None


class WidgetSessionRequest(Body):
    """A shopper who opens the widget on a brand's page."""

    publishable_key: PublishableKey
    product_id: Annotated[str, Field(pattern=pattern(Prefix.PRODUCT))] | None = None
    previous_token: Annotated[str, Field(max_length=4096)] | None = Field(
        repr=False, default=None, description="The shopper's last token, at most a day old: the shopper stays the same."
    )


class WidgetStyle(View):
    """A style that a shopper may choose; `palette` shows its colours as `#rrggbb`."""

    slug: str
    name: str
    palette: list[str]
    processes: list[Process]


class WidgetTheme(View):
    """How the widget looks on the brand's page."""

    accent: str = "#5b3df5"
    radius_px: int = 10


class WidgetConfigView(View):
    """What the widget needs before a shopper does anything."""

    brand_name: str
    locale: str
    theme: WidgetTheme
    styles: list[WidgetStyle]


class WidgetSessionView(View):
    """A shopper's session; send the token as `Authorization: Bearer …`."""

    token: str
    expires_at: Moment
    shopper_id: str
    product: "WidgetProductView | None" = None


class WidgetZone(View):
    """Where a design goes on the photo: corners in pixels, clockwise from the design's top left.

    `curvature` and `bow` are as in the product's own zone: how far round a cylinder it goes, how far its edges sag.
    """

    name: str
    quad: list[tuple[float, float]]
    size_mm: SizeMm
    curvature: float
    bow: tuple[float, float]
    reachable_dpi: float


class WidgetProductView(View):
    """A published product as a shopper sees it."""

    id: str
    name: str
    process: Process
    price: Price
    photo_url: str
    photo_width_px: int
    photo_height_px: int
    zones: list[WidgetZone]
    has_model: bool
    model_url: str | None = None
    styles: list[str] = Field(description="The styles that this product can be made in.")
