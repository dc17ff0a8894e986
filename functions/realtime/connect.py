from luneo.http.socket import SocketRequest, socket_route
from luneo.resources import Table
from luneo.wiring import progress


@socket_route("$connect", uses=[Table.CONNECTIONS.read_write])
def handler(request: SocketRequest) -> None:
    """Open a connection with `?ticket=`, which is good once and for a minute."""
    progress.connect(request)
