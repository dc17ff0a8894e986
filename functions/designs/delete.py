from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.designs import design_service


@endpoint(
    "DELETE",
    "/api/designs/{design_id}",
    permission=Permission.DESIGNS_WRITE,
    status=204,
    uses=[Table.DESIGNS.read_write],
    audit="design.deleted",
)
def handler(design_id: str, caller: Caller) -> None:
    """Delete a design. A link to it opens nothing any more."""
    design_service(caller).delete(design_id)
