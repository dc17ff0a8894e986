from luneo import settings
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.schemas import ProductView
from luneo.resources import Bucket, Layer, Secret, Table
from luneo.wiring.products import publication_service


@endpoint(
    "POST",
    "/api/products/{product_id}/publish",
    permission=Permission.PRODUCTS_WRITE,
    uses=[
        Table.PRODUCTS.read_write,
        Table.OUTBOX.write,
        Table.BRANDS.read,
        Bucket.UPLOADS.read,
        Bucket.MEDIA.read_write,
        Secret.OPENAI.read,
    ],
    layers=[Layer.CORE, Layer.WEB, Layer.IMAGING, Layer.THREE_D, Layer.PROVIDERS],
    memory_mb=1769,
    timeout_s=29,
    settings=[settings.IMAGE_PROVIDER, settings.IMAGE_MODEL],
    audit="product.published",
)
def handler(product_id: str, caller: Caller) -> ProductView:
    """Publish a product's draft, if it can be produced and its photo may be shown.

    Everything that stands in the way is listed at once, by JSON pointer into the product, and nothing changes. A draft
    that is published already stays as it is.
    """
    return publication_service(caller).publish(product_id)
