from typing import NoReturn

from luneo.http.socket import SocketRequest, socket_route
from luneo.progress.schemas import UnknownAction


@socket_route("$default")
def handler(_request: SocketRequest) -> NoReturn:
    """Refuse a frame whose action does not exist."""
    raise UnknownAction('Send {"action": "subscribe", "generation_id": "gen_…", "after": 0}.')
