from luneo.http.socket import SocketRequest, socket_route
from luneo.resources import Table
from luneo.wiring import progress


@socket_route("$disconnect", uses=[Table.CONNECTIONS.read_write])
def handler(request: SocketRequest) -> None:
    """Forget a connection and what it listened to."""
    progress.disconnect(request)
