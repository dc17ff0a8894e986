"""Who listens to what, and sending it: every listener gets each event at least once and never finds a gap.

A subscription remembers up to where it was served. Both senders, the answer to a subscription and the push of new
events, send on from there without leaving anything out and note it afterwards; where they overlap, the client sees an
event twice and drops it by its number.
"""

import time
from collections.abc import Iterable, Sequence
from typing import Protocol

from pynamodb.exceptions import UpdateError

from luneo.errors import DomainError
from luneo.identity.caller import TenantContext
from luneo.progress.events import EventLog
from luneo.progress.models import ConnectionRow, SubscriptionRow
from luneo.progress.schemas import ProgressEvent
from luneo.progress.tickets import Listener

# API Gateway closes a WebSocket after two hours.
LONGEST_CONNECTION_S = 2 * 3600
CONNECTION_ROW = "CONNECTION"
LISTENS_LEAD = "LISTENS#"


class ConnectionGone(Exception):
    """The client has closed the connection."""


class UnknownConnection(DomainError):
    """The connection was not opened with a ticket, or is too old."""

    status = 401
    slug = "unknown-connection"
    title = "Connect again"


class Sender(Protocol):
    """Sends text frames to open connections."""

    def send(self, connection_id: str, frame: str) -> None:
        """Deliver one frame.

        Raises:
            ConnectionGone: nobody is there any more.
        """
        ...


def open_connection(connection_id: str, listener: Listener) -> None:
    """Remember who is behind a new connection."""
    ConnectionRow(
        _connection(connection_id),
        CONNECTION_ROW,
        tenant_id=listener.tenant.tenant_id,
        owner=listener.owner,
        expires=_expiry(),
    ).save()


def listener_of(connection_id: str) -> Listener:
    """Who is behind a connection.

    Raises:
        UnknownConnection: it was never opened, or is too old.
    """
    try:
        row = ConnectionRow.get(_connection(connection_id), CONNECTION_ROW, consistent_read=True)
    except ConnectionRow.DoesNotExist:
        row = None
    if row is None or not row.is_live:
        raise UnknownConnection("Open a new connection with a fresh ticket.")
    return Listener(TenantContext(row.tenant_id), row.owner)


def close_connection(connection_id: str) -> None:
    """Forget a connection and all it listens to; doing so twice changes nothing."""
    for row in ConnectionRow.query(_connection(connection_id)):
        if row.row.startswith(LISTENS_LEAD):
            SubscriptionRow(row.row.removeprefix(LISTENS_LEAD), connection_id).delete()
        row.delete()


def subscribe(connection_id: str, listener: Listener, generation_id: str, after: int, sender: Sender) -> int:
    """Listen to a generation; what happened after ``after`` is sent at once, in order. The last number sent."""
    log = EventLog(listener.tenant)
    partition = log.partition(generation_id)
    back = ConnectionRow(
        _connection(connection_id),
        LISTENS_LEAD + partition,
        tenant_id=listener.tenant.tenant_id,
        owner=listener.owner,
        expires=_expiry(),
    )
    back.save()
    row = SubscriptionRow(partition, connection_id, sent=after, expires=_expiry())
    row.save()
    # The row comes first: an event written after this query finds it.
    return _serve_or_forget(row, log.after(generation_id, after), sender)


def push(events: Sequence[ProgressEvent], tenant: TenantContext, sender: Sender) -> None:
    """Send new events of one generation to all who listen to it, in order whatever order they are given in.

    Closed connections are forgotten. Where sending fails, everyone else is served first; then the first failure is
    raised, so that the stream tries again.
    """
    log = EventLog(tenant)
    failures: list[Exception] = []
    for row in SubscriptionRow.query(log.partition(events[0].generation_id), consistent_read=True):
        if row.is_live:
            try:
                _serve_or_forget(row, _due(row, events, log), sender)
            except Exception as failure:  # noqa: BLE001 - whatever it is, it must not keep others waiting
                failures.append(failure)
    if failures:
        raise failures[0]


def _due(row: SubscriptionRow, events: Sequence[ProgressEvent], log: EventLog) -> Sequence[ProgressEvent]:
    """What the listener lacks; read from the log where the delivery has gaps, repeats or another order."""
    due = [event for event in events if event.seq > row.sent]
    if [event.seq for event in due] == [int(row.sent) + place for place in range(1, len(due) + 1)]:
        return due
    return log.after(due[0].generation_id, int(row.sent))


def _serve_or_forget(row: SubscriptionRow, events: Iterable[ProgressEvent], sender: Sender) -> int:
    try:
        return _serve(row, events, sender)
    except ConnectionGone:
        close_connection(row.row)
        return int(row.sent)


def _serve(row: SubscriptionRow, events: Iterable[ProgressEvent], sender: Sender) -> int:
    sent = int(row.sent)
    for event in events:
        sender.send(row.row, event.model_dump_json())
        sent = event.seq
    if sent > row.sent:
        _note(row, sent)
    return sent


def _note(row: SubscriptionRow, sent: int) -> None:
    try:
        row.update([SubscriptionRow.sent.set(sent)], condition=SubscriptionRow.sent < sent)
    except UpdateError as error:
        # The other sender has got further, or the client has left.
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise


def _connection(connection_id: str) -> str:
    return f"CONNECTION#{connection_id}"


def _expiry() -> int:
    return int(time.time()) + LONGEST_CONNECTION_S
