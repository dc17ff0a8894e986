from luneo.generations.lettering import LetteringRequest, LetteringView
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Layer, Table
from luneo.wiring.generations import lettering


@endpoint(
    "POST",
    "/api/ai/lettering",
    permission=Permission.GENERATIONS_READ,
    uses=[Table.PRODUCTS.read],
    layers=[Layer.CORE, Layer.WEB, Layer.IMAGING],
    # Someone is typing: one vCPU halves the wait, and its shorter run costs no more.
    memory_mb=1769,
    limit=Limit(count=240, per_s=60),
)
def handler(wish: LetteringRequest, caller: Caller) -> LetteringView:
    """Set a text on a product and show it as it would be printed; nothing is kept or charged."""
    return lettering(caller).set(wish)
