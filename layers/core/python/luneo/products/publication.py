"""Publishing: a draft that passes the linter is compiled and shown to shoppers.

Imported only where products are published: it needs the imaging and the 3D layer.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PIL.Image import Image

from luneo.errors import Fault
from luneo.identity.caller import TenantContext
from luneo.imaging.blend import compile_zone
from luneo.imaging.safe import encode_jpeg, encode_png
from luneo.imaging.zones import PrintZone
from luneo.media.keys import product_media_key, sha256
from luneo.ports.objects import ObjectMissing, ObjectStore, ObjectTooLarge
from luneo.products.appearance import finish_of
from luneo.products.linter import Checked, Source, lint, reachable
from luneo.products.models import Product
from luneo.products.schemas import (
    ProductDraft,
    ProductView,
    PublishedFile,
    PublishedProduct,
    PublishedZone,
    UploadKind,
    ZoneSpec,
)
from luneo.products.service import MAX_BYTES, Uploads, product_view
from luneo.resources import Bucket
from luneo.styles.catalogue import Process
from luneo.three_d.poster import compile_poster

PHOTO_QUALITY = 92
POSTER_PX = 1024
MAX_STORED_BYTES = 80_000_000


class Products(Protocol):
    """One tenant's products."""

    def get(self, product_id: str) -> Product:
        """One of them."""
        ...

    def publish(self, product: Product, content: PublishedProduct) -> None:
        """Let shoppers, and the given product, show the content, if the draft has not changed meanwhile."""
        ...


class Judge(Protocol):
    """Who decides whether a brand's files may be shown."""

    def judge(self, picture: Image, upload_id: str, pointer: str) -> None:
        """Let a picture pass, or raise."""
        ...


class PublicationService:
    """Publishes products of the caller's brand."""

    def __init__(
        self,
        tenant: TenantContext,
        products: Products,
        uploads: Uploads,
        objects: ObjectStore,
        judge: Judge,
        now: Callable[[], datetime],
    ) -> None:
        self._tenant = tenant
        self._products = products
        self._uploads = uploads
        self._objects = objects
        self._judge = judge
        self._now = now

    def publish(self, product_id: str) -> ProductView:
        """Check a draft, compile it, and let shoppers see it; a draft that is published already stays as it is.

        Files are written first, under keys of their content, and the product last and at once: whoever reads it sees
        the former publication or the whole new one.

        Raises:
            NotPublishable: its faults name every place that stands in the way; nothing changed.
            UploadRejected: the photo breaks the rules; nothing changed.
            ProviderUnavailable, ProviderThrottled: nobody can judge the photo now; nothing changed.
            Conflict: the draft was edited meanwhile.
        """
        product = self._products.get(product_id)
        if product.published is None or product.published_version != product.version:
            checked = self._lint(product)
            self._judge.judge(checked.photo, checked.photo_upload_id, "#/photo_upload_id")
            content = self._compile(product, checked)
            self._products.publish(product, content)
        return product_view(product)

    def _lint(self, product: Product) -> Checked:
        draft = ProductDraft.model_validate(product.draft)
        faults: list[Fault] = []
        photo = self._source(product, draft.photo_upload_id, UploadKind.PHOTO, faults)
        model = self._source(product, draft.model_upload_id, UploadKind.MODEL, faults)
        return lint(draft, photo, model, faults)

    def _source(self, product: Product, upload_id: str | None, kind: UploadKind, faults: list[Fault]) -> Source | None:
        """The file of a draft: what was published from the same upload, else the upload itself."""
        if upload_id is None:
            return None
        place = f"#/{kind}_upload_id"
        before = PublishedProduct.model_validate(product.published) if product.published else None
        if before and upload_id == getattr(before, f"{kind}_upload_id"):
            file: PublishedFile = getattr(before, kind)
            return Source(self._objects.get(Bucket.MEDIA, file.key, max_bytes=MAX_STORED_BYTES), upload_id)
        upload = self._uploads.find(upload_id)
        if upload is not None:
            try:
                return Source(self._objects.get(Bucket.UPLOADS, upload.key, max_bytes=MAX_BYTES[kind]), upload_id)
            except ObjectTooLarge as error:
                faults.append(Fault(place, error.detail))
                return None
            except ObjectMissing:
                pass
        faults.append(Fault(place, f"The {kind} was never uploaded, or too long ago. Upload it again."))
        return None

    def _compile(self, product: Product, checked: Checked) -> PublishedProduct:
        draft = checked.draft
        assert draft.price is not None, "the linter refuses a product without a price"
        model = checked.model
        posters = self._compile_posters(product.row, checked)
        return PublishedProduct(
            product_id=product.row,
            version=int(product.version),
            name=draft.name,
            sku=draft.sku,
            process=draft.process,
            price=draft.price,
            zones=[
                self._compile_zone(
                    product.row,
                    draft.process,
                    checked.photo,
                    spec.model_copy(update={"finish": finish_of(draft.process, spec)}),
                    zone,
                    material,
                    posters.get(material),
                )
                for spec, zone, material in zip(draft.zones, checked.zones, checked.materials, strict=True)
            ],
            translations=dict(draft.translations),
            photo=self._store_photo(product.row, checked.photo),
            model=self._store(product.row, model.data, "model/gltf-binary", "glb") if model else None,
            photo_upload_id=checked.photo_upload_id,
            model_upload_id=model.upload_id if model else None,
            warnings=checked.warnings,
            published_at=self._now(),
        )

    def _compile_zone(
        self,
        product_id: str,
        process: Process,
        photo: Image,
        spec: ZoneSpec,
        zone: PrintZone,
        material: str | None,
        poster_maps_key: str | None,
    ) -> PublishedZone:
        return PublishedZone(
            **spec.model_dump() | {"quad": zone.quad, "material": material},
            maps_key=self._store_maps(product_id, compile_zone(photo, zone).to_bytes()),
            poster_maps_key=poster_maps_key,
            reachable_dpi=reachable(spec, process),
        )

    def _compile_posters(self, product_id: str, checked: Checked) -> dict[str | None, str]:
        """The poster's maps by the material that is printed on: zones may share one, and each takes seconds."""
        model = checked.model
        if model is None:
            return {}
        materials = sorted({material for material in checked.materials if material})
        return {name: self._store_maps(product_id, _poster_maps(model.data, name)) for name in materials}

    def _store_maps(self, product_id: str, data: bytes) -> str:
        return self._store(product_id, data, "application/octet-stream", "npz").key

    def _store_photo(self, product_id: str, photo: Image) -> PublishedFile:
        if photo.mode == "RGBA":
            stored = self._store(product_id, encode_png(photo), "image/png", "png")
        else:
            stored = self._store(product_id, encode_jpeg(photo, PHOTO_QUALITY), "image/jpeg", "jpg")
        return stored.model_copy(update={"width_px": photo.width, "height_px": photo.height})

    def _store(self, product_id: str, data: bytes, media_type: str, extension: str) -> PublishedFile:
        digest = sha256(data)
        key = product_media_key(self._tenant.tenant_id, product_id, digest, extension)
        self._objects.put(Bucket.MEDIA, key, data, media_type, immutable=True)
        return PublishedFile(key=key, sha256=digest, media_type=media_type, size_bytes=len(data))


def _poster_maps(glb: bytes, material: str | None) -> bytes:
    return compile_poster(glb, POSTER_PX, material=material).to_bytes()
