from luneo.designs.schemas import DesignChange, DesignView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.designs import design_service


@endpoint(
    "PATCH",
    "/api/designs/{design_id}",
    permission=Permission.DESIGNS_WRITE,
    uses=[Table.DESIGNS.read_write],
    audit="design.changed",
)
def handler(design_id: str, change: DesignChange, caller: Caller) -> DesignView:
    """Give a design another name."""
    return design_service(caller).change(design_id, change)
