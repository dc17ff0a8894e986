"""One-time tickets that open the progress stream: a browser's WebSocket cannot send an ``Authorization`` header."""

import hashlib
import secrets
import time
from dataclasses import dataclass

from pynamodb.exceptions import DeleteError

from luneo.identity.caller import Caller, TenantContext, Unauthenticated
from luneo.progress.models import TicketRow
from luneo.resources import Socket
from luneo.settings import physical_name

VALID_S = 60
TICKET_ROW = "TICKET"
_SCHEMES = {"https": "wss", "http": "ws"}


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens: a tenant's shopper (``owner``), or someone who may see all of the tenant's (``None``)."""

    tenant: TenantContext
    owner: str | None


def issue(caller: Caller) -> str:
    """A ticket for this caller, good once and for :data:`VALID_S` seconds; only its hash is kept."""
    ticket = secrets.token_urlsafe(32)
    TicketRow(
        _partition(ticket),
        TICKET_ROW,
        tenant_id=caller.tenant.tenant_id,
        owner=caller.owner_filter,
        expires=int(time.time()) + VALID_S,
    ).save()
    return ticket


def redeem(ticket: str) -> Listener:
    """Whom the ticket was issued to; it is used up.

    Raises:
        Unauthenticated: it is unknown, used or expired.
    """
    try:
        row = TicketRow.get(_partition(ticket), TICKET_ROW, consistent_read=True)
        row.delete(condition=TicketRow.partition.exists())
    except TicketRow.DoesNotExist:
        raise _refused() from None
    except DeleteError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise _refused() from None
    if not row.is_live:
        raise _refused()
    return Listener(TenantContext(row.tenant_id), row.owner)


def stream_url() -> str:
    """Where clients connect: the socket's own address under its WebSocket scheme."""
    scheme, _, rest = physical_name(Socket.PROGRESS).partition("://")
    return f"{_SCHEMES[scheme]}://{rest}"


def _partition(ticket: str) -> str:
    return f"TICKET#{hashlib.sha256(ticket.encode()).hexdigest()}"


def _refused() -> Unauthenticated:
    return Unauthenticated("This ticket is unknown, used or expired. Start a generation to get a fresh one.")
