from luneo.http.endpoint import endpoint
from luneo.http.reply import Reply, polled
from luneo.http.request import Request
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.products.views import PublicationAccepted
from luneo.resources import Machine, Table
from luneo.wiring.products import publication_service


@endpoint(
    "POST",
    "/api/products/{product_id}/publish",
    permission=Permission.PRODUCTS_WRITE,
    status=202,
    uses=[Table.PRODUCTS.read_write, Table.BRANDS.read, Machine.PREPARE_PRODUCT.start],
    idempotent=True,
    audit="product.publication-requested",
)
def handler(product_id: str, caller: Caller, request: Request) -> PublicationAccepted | Reply:
    """Publish a product's draft: have it checked with its files, compiled, and shown to shoppers all at once.

    What the draft alone says against it is refused here, every reason by JSON pointer into the product. The rest takes
    seconds: follow `status_url`. Until it says `published`, shoppers see what they saw before; `refused` lists what to
    mend, `failed` is worth another try. A version that is under way is joined, and one that is published stays.
    """
    accepted = publication_service(caller).publish(product_id, request.request_id)
    return polled(accepted, accepted.retry_after_s)
