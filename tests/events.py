"""The events that the gateway sends, as the laptop derives them from the declarations."""

from local.derived.events import (
    SOURCE_IP,
    authorizer_context,
    authorizer_event,
    http_event,
    member_claims,
    socket_event,
)

__all__ = ["SOURCE_IP", "authorizer_context", "authorizer_event", "http_event", "member_claims", "socket_event"]
