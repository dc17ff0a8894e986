from luneo import settings
from luneo.brands.schemas import BrandChange, BrandView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.brands import brand_service


@endpoint(
    "PATCH",
    "/api/brands/current",
    permission=Permission.BRAND_WRITE,
    uses=[Table.BRANDS.read_write],
    audit="brand.changed",
    settings=[settings.IMAGE_PROVIDER],
)
def handler(change: BrandChange, caller: Caller) -> BrandView:
    """Change the brand's name, languages, image providers or file names; what is left out stays."""
    return brand_service(caller).change(change)
