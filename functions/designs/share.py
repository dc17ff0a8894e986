from luneo.designs.schemas import ShareView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.wiring.designs import design_service


@endpoint(
    "POST",
    "/api/designs/{design_id}/share",
    permission=Permission.DESIGNS_WRITE,
    status=201,
    uses=[Table.DESIGNS.read_write, Table.OUTBOX.write],
    audit="design.shared",
)
def handler(design_id: str, caller: Caller) -> ShareView:
    """Make a link that shows the design to whoever has it; the design's earlier link closes.

    The link is shown in this answer only and stored as a hash. For that reason an answer that got lost is not repeated:
    ask for another link.
    """
    return design_service(caller).share(design_id)
