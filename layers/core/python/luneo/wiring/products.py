"""Builders of the product domain."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.adapters.s3 import S3Store
    from luneo.identity.caller import Caller, TenantContext
    from luneo.products.publication import PublicationService
    from luneo.products.repository import ProductRepository
    from luneo.products.service import ProductService


def product_service(caller: "Caller") -> "ProductService":
    """The caller's products."""
    from luneo.products.repository import UploadRepository
    from luneo.products.service import ProductService
    from luneo.storage import now

    return ProductService(caller.tenant, product_repository(caller.tenant), UploadRepository(caller.tenant), now)


def product_repository(tenant: "TenantContext") -> "ProductRepository":
    """The tenant's products in storage."""
    from luneo.products.repository import ProductRepository

    return ProductRepository(tenant)


def publication_service(caller: "Caller") -> "PublicationService":
    """Publishing."""
    from luneo.products.preparation import PreparationMachine
    from luneo.products.publication import PublicationService
    from luneo.products.repository import UploadRepository
    from luneo.storage import now
    from luneo.wiring.brands import spoken_beside

    products, uploads = product_repository(caller.tenant), UploadRepository(caller.tenant)
    return PublicationService(
        caller, products, uploads, PreparationMachine(), lambda: spoken_beside(caller.tenant), now
    )


def object_store() -> "S3Store":
    """The buckets that the function was granted."""
    from luneo.adapters.s3 import S3Store

    return S3Store()
