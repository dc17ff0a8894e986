from luneo import settings
from luneo.generations.wish import GenerateRequest, GenerationAccepted
from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.http.request import Request
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Bucket, Layer, Machine, Socket, Table
from luneo.wiring.generations import asking


@endpoint(
    "POST",
    "/api/ai/generate",
    permission=Permission.GENERATIONS_WRITE,
    status=202,
    uses=[
        Table.BRANDS.read,
        Table.PRODUCTS.read,
        Table.LEDGER.read_write,
        Table.GENERATIONS.read_write,
        Table.PROGRESS.write,
        Table.OUTBOX.write,
        Table.CONNECTIONS.write,
        # What a change starts from must still be kept.
        Bucket.PRODUCTION.read,
        Machine.GENERATE_DESIGN.start,
        Socket.PROGRESS.connect,
    ],
    # A text is set for real before it is accepted, so that nothing is charged for one that does not fit.
    layers=[Layer.CORE, Layer.WEB, Layer.IMAGING],
    idempotent=True,
    limit=Limit(count=60, per_s=60),
    audit="generation.requested",
    settings=[settings.IMAGE_PROVIDER],
)
def handler(wish: GenerateRequest, caller: Caller, request: Request) -> GenerationAccepted:
    """Ask for a design on a published product, or a change of one; follow it by its status address or the stream."""
    return asking(caller).generate(wish, request.idempotency_key, request.request_id)
