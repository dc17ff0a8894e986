"""Publishing, as the endpoint does it: what the row alone can refuse is refused at once, the rest is prepared."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from luneo.errors import Conflict
from luneo.identity.caller import Caller
from luneo.ids import Prefix, new_id
from luneo.products.models import Product
from luneo.products.preparation import Preparation, PreparationRun
from luneo.products.rules import NotPublishable, Pixels, draft_faults, never_uploaded, untranslated
from luneo.products.schemas import PreparationState, ProductDraft, PublishedProduct, UploadKind
from luneo.products.service import Uploads
from luneo.products.views import PublicationAccepted, product_view
from luneo.workflow.machine import MachineUnavailable

# Each is lost only to another writer of the same product.
ATTEMPTS = 5


class Products(Protocol):
    """One tenant's products."""

    def get(self, product_id: str) -> Product:
        """One of them."""
        ...

    def begin(self, product: Product, preparation: Preparation) -> bool:
        """Note a preparation as under way, if the product is as it was read."""
        ...

    def end(self, product: Product, preparation: Preparation) -> bool:
        """Note its end, if it is under way."""
        ...


class Preparing(Protocol):
    """What prepares products."""

    def start(self, run: PreparationRun) -> None:
        """Start the run, unless it was started before.

        Raises:
            MachineUnavailable: it cannot be started now.
        """
        ...


class PublicationService:
    """Publishes products of the caller's brand; ``spoken`` tells in which languages they must have a name besides."""

    def __init__(
        self,
        caller: Caller,
        products: Products,
        uploads: Uploads,
        machine: Preparing,
        spoken: Callable[[], Iterable[str]],
        now: Callable[[], datetime],
    ) -> None:
        self._caller = caller
        self._products = products
        self._uploads = uploads
        self._machine = machine
        self._spoken = spoken
        self._now = now

    def publish(self, product_id: str, correlation_id: str) -> PublicationAccepted:
        """Have the draft's present version prepared, which publishes it; one that is under way is joined.

        A version that is published already stays as it is.

        Raises:
            NotPublishable: its faults name what the row says against it; nothing changed.
            MachineUnavailable: it cannot be started now; nothing changed.
            Conflict: others kept changing the product.
        """
        for _ in range(ATTEMPTS):
            product = self._products.get(product_id)
            if product.published_version == product.version or self._prepares(product, correlation_id):
                return _accepted(product)
        raise Conflict("The product is being changed by others at this moment. Publish again in a few seconds.")

    def _prepares(self, product: Product, correlation_id: str) -> bool:
        """Whether the product's version is under way now; ``False`` when another writer was first."""
        joined = self._under_way(product)
        if joined:
            # Once more, in case whoever began it never came to the start.
            self._machine.start(self._run(product, joined, correlation_id))
            return True
        self._refuse_at_once(product)
        begun = Preparation(
            id=new_id(Prefix.PREPARATION),
            version=int(product.version),
            state=PreparationState.PREPARING,
            started_at=self._now(),
        )
        if not self._products.begin(product, begun):
            return False
        self._start(product, begun, correlation_id)
        return True

    def _under_way(self, product: Product) -> Preparation | None:
        last = Preparation.of(product.preparation)
        current = last is not None and last.version == product.version and last.is_under_way(self._now())
        return last if current else None

    def _start(self, product: Product, begun: Preparation, correlation_id: str) -> None:
        try:
            self._machine.start(self._run(product, begun, correlation_id))
        except MachineUnavailable as error:
            reason = {"slug": error.slug, "detail": error.detail}
            self._products.end(product, begun.ended(PreparationState.FAILED, self._now(), reason))
            raise

    def _run(self, product: Product, preparation: Preparation, correlation_id: str) -> PreparationRun:
        return PreparationRun(
            tenant_id=self._caller.tenant.tenant_id,
            product_id=product.row,
            version=preparation.version,
            preparation_id=preparation.id,
            subject=self._caller.subject,
            correlation_id=correlation_id,
        )

    def _refuse_at_once(self, product: Product) -> None:
        draft = ProductDraft.model_validate(product.draft)
        before = PublishedProduct.model_validate(product.published) if product.published else None
        faults = draft_faults(draft, _photo_px(draft, before))
        faults += untranslated(draft, self._spoken())
        faults += [never_uploaded(kind) for kind in UploadKind if self._is_lost(kind, draft, before)]
        if faults:
            raise NotPublishable(faults)

    def _is_lost(self, kind: UploadKind, draft: ProductDraft, before: PublishedProduct | None) -> bool:
        upload_id = kind.upload_of(draft)
        if upload_id is None or (before and kind.upload_of(before) == upload_id):
            return False
        return self._uploads.find(upload_id) is None


def _photo_px(draft: ProductDraft, before: PublishedProduct | None) -> Pixels | None:
    """The size of the draft's photo, known where it is published already."""
    if before is None or before.photo_upload_id != draft.photo_upload_id:
        return None
    width, height = before.photo.width_px, before.photo.height_px
    return (width, height) if width and height else None


def _accepted(product: Product) -> PublicationAccepted:
    view = product_view(product)
    return PublicationAccepted(
        product_id=view.id,
        version=view.version,
        status=view.status,
        status_url=f"/api/products/{view.id}",
        retry_after_s=view.retry_after_s,
    )
