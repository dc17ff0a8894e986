"""Builders of the product domain."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.adapters.s3 import S3Store
    from luneo.identity.caller import Caller
    from luneo.products.publication import PublicationService
    from luneo.products.repository import ProductRepository
    from luneo.products.service import ProductService


def product_service(caller: "Caller") -> "ProductService":
    """The caller's products."""
    from luneo.products.repository import UploadRepository
    from luneo.products.service import ProductService
    from luneo.storage import now

    return ProductService(caller.tenant, product_repository(caller), UploadRepository(caller.tenant), now)


def product_repository(caller: "Caller") -> "ProductRepository":
    """The caller's products in storage."""
    from luneo.products.repository import ProductRepository

    return ProductRepository(caller.tenant)


def publication_service(caller: "Caller") -> "PublicationService":
    """Publishing; its function needs the imaging, the 3D and the providers' layer."""
    from luneo.products.judging import UploadJudge
    from luneo.products.publication import PublicationService
    from luneo.products.repository import UploadRepository
    from luneo.storage import now
    from luneo.wiring import providers
    from luneo.wiring.moderation import rules_of

    judge = UploadJudge(caller, providers.moderator(), rules_of(caller.tenant).policy)
    products = product_repository(caller)
    return PublicationService(caller.tenant, products, UploadRepository(caller.tenant), object_store(), judge, now)


def object_store() -> "S3Store":
    """The buckets that the function was granted."""
    from luneo.adapters.s3 import S3Store

    return S3Store()
