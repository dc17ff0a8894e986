"""Things that exist before a test begins: a brand with its owner, callers, products. Only what a test names matters."""

import io
from datetime import UTC, datetime
from typing import Any

from PIL import Image

from luneo.accounts.models import User
from luneo.accounts.repository import BrandOpening
from luneo.brands.models import Brand
from luneo.brands.repository import BrandRepository
from luneo.brands.schemas import KeyKind, NewKey
from luneo.generations.models import GenerationRow
from luneo.generations.steps import Status, Step
from luneo.generations.target import PrintTarget
from luneo.identity import claims
from luneo.identity.caller import Caller, TenantContext
from luneo.identity.permissions import ROLE_PERMISSIONS, CallerKind, Role
from luneo.ids import Prefix, new_id
from luneo.media.files import FileName, StoredFile
from luneo.media.keys import generation_media_key, product_media_key, production_key, sha256
from luneo.products.models import Product
from luneo.products.schemas import (
    Price,
    ProductDraft,
    PublishedFile,
    PublishedProduct,
    PublishedZone,
    SizeMm,
)
from luneo.resources import Bucket
from luneo.styles.catalogue import Process
from luneo.wiring.brands import key_service

ORIGIN = "https://shop.example"
MOMENT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def tenant() -> TenantContext:
    """A fresh tenant."""
    return TenantContext(new_id(Prefix.TENANT))


def member(of: TenantContext | None = None, role: Role = Role.OWNER) -> Caller:
    """A member of a brand, its owner unless said otherwise."""
    return Caller(CallerKind.MEMBER, of or tenant(), new_id(Prefix.USER), ROLE_PERMISSIONS[role])


def shopper(of: TenantContext | None = None, origin: str = ORIGIN) -> Caller:
    """A shopper on a brand's page."""
    return claims.shopper((of or tenant()).tenant_id, new_id(Prefix.SHOPPER), origin)


def secret_key(of: TenantContext | None = None) -> Caller:
    """A brand's own program."""
    return claims.secret_key((of or tenant()).tenant_id, new_id(Prefix.KEY))


def brand(of: TenantContext | None = None, name: str = "Atelier Nuit", locale: str = "fr") -> Brand:
    """A brand's row, not saved."""
    context = of or tenant()
    return Brand(
        context.partition,
        tenant_id=context.tenant_id,
        name=name,
        locale=locale,
        created_at=MOMENT,
        updated_at=MOMENT,
    )


def user(of: TenantContext | None = None, subject: str = "subject-1", email: str = "owner@shop.example") -> User:
    """An owner's row, not saved."""
    context = of or tenant()
    return User(
        context.partition,
        new_id(Prefix.USER),
        tenant_id=context.tenant_id,
        subject=subject,
        email=email,
        role=Role.OWNER,
        created_at=MOMENT,
    )


def open_brand(of: TenantContext | None = None, **members: str) -> TenantContext:
    """A brand with its owner in the store; call it where all tables are granted (``Stack.everything``)."""
    context = of or tenant()
    assert BrandOpening().open(brand(context, **members), user(context, subject=f"subject-{context.tenant_id}"))
    return context


def allow_origin(tenant: TenantContext, origin: str = ORIGIN) -> None:
    """Let the brand's widget run on an origin."""
    brands = BrandRepository(tenant)
    row = brands.get()
    row.domains = [*row.domains, origin]
    brands.save(row, added={origin})


def make_key(tenant: TenantContext, kind: KeyKind = KeyKind.PUBLISHABLE) -> str:
    """A key of the brand, as its page or program has it."""
    return key_service(member(tenant)).create(NewKey(kind=kind, name="made for a test")).key


LIGHT_GREY, NIGHT_BLUE = (210, 208, 205), (24, 27, 38)


def photo(size: tuple[int, int] = (400, 300), form: str = "PNG", colour: tuple[int, int, int] = LIGHT_GREY) -> bytes:
    """A small picture of a product in one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, form)
    return buffer.getvalue()


QUAD = ((100.0, 80.0), (300.0, 80.0), (300.0, 220.0), (100.0, 220.0))


def draft(**members: Any) -> ProductDraft:
    """What a brand edits of a mug, fit to be published once it has a photo."""
    zone = {"name": "front", "quad": QUAD, "size_mm": {"width": 80, "height": 56}}
    mug = {
        "name": "Mug",
        "sku": "MUG-01",
        "process": Process.PRINT,
        "price": {"amount": 1990, "currency": "EUR"},
        "zones": [zone],
    }
    return ProductDraft.model_validate(mug | members)


def published_product(
    tenant: TenantContext, *, name: str = "Mug", process: Process = Process.PRINT, model: bool = False
) -> PublishedProduct:
    """A published product in the store; its files are named but not there."""
    product_id = new_id(Prefix.PRODUCT)
    upload_id = new_id(Prefix.UPLOAD)

    def file(media_type: str, extension: str, **size: int) -> PublishedFile:
        digest = sha256(extension.encode())
        key = product_media_key(tenant.tenant_id, product_id, digest, extension)
        return PublishedFile(key=key, sha256=digest, media_type=media_type, size_bytes=9, **size)

    zone = PublishedZone(
        name="front",
        quad=QUAD,
        size_mm=SizeMm(width=80, height=56),
        maps_key=file("application/octet-stream", "npz").key,
        reachable_dpi=1300.5,
        material="print_zone" if model else None,
    )
    content = PublishedProduct(
        product_id=product_id,
        version=1,
        name=name,
        sku="MUG-01",
        process=process,
        price=Price(amount=1990, currency="EUR"),
        zones=[zone],
        translations={},
        photo=file("image/jpeg", "jpg", width_px=400, height_px=300),
        model=file("model/gltf-binary", "glb") if model else None,
        photo_upload_id=upload_id,
        model_upload_id=new_id(Prefix.UPLOAD) if model else None,
        warnings=[],
        published_at=MOMENT,
    )
    Product(
        tenant.partition,
        product_id,
        draft=draft(name=name, process=process, photo_upload_id=upload_id).model_dump(mode="json"),
        published=content.model_dump(mode="json"),
        published_version=1,
        created_at=MOMENT,
        updated_at=MOMENT,
    ).save()
    return content


def generation(
    tenant: TenantContext, subject: str, *, status: Status = Status.SUCCEEDED, prompt: str = "a cat"
) -> GenerationRow:
    """A generation in the store, with files where it has succeeded; the files are named but not there."""
    generation_id = new_id(Prefix.GENERATION)
    target = PrintTarget(
        product_name="Mug",
        zone="front",
        size_mm=(80, 56),
        photo_key="photo.jpg",
        maps_key="maps.npz",
        process=Process.PRINT,
    )

    def key(name: FileName) -> str:
        if name.bucket is Bucket.PRODUCTION:
            return production_key(tenant.tenant_id, generation_id, name)
        return generation_media_key(tenant.tenant_id, generation_id, sha256(name.encode()), name)

    stored = [StoredFile(name, key(name), sha256(name.encode()), 9) for name in FileName]
    row = GenerationRow(
        tenant.partition,
        generation_id,
        tenant_id=tenant.tenant_id,
        status=status,
        subject=subject,
        product_id=new_id(Prefix.PRODUCT),
        target=target.model_dump(mode="json"),
        style="woodcut",
        seed=7,
        credits=1,
        prompt=prompt,
        picture={"size_px": [1248, 880], "native_dpi": 396.2},
        steps={step: {"started_at": MOMENT.isoformat(), "ms": 1} for step in Step},
        files=[
            {"name": file.name, "key": file.key, "sha256": file.sha256, "size_bytes": file.size_bytes}
            for file in stored
            if status is Status.SUCCEEDED
        ],
        listed=f"{MOMENT.isoformat()}#{generation_id}",
        created_at=MOMENT,
        updated_at=MOMENT,
    )
    row.save()
    return row
