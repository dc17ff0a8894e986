from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.schemas import NewProduct
from luneo.products.views import ProductView
from luneo.resources import Table
from luneo.wiring.products import product_service


@endpoint(
    "POST",
    "/api/products",
    permission=Permission.PRODUCTS_WRITE,
    status=201,
    uses=[Table.PRODUCTS.write],
    idempotent=True,
    audit="product.created",
)
def handler(product: NewProduct, caller: Caller) -> ProductView:
    """Add a product to the brand's catalogue, unpublished."""
    return product_service(caller).create(product)
