from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.references.schemas import ReferenceList
from luneo.resources import Bucket, Table
from luneo.wiring.references import reference_service


@endpoint(
    "GET",
    "/api/brands/current/references",
    permission=Permission.BRAND_WRITE,
    uses=[Table.BRANDS.read, Bucket.PRODUCTION.read],
)
def handler(caller: Caller) -> ReferenceList:
    """List the brand's reference pictures, and how many it may have."""
    return reference_service(caller).list()
