from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Bucket, Table
from luneo.wiring.references import reference_service


@endpoint(
    "DELETE",
    "/api/brands/current/references/{reference_id}",
    permission=Permission.BRAND_WRITE,
    status=204,
    uses=[Table.BRANDS.read_write, Bucket.PRODUCTION.delete],
    audit="brand.reference-removed",
)
def handler(reference_id: str, caller: Caller) -> None:
    """Remove a reference picture: no wish from this moment on is drawn with it."""
    reference_service(caller).remove(reference_id)
