"""A brand's catalogue: drafts, uploads, and what is published of them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from luneo.errors import Fault, Invalid
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, new_id
from luneo.media.keys import upload_key
from luneo.pagination import page, start_after
from luneo.ports.objects import UploadForm
from luneo.products.models import Product, Upload
from luneo.products.schemas import (
    NewProduct,
    NewUpload,
    ProductChange,
    ProductDraft,
    UploadKind,
    UploadView,
)
from luneo.products.views import ProductView, product_view
from luneo.resources import Bucket
from luneo.schema import Page, PageQuery
from luneo.three_d.budgets import BUDGETS

MAX_PHOTO_BYTES = 20_000_000
UPLOAD_LIFE = timedelta(days=7)
MEDIA_TYPES = {
    UploadKind.PHOTO: frozenset({"image/jpeg", "image/png", "image/webp"}),
    UploadKind.MODEL: frozenset({"model/gltf-binary"}),
}
MAX_BYTES = {UploadKind.PHOTO: MAX_PHOTO_BYTES, UploadKind.MODEL: BUDGETS["bytes"].hard}


class Products(Protocol):
    """One tenant's products."""

    def get(self, product_id: str) -> Product:
        """One of them."""
        ...

    def newest_first(self, after: str | None) -> Iterable[Product]:
        """All of them."""
        ...

    def add(self, product: Product) -> None:
        """Write a new one."""
        ...

    def save(self, product: Product) -> None:
        """Write a changed one as its next version."""
        ...

    def delete(self, product_id: str) -> None:
        """Delete one."""
        ...


class Uploads(Protocol):
    """One tenant's uploads."""

    def add(self, upload: Upload) -> None:
        """Write a new one."""
        ...

    def find(self, upload_id: str) -> Upload | None:
        """One of them, while it is kept."""
        ...


class Forms(Protocol):
    """Where forms for uploading are signed."""

    def upload_form(self, bucket: Bucket, key: str, media_type: str, size_bytes: int) -> UploadForm:
        """A form for exactly this key, media type and size."""
        ...


class ProductService:
    """The products of the caller's brand."""

    def __init__(
        self, tenant: TenantContext, products: Products, uploads: Uploads, now: Callable[[], datetime]
    ) -> None:
        self._tenant = tenant
        self._list = f"{tenant.partition}#products"
        self._products = products
        self._uploads = uploads
        self._now = now

    def create(self, new: NewProduct) -> ProductView:
        """Add a product, unpublished."""
        moment = self._now()
        draft = ProductDraft(**{name: getattr(new, name) for name in NewProduct.model_fields})
        product = Product(
            self._tenant.partition,
            new_id(Prefix.PRODUCT),
            draft=draft.model_dump(mode="json"),
            created_at=moment,
            updated_at=moment,
        )
        self._products.add(product)
        return product_view(product)

    def get(self, product_id: str) -> ProductView:
        """One product."""
        return product_view(self._products.get(product_id))

    def list(self, query: PageQuery) -> Page[ProductView]:
        """The products, newest first."""
        rows = self._products.newest_first(start_after(query, self._list))
        return page(rows, query, self._list, lambda product: product.row, product_view)

    def change(self, product_id: str, change: ProductChange) -> ProductView:
        """Change a draft; what shoppers see stays until the next publication.

        Raises:
            Invalid: an upload is not one of this product, or of another kind.
        """
        product = self._products.get(product_id)
        self._check_uploads(product_id, change)
        before = ProductDraft.model_validate(product.draft)
        changed = {name: getattr(change, name) for name in change.model_fields_set}
        draft = before.model_copy(update=changed)
        if draft != before:
            product.draft = draft.model_dump(mode="json")
            product.updated_at = self._now()
            self._products.save(product)
        return product_view(product)

    def delete(self, product_id: str) -> None:
        """Delete a product. What was generated for it stays."""
        self._products.delete(product_id)

    def allow_upload(self, product_id: str, new: NewUpload, forms: Forms) -> UploadView:
        """A form for one file of a product.

        Raises:
            Invalid: its type or size is not one this kind can have.
        """
        self._products.get(product_id)
        _check_upload(new)
        upload_id = new_id(Prefix.UPLOAD)
        key = upload_key(self._tenant.tenant_id, upload_id, new.file_name)
        form = forms.upload_form(Bucket.UPLOADS, key, new.content_type, new.size_bytes)
        self._uploads.add(
            Upload(
                self._tenant.partition,
                upload_id,
                product_id=product_id,
                kind=new.kind,
                key=key,
                content_type=new.content_type,
                size_bytes=new.size_bytes,
                expires=int((self._now() + UPLOAD_LIFE).timestamp()),
            )
        )
        return UploadView(upload_id=upload_id, url=form.url, fields=form.fields, expires_at=form.expires_at)

    def _check_uploads(self, product_id: str, change: ProductChange) -> None:
        named = {UploadKind.PHOTO: change.photo_upload_id, UploadKind.MODEL: change.model_upload_id}
        faults = []
        for kind, upload_id in named.items():
            upload = self._uploads.find(upload_id) if upload_id else None
            if upload_id and (upload is None or (upload.product_id, upload.kind) != (product_id, kind)):
                faults.append(
                    Fault(f"#/{kind}_upload_id", f"This is no {kind} upload of this product; upload one first.")
                )
        if faults:
            raise Invalid(faults[0].detail, faults=faults)


def _check_upload(new: NewUpload) -> None:
    faults = []
    if new.content_type not in MEDIA_TYPES[new.kind]:
        allowed = ", ".join(sorted(MEDIA_TYPES[new.kind]))
        faults.append(Fault("#/content_type", f"A {new.kind} can be: {allowed}."))
    if new.size_bytes > MAX_BYTES[new.kind]:
        faults.append(Fault("#/size_bytes", f"A {new.kind} has at most {MAX_BYTES[new.kind]:,} bytes."))
    if faults:
        raise Invalid(faults[0].detail, faults=faults)
