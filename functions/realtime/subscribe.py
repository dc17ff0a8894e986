from luneo.http.socket import SocketRequest, socket_route
from luneo.progress.schemas import Subscribed
from luneo.resources import Socket, Table
from luneo.wiring import progress


@socket_route(
    "subscribe",
    uses=[Table.CONNECTIONS.read_write, Table.GENERATIONS.read, Table.PROGRESS.read, Socket.PROGRESS.push],
)
def handler(request: SocketRequest) -> Subscribed:
    """Follow a generation: what happened after `after` comes at once, in order, and the rest as it happens."""
    return progress.subscribe(request)
