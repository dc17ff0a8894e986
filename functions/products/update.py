from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.schemas import ProductChange
from luneo.products.views import ProductView
from luneo.resources import Table
from luneo.wiring.products import product_service


@endpoint(
    "PATCH",
    "/api/products/{product_id}",
    permission=Permission.PRODUCTS_WRITE,
    uses=[Table.PRODUCTS.read_write],
    audit="product.changed",
)
def handler(product_id: str, change: ProductChange, caller: Caller) -> ProductView:
    """Change a product's draft; what is left out stays, and shoppers see the change after the next publication.

    `photo_upload_id` and `model_upload_id` take an upload of this product.
    """
    return product_service(caller).change(product_id, change)
