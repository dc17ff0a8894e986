from luneo.generations.schemas import GenerationView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Bucket, Table
from luneo.wiring.generations import generation_service


@endpoint(
    "POST",
    "/api/ai/generations/{generation_id}/cancel",
    permission=Permission.GENERATIONS_WRITE,
    uses=[
        Table.GENERATIONS.read_write,
        Table.LEDGER.read_write,
        Table.PROGRESS.write,
        Table.OUTBOX.write,
        Bucket.PRODUCTION.read,
    ],
    audit="generation.cancelled",
)
def handler(generation_id: str, caller: Caller) -> GenerationView:
    """Take a generation back before its preview is out: nothing is charged. Doing so twice changes nothing."""
    return generation_service(caller).cancel(generation_id)
