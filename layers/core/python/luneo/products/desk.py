"""What every step of a preparation works with: the row it is about, the draft's files, and where parts are put."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from luneo.errors import Fault, NotFound
from luneo.media.keys import product_media_key, sha256
from luneo.ports.objects import ObjectMissing, ObjectStore, ObjectTooLarge
from luneo.products.models import Product
from luneo.products.preparation import Preparation, PreparationOvertaken, PreparationRun
from luneo.products.rules import NotPublishable, Source, never_uploaded
from luneo.products.schemas import ProductDraft, PublishedFile, PublishedProduct, UploadKind
from luneo.products.service import MAX_BYTES, Uploads
from luneo.resources import Bucket

MAX_STORED_BYTES: Final = 80_000_000
MAPS_TYPE: Final = "application/octet-stream"


class Products(Protocol):
    """One tenant's products."""

    def get(self, product_id: str) -> Product:
        """One of them."""
        ...

    def publish(self, product: Product, content: PublishedProduct, preparation: Preparation) -> bool:
        """Let shoppers see the content, if the draft has not changed and the preparation not ended meanwhile."""
        ...

    def end(self, product: Product, preparation: Preparation) -> bool:
        """Note the preparation's end, if it is under way."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """One run's place of work."""

    run: PreparationRun
    products: Products
    uploads: Uploads
    objects: ObjectStore
    now: Callable[[], datetime]

    def product(self) -> Product:
        """The product, as long as this run is what prepares its present version.

        Raises:
            PreparationOvertaken: the draft was changed, the product deleted, or the preparation has ended.
        """
        try:
            product = self.products.get(self.run.product_id)
        except NotFound:
            raise PreparationOvertaken("The product was deleted while it was prepared.") from None
        if (product.preparing, product.version) != (self.run.preparation_id, self.run.version):
            raise PreparationOvertaken("The product was changed while it was prepared. Publish it again.")
        return product

    def file(self, product: Product, kind: UploadKind, faults: list[Fault]) -> Source | None:
        """A file of the draft: what was published from the same upload, else the upload itself.

        ``None`` where the draft has none, or there is none to have: then the reason is added to ``faults``.
        """
        upload_id = kind.upload_of(ProductDraft.model_validate(product.draft))
        if upload_id is None:
            return None
        before = PublishedProduct.model_validate(product.published) if product.published else None
        file = kind.file_of(before) if before and kind.upload_of(before) == upload_id else None
        if file is not None:
            return Source(self.objects.get(Bucket.MEDIA, file.key, max_bytes=MAX_STORED_BYTES), upload_id)
        return self._uploaded(upload_id, kind, faults)

    def _uploaded(self, upload_id: str, kind: UploadKind, faults: list[Fault]) -> Source | None:
        upload = self.uploads.find(upload_id)
        try:
            if upload is not None:
                return Source(self.objects.get(Bucket.UPLOADS, upload.key, max_bytes=MAX_BYTES[kind]), upload_id)
        except ObjectTooLarge as error:
            faults.append(Fault(f"#/{kind}_upload_id", error.detail))
            return None
        except ObjectMissing:
            pass
        faults.append(never_uploaded(kind))
        return None

    def needed(self, product: Product, kind: UploadKind) -> Source:
        """A file that the linter has seen.

        Raises:
            NotPublishable: it is gone since.
        """
        faults: list[Fault] = []
        found = self.file(product, kind, faults)
        if found is None:
            raise NotPublishable(faults)
        return found

    def put(self, data: bytes, media_type: str, extension: str) -> PublishedFile:
        """Store a part under its content's hash: putting it twice changes nothing."""
        digest = sha256(data)
        key = product_media_key(self.run.tenant_id, self.run.product_id, digest, extension)
        self.objects.put(Bucket.MEDIA, key, data, media_type, immutable=True)
        return PublishedFile(key=key, sha256=digest, media_type=media_type, size_bytes=len(data))

    def put_maps(self, data: bytes) -> str:
        """Store compiled maps; their key."""
        return self.put(data, MAPS_TYPE, "npz").key
