from luneo.designs.schemas import DesignView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.schema import Page, PageQuery
from luneo.wiring.designs import design_service


@endpoint(
    "GET",
    "/api/designs",
    permission=Permission.DESIGNS_READ,
    uses=[Table.DESIGNS.read],
)
def handler(query: PageQuery, caller: Caller) -> Page[DesignView]:
    """List the designs, newest first: a shopper's own, or all of the brand's."""
    return design_service(caller).list(query)
