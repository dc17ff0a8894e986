from luneo.generations.schemas import GenerationQuery, GenerationView
from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Bucket, Socket, Table
from luneo.wiring.generations import generation_service


@endpoint(
    "GET",
    "/api/ai/generations/{generation_id}",
    permission=Permission.GENERATIONS_READ,
    uses=[
        Table.GENERATIONS.read,
        Table.PROGRESS.read,
        Bucket.PRODUCTION.read,
        Table.CONNECTIONS.write,
        Socket.PROGRESS.connect,
    ],
)
def handler(generation_id: str, query: GenerationQuery, caller: Caller) -> GenerationView:
    """Get a generation: how far it is, its files, what happened since an event, a fresh ticket for the stream."""
    return generation_service(caller).show(generation_id, query)
