from luneo.brands.schemas import BrandDomains, BrandView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.brands import brand_service


@endpoint(
    "PUT",
    "/api/brands/current/domains",
    permission=Permission.BRAND_WRITE,
    uses=[Table.BRANDS.read_write],
    audit="brand.domains-set",
)
def handler(domains: BrandDomains, caller: Caller) -> BrandView:
    """Set the origins on which the brand's widget may run, replacing the earlier ones.

    Each is scheme, host and port as a browser sends them in `Origin`; `https` only. International names are stored in
    punycode, default ports dropped, repetitions merged.
    """
    return brand_service(caller).allow(domains)
