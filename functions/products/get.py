from luneo.http.endpoint import endpoint
from luneo.http.reply import Reply, polled
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.views import ProductView
from luneo.resources import Table
from luneo.wiring.products import product_service


@endpoint("GET", "/api/products/{product_id}", permission=Permission.PRODUCTS_READ, uses=[Table.PRODUCTS.read])
def handler(product_id: str, caller: Caller) -> ProductView | Reply:
    """Get a product: its draft, what is published of it, and how its last preparation went.

    While it is being prepared, the answer says after how many seconds to ask again.
    """
    product = product_service(caller).get(product_id)
    return polled(product, product.retry_after_s)
