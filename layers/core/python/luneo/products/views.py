"""What a brand sees of its products."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from luneo.media.keys import media_url
from luneo.moderation.schemas import ModerationView, moderation_view
from luneo.products.models import Product
from luneo.products.preparation import RETRY_AFTER_S, Preparation
from luneo.products.schemas import (
    PreparationState,
    Price,
    ProductDraft,
    ProductStatus,
    ProductTranslation,
    PublicationView,
    PublishedProduct,
    ZoneSpec,
)
from luneo.schema import Moment, View
from luneo.styles.catalogue import Process


class PreparationFault(View):
    """One place of the draft that stands in the way, as a JSON pointer, and what would be right there."""

    pointer: str
    detail: str


class PreparationReason(View):
    """Why a version was not published: `slug` is stable, `errors` lists each place, `moderation` explains a refusal."""

    slug: str
    detail: str
    errors: list[PreparationFault] = Field(default_factory=list)
    moderation: ModerationView | None = None


class PreparationView(View):
    """The last preparation: everything that depends on the product alone, compiled and then published at once."""

    id: str
    version: int
    state: PreparationState
    reason: PreparationReason | None = None
    started_at: Moment
    ended_at: Moment | None = None


class PublicationAccepted(View):
    """A publication on its way, or done already. While `retry_after_s` is there, ask `status_url` again after it."""

    product_id: str
    version: int
    status: ProductStatus
    status_url: str
    retry_after_s: int | None = None


class ProductView(View):
    """A product with its draft, what is published of it, and how its last preparation went.

    While `status` is `preparing`, it is worth asking again after `retry_after_s` seconds.
    """

    id: str
    status: ProductStatus
    version: int
    name: str
    sku: str
    process: Process
    price: Price | None = None
    zones: list[ZoneSpec]
    translations: dict[str, ProductTranslation]
    photo_upload_id: str | None = None
    model_upload_id: str | None = None
    published: PublicationView | None = None
    preparation: PreparationView | None = None
    retry_after_s: int | None = None
    created_at: Moment
    updated_at: Moment


def product_view(product: Product) -> ProductView:
    """What the API shows of a product."""
    draft = ProductDraft.model_validate(product.draft)
    content = PublishedProduct.model_validate(product.published) if product.published else None
    preparation = Preparation.of(product.preparation)
    status = _status(product, content, preparation)
    return ProductView(
        id=product.row,
        status=status,
        version=int(product.version),
        published=_publication_view(content) if content else None,
        preparation=_preparation_view(preparation) if preparation else None,
        retry_after_s=RETRY_AFTER_S if status is ProductStatus.PREPARING else None,
        created_at=product.created_at,
        updated_at=product.updated_at,
        **{name: getattr(draft, name) for name in ProductDraft.model_fields},
    )


def _status(product: Product, content: PublishedProduct | None, preparation: Preparation | None) -> ProductStatus:
    if preparation and preparation.version == product.version:
        return ProductStatus(preparation.state)
    if content is None:
        return ProductStatus.DRAFT
    return ProductStatus.PUBLISHED if content.version == product.version else ProductStatus.CHANGED


def _publication_view(content: PublishedProduct) -> PublicationView:
    return PublicationView(
        version=content.version,
        photo_url=media_url(content.photo.key),
        model_url=media_url(content.model.key) if content.model else None,
        has_model=content.has_model,
        warnings=content.warnings,
        published_at=content.published_at,
    )


def _preparation_view(preparation: Preparation) -> PreparationView:
    facts = preparation.model_dump(exclude={"reason"})
    return PreparationView(**facts, reason=_reason(preparation.reason) if preparation.reason else None)


def _reason(told: Mapping[str, Any]) -> PreparationReason:
    refusal = told.get("moderation")
    return PreparationReason(
        slug=told["slug"],
        detail=told["detail"],
        errors=[PreparationFault(**fault) for fault in told.get("errors", [])],
        moderation=moderation_view(refusal, to_brand=True) if refusal else None,
    )
