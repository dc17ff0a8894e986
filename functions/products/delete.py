from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.products import product_service


@endpoint(
    "DELETE",
    "/api/products/{product_id}",
    permission=Permission.PRODUCTS_WRITE,
    status=204,
    uses=[Table.PRODUCTS.write],
    audit="product.deleted",
)
def handler(product_id: str, caller: Caller) -> None:
    """Delete a product. Designs and generations that were made for it stay."""
    product_service(caller).delete(product_id)
