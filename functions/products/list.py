from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.views import ProductView
from luneo.resources import Table
from luneo.schema import Page, PageQuery
from luneo.wiring.products import product_service


@endpoint("GET", "/api/products", permission=Permission.PRODUCTS_READ, uses=[Table.PRODUCTS.read])
def handler(query: PageQuery, caller: Caller) -> Page[ProductView]:
    """List the brand's products, newest first."""
    return product_service(caller).list(query)
