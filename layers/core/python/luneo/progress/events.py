"""The events a client follows a generation by: written with the change they tell of, numbered without gaps."""

import time

from pynamodb.transactions import TransactWrite

from luneo.identity.caller import TenantContext
from luneo.progress.models import EventRow
from luneo.progress.schemas import Event, EventType, ProgressEvent
from luneo.storage import now

KEEP_S = 30 * 24 * 3600


class EventLog:
    """The events of a tenant's generations."""

    def __init__(self, tenant: TenantContext) -> None:
        self._tenant = tenant

    def partition(self, generation_id: str) -> str:
        """Where a generation's events, and those who listen to it, are kept."""
        return f"{self._tenant.partition}#GENERATION#{generation_id}"

    def add(self, writes: TransactWrite, generation_id: str, seq: int, event: Event) -> None:
        """Write an event under its number; refused when the number is taken."""
        row = EventRow(
            self.partition(generation_id),
            seq,
            tenant_id=self._tenant.tenant_id,
            generation_id=generation_id,
            type=event.type.value,
            at=now(),
            data=event.data,
            expires=int(time.time()) + KEEP_S,
        )
        writes.save(row, condition=EventRow.seq.does_not_exist())

    def after(self, generation_id: str, seq: int) -> list[ProgressEvent]:
        """The events numbered higher than ``seq``, in order."""
        rows = EventRow.query(self.partition(generation_id), EventRow.seq > seq, consistent_read=True)
        return [view(row) for row in rows]


def view(row: EventRow) -> ProgressEvent:
    """The event as a client sees it."""
    return ProgressEvent(
        seq=int(row.seq), generation_id=row.generation_id, type=EventType(row.type), at=row.at, data=row.data
    )
