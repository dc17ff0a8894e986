from luneo.brands.schemas import BrandView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.brands import brand_service


@endpoint("GET", "/api/brands/current", permission=Permission.BRAND_READ, uses=[Table.BRANDS.read])
def handler(caller: Caller) -> BrandView:
    """Get the brand that the access token belongs to."""
    return brand_service(caller).current()
