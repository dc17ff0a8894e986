"""A published product without the way to it: small assets, compiled for real, where generations look for them."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from luneo.adapters.s3 import S3Store
from luneo.fabrication.rules.table import INKED
from luneo.generations.steps import BY_RULES, DETAIL, Step
from luneo.generations.target import PrintTarget
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, new_id
from luneo.imaging.blend import compile_zone
from luneo.imaging.zones import PrintZone
from luneo.media import keys
from luneo.media.files import FileName
from luneo.products.models import Product
from luneo.products.schemas import PublishedFile, PublishedProduct, PublishedZone
from luneo.resources import Bucket
from luneo.storage import now
from luneo.styles.catalogue import Process
from luneo.three_d.models import plaque
from luneo.three_d.poster import compile_poster
from luneo.three_d.turntable import compile_turntable

# What a printed product's generation has; only what is engraved or cut is held to rules.
# Where it is fine enough, nobody adds detail.
FILES = set(FileName) - {
    *(FileName.DRAWING, FileName.FABRICATION_FACTS, FileName.FABRICATION_REPORT),
    FileName.DETAILED,
}
STEPS = set(Step) - BY_RULES - DETAIL
PHOTO_SIZE = (320, 240)
ZONE = PrintZone("front", ((90.0, 60.0), (230.0, 60.0), (230.0, 160.0), (90.0, 160.0)), (70.0, 50.0), bleed_mm=2.0)


@lru_cache(maxsize=1)
def photo() -> bytes:
    """A white product on grey, as PNG."""
    picture = Image.new("RGB", PHOTO_SIZE, (150, 150, 152))
    ImageDraw.Draw(picture).rectangle((70, 40, 250, 180), fill=(236, 234, 230))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


@lru_cache(maxsize=1)
def maps() -> bytes:
    """The zone's maps."""
    return compile_zone(Image.open(io.BytesIO(photo())), ZONE).to_bytes()


@lru_cache(maxsize=1)
def model() -> bytes:
    """A plaque as GLB."""
    return plaque(0.07, 0.05)


@lru_cache(maxsize=1)
def poster_maps() -> bytes:
    """What the poster of the plaque needs."""
    return compile_poster(model(), 128, samples_across=1).to_bytes()


@lru_cache(maxsize=1)
def turntable_maps() -> bytes:
    """What the turntable of the plaque needs, with few and small views."""
    return compile_turntable(model(), 64, 3).to_bytes()


def published_product(
    tenant: TenantContext,
    *,
    with_model: bool = True,
    size_mm: tuple[float, float] = ZONE.size_mm,
    process: Process = Process.PRINT,
    **zone_members: object,
) -> str:
    """Store a published product; its id. ``zone_members`` are further ones of its zone."""
    product_id = new_id(Prefix.PRODUCT)
    stored_model = _store(tenant, product_id, model(), "glb", "model/gltf-binary") if with_model else None
    poster = _store(tenant, product_id, poster_maps(), "npz", "application/octet-stream") if with_model else None
    turned = _store(tenant, product_id, turntable_maps(), "npz", "application/octet-stream") if with_model else None
    zone = PublishedZone(
        name=ZONE.name,
        quad=ZONE.quad,
        size_mm={"width": size_mm[0], "height": size_mm[1]},
        bleed_mm=0.0 if process in INKED else ZONE.bleed_mm,
        maps_key=_store(tenant, product_id, maps(), "npz", "application/octet-stream").key,
        poster_maps_key=poster.key if poster else None,
        turntable_maps_key=turned.key if turned else None,
        reachable_dpi=600.0,
        **zone_members,
    )
    content = PublishedProduct(
        product_id=product_id,
        version=1,
        name="Plaque",
        sku="PLAQUE-1",
        process=process,
        price={"amount": 2900, "currency": "EUR"},
        zones=[zone],
        translations={},
        photo=_store(tenant, product_id, photo(), "png", "image/png"),
        model=stored_model,
        photo_upload_id=new_id(Prefix.UPLOAD),
        model_upload_id=None,
        warnings=[],
        published_at=now(),
    )
    Product(
        tenant.partition,
        product_id,
        draft={},
        published=content.model_dump(mode="json"),
        created_at=now(),
        updated_at=now(),
    ).save()
    return product_id


def target(**changes: object) -> PrintTarget:
    """A print target whose assets nobody looks at."""
    facts = {
        "product_name": "Plaque",
        "zone": ZONE.name,
        "size_mm": ZONE.size_mm,
        "bleed_mm": ZONE.bleed_mm,
        "photo_key": "photo",
        "maps_key": "maps",
        "process": Process.PRINT.value,
    }
    return PrintTarget.model_validate(facts | changes)


def _store(tenant: TenantContext, product_id: str, data: bytes, extension: str, media_type: str) -> PublishedFile:
    key = keys.product_media_key(tenant.tenant_id, product_id, keys.sha256(data), extension)
    S3Store().put(Bucket.MEDIA, key, data, media_type, immutable=True)
    return PublishedFile(key=key, sha256=keys.sha256(data), media_type=media_type, size_bytes=len(data))
