from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.designs import design_service


@endpoint(
    "DELETE",
    "/api/designs/{design_id}/share",
    permission=Permission.DESIGNS_WRITE,
    status=204,
    uses=[Table.DESIGNS.read_write],
    audit="design.unshared",
)
def handler(design_id: str, caller: Caller) -> None:
    """Close the design's link. Where there is none, nothing changes."""
    design_service(caller).unshare(design_id)
