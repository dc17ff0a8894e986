"""What the product endpoints take and give, and the two forms in which a product is stored."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, FiniteFloat, StringConstraints

from luneo.fabrication.rules.table import THICKEST_MM, Keep, Material
from luneo.ids import Prefix, pattern
from luneo.imaging.finishes import DEPTH, Finish, Surface
from luneo.imaging.zones import MAX_CURVATURE, MAX_SIDE_MM
from luneo.schema import Body, Locale, Moment, View
from luneo.styles.catalogue import Process

MAX_ZONES = 8
MAX_TRANSLATIONS = 20
MAX_AMOUNT = 100_000_000

Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Sku = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
Corner = tuple[FiniteFloat, FiniteFloat]
Millimetres = Annotated[float, Field(gt=0, le=MAX_SIDE_MM)]
UploadId = Annotated[str, Field(pattern=pattern(Prefix.UPLOAD))]


class UploadKind(StrEnum):
    """What a file is uploaded as."""

    PHOTO = "photo"
    MODEL = "model"

    def upload_of(self, product: "ProductDraft | PublishedProduct") -> str | None:
        """The upload of this kind that a product was given."""
        return product.photo_upload_id if self is UploadKind.PHOTO else product.model_upload_id

    def file_of(self, product: "PublishedProduct") -> "PublishedFile | None":
        """The file of this kind that was published."""
        return product.photo if self is UploadKind.PHOTO else product.model


class ProductStatus(StrEnum):
    """Where the draft stands; whatever it says, shoppers see what was published last.

    ``CHANGED``: published, and edited since. ``REFUSED``: the brand has to mend what its preparation found. ``FAILED``:
    the preparation came to no verdict; publishing again is worth a try.
    """

    DRAFT = "draft"
    PREPARING = "preparing"
    PUBLISHED = "published"
    CHANGED = "changed"
    REFUSED = "refused"
    FAILED = "failed"


class PreparationState(StrEnum):
    """How far the preparation of a version is; only the first is not final."""

    PREPARING = "preparing"
    PUBLISHED = "published"
    REFUSED = "refused"
    FAILED = "failed"


class Price(Body):
    """Money: `amount` in minor units (cents) of an ISO 4217 currency."""

    amount: int = Field(ge=0, le=MAX_AMOUNT, strict=True)
    currency: str = Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])


class SizeMm(Body):
    """A size along the surface, in millimetres."""

    width: Millimetres
    height: Millimetres


class ZoneSpec(Body):
    """Where a design is printed on the product's photo.

    `quad` holds the corners in pixels of the upright photo, clockwise from the design's top left. `curvature` is 0 for
    a flat surface, else the part of a half cylinder that the zone spans; `bow` is how far the middle of the top and
    bottom edge sags, in zone heights. `material` names the GLB material that carries the design.

    `substrate` is what is engraved, cut, printed or sewn. With the process it decides how fine a design may be; without
    it an engraved zone goes by its `surface`, and any other by the strictest limits of its process. For what is cut
    through, `thickness_mm` is the sheet's (the usual one when left out) and `keep` what stays of it: the `ground`
    around the design, as of a stencil, or the `ink` itself, as of a charm.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    quad: tuple[Corner, Corner, Corner, Corner]
    size_mm: SizeMm
    curvature: float = Field(default=0.0, ge=0, le=MAX_CURVATURE)
    bow: tuple[FiniteFloat, FiniteFloat] = (0.0, 0.0)
    bleed_mm: float = Field(default=0.0, ge=0, le=MAX_SIDE_MM)
    material: Annotated[str, StringConstraints(min_length=1, max_length=128)] | None = None
    displacement: float = Field(default=0.0, ge=0, le=1)
    finish: Finish | None = None
    surface: Surface | None = None
    depth: float = Field(default=DEPTH, ge=0, le=1)
    substrate: Material | None = None
    thickness_mm: Annotated[float, Field(gt=0, le=THICKEST_MM)] | None = None
    keep: Keep | None = None


class ProductTranslation(Body):
    """What a shopper reads, in one language."""

    name: Name


Zones = Annotated[list[ZoneSpec], Field(max_length=MAX_ZONES)]
Translations = Annotated[dict[Locale, ProductTranslation], Field(max_length=MAX_TRANSLATIONS)]


class NewProduct(Body):
    """A product to add. Photo and model follow as uploads; the price and the zones may follow, too."""

    name: Name
    sku: Sku
    process: Process = Process.PRINT
    price: Price | None = None
    zones: Zones = Field(default_factory=list)
    translations: Translations = Field(default_factory=dict)


class ProductDraft(NewProduct):
    """A product as its brand edits it."""

    photo_upload_id: UploadId | None = None
    model_upload_id: UploadId | None = None


def _left_alone() -> Any:
    """A member that stays as it is when it is left out, and cannot be null."""
    return Field(default=None, json_schema_extra=_without_default)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class ProductChange(Body):
    """What changes of a product; what is left out stays. `null` takes away the price, the photo or the model."""

    name: Name = _left_alone()
    sku: Sku = _left_alone()
    process: Process = _left_alone()
    zones: Zones = _left_alone()
    translations: Translations = _left_alone()
    price: Price | None = None
    photo_upload_id: UploadId | None = None
    model_upload_id: UploadId | None = None


class NewUpload(Body):
    """A file that is going to be uploaded."""

    kind: UploadKind
    file_name: str = Field(min_length=1, max_length=255)
    content_type: str = Field(max_length=100, examples=["image/jpeg", "model/gltf-binary"])
    size_bytes: int = Field(gt=0, strict=True)


class UploadView(View):
    """A form to post the file with: all `fields` first, the file last, as `file`."""

    upload_id: str
    url: str
    fields: dict[str, str]
    expires_at: Moment


class PublishedFile(View):
    """A file of a published product, at `key` of the media bucket; pictures have a size in pixels."""

    key: str
    sha256: str
    media_type: str
    size_bytes: int
    width_px: int | None = None
    height_px: int | None = None


class PublishedZone(ZoneSpec):
    """A zone that was checked, with what was compiled for it.

    `maps_key` holds :class:`luneo.imaging.zone_maps.ZoneMaps`, `poster_maps_key`
    :class:`luneo.three_d.maps.PosterMaps` and `turntable_maps_key` :class:`luneo.three_d.turntable.TurntableMaps`, all
    in the media bucket. `reachable_dpi` is the resolution that the largest artwork has on the zone. `dark` tells of the
    product's colour there.
    """

    maps_key: str
    poster_maps_key: str | None = None
    turntable_maps_key: str | None = None
    reachable_dpi: float
    dark: bool = False


class PublishedProduct(View):
    """A product as shoppers get it; nothing in it changes until the next publication."""

    product_id: str
    version: int
    name: str
    sku: str
    process: Process
    price: Price
    zones: list[PublishedZone]
    translations: dict[str, ProductTranslation]
    photo: PublishedFile
    model: PublishedFile | None
    photo_upload_id: str
    model_upload_id: str | None
    warnings: list[str]
    published_at: Moment

    @property
    def has_model(self) -> bool:
        """Whether there are 3D files for it."""
        return self.model is not None

    def zone(self, name: str | None) -> PublishedZone | None:
        """The zone of this name; the first without a name."""
        return next((zone for zone in self.zones if name in (None, zone.name)), None)


class PublicationView(View):
    """The version of a product that shoppers see."""

    version: int
    photo_url: str
    model_url: str | None = None
    has_model: bool
    warnings: list[str] = Field(description="What could be better, but does not stop a sale.")
    published_at: Moment
