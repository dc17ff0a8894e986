from luneo.designs.schemas import DesignView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.designs import design_service


@endpoint(
    "GET",
    "/api/designs/{design_id}",
    permission=Permission.DESIGNS_READ,
    uses=[Table.DESIGNS.read],
)
def handler(design_id: str, caller: Caller) -> DesignView:
    """Get a design."""
    return design_service(caller).get(design_id)
