"""Builders of the progress stream."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luneo.http.socket import SocketRequest
    from luneo.progress.schemas import Subscribed


def connect(request: "SocketRequest") -> None:
    """Open a connection with its ticket."""
    from luneo.progress.subscriptions import open_connection
    from luneo.progress.tickets import redeem

    open_connection(request.connection_id, redeem(request.query.get("ticket", "")))


def subscribe(request: "SocketRequest") -> "Subscribed":
    """Listen to a generation, from a number on."""
    from luneo.generations.repository import Generations
    from luneo.progress import subscriptions
    from luneo.progress.schemas import Subscribed, SubscribeFrame
    from luneo.progress.socket import SocketSender

    frame = SubscribeFrame.model_validate(request.message)
    listener = subscriptions.listener_of(request.connection_id)
    Generations(listener.tenant).owned_by(listener.owner, frame.generation_id)
    sent = subscriptions.subscribe(request.connection_id, listener, frame.generation_id, frame.after, SocketSender())
    return Subscribed(generation_id=frame.generation_id, sent=sent)


def disconnect(request: "SocketRequest") -> None:
    """Forget a connection."""
    from luneo.progress.subscriptions import close_connection

    close_connection(request.connection_id)


def push_progress(event: dict[str, Any]) -> None:
    """Send a batch of new events to those who listen."""
    from luneo.progress.socket import SocketSender
    from luneo.progress.stream import push_batch

    push_batch(event["Records"], SocketSender())
