from luneo.designs.schemas import DesignView, NewDesign
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.designs import design_service


@endpoint(
    "POST",
    "/api/designs",
    permission=Permission.DESIGNS_WRITE,
    status=201,
    uses=[Table.DESIGNS.write, Table.GENERATIONS.read],
    idempotent=True,
    audit="design.saved",
)
def handler(design: NewDesign, caller: Caller) -> DesignView:
    """Keep a finished generation as a design."""
    return design_service(caller).save(design)
