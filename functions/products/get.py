from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.schemas import ProductView
from luneo.resources import Table
from luneo.wiring.products import product_service


@endpoint("GET", "/api/products/{product_id}", permission=Permission.PRODUCTS_READ, uses=[Table.PRODUCTS.read])
def handler(product_id: str, caller: Caller) -> ProductView:
    """Get a product: its draft, and what is published of it."""
    return product_service(caller).get(product_id)
