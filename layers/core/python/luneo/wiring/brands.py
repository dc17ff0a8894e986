"""Builders of the brand domain."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.brands.repository import KeyDirectory, OriginDirectory
    from luneo.brands.service import BrandService, KeyService
    from luneo.identity.caller import Caller, TenantContext


def brand_service(caller: "Caller") -> "BrandService":
    """The caller's brand."""
    from luneo.brands.repository import BrandRepository
    from luneo.brands.service import BrandService
    from luneo.settings import Stage, image_providers, stage
    from luneo.storage import now

    return BrandService(
        BrandRepository(caller.tenant), now, allow_loopback=stage() is not Stage.PROD, offered=image_providers
    )


def key_service(caller: "Caller") -> "KeyService":
    """The keys of the caller's brand."""
    from luneo.brands.repository import KeyRepository
    from luneo.brands.service import KeyService
    from luneo.storage import now

    return KeyService(caller.tenant, KeyRepository(caller.tenant), now)


def key_directory() -> "KeyDirectory":
    """Keys by their digest."""
    from luneo.brands.repository import KeyDirectory

    return KeyDirectory()


def origin_directory() -> "OriginDirectory":
    """Origins that brands allow."""
    from luneo.brands.repository import OriginDirectory

    return OriginDirectory()


def spoken_beside(tenant: "TenantContext") -> list[str]:
    """The languages of a tenant's shops that do not understand what its products are named in."""
    from luneo.brands.repository import BrandRepository
    from luneo.schema import readable_in

    brand = BrandRepository(tenant).get()
    return [locale for locale in brand.languages if brand.locale not in readable_in(locale)]


def file_naming(tenant: "TenantContext") -> str:
    """What the files of a tenant's bundles are called; as the platform calls them where the brand is gone."""
    from luneo.brands.repository import BrandRepository
    from luneo.errors import NotFound
    from luneo.fabrication.bundle import TEMPLATE

    try:
        return BrandRepository(tenant).get().file_naming or TEMPLATE
    except NotFound:
        return TEMPLATE


def adds_detail(tenant: "TenantContext") -> bool:
    """Whether a tenant's brand lets an image provider make artwork finer that is too coarse for its zone."""
    from luneo.brands.repository import BrandRepository
    from luneo.brands.schemas import Detail
    from luneo.errors import NotFound

    try:
        return BrandRepository(tenant).get().detail == Detail.PROVIDER
    except NotFound:
        return False
