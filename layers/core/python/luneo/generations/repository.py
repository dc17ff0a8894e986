"""Generations in storage: every change is guarded by the row's revision and written together with its events."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pynamodb.exceptions import PutError
from pynamodb.transactions import TransactWrite

from luneo.credits.contention import Writes, WritesRefused, attempts, write_together
from luneo.errors import NotFound
from luneo.generations.figures import measure_change
from luneo.generations.models import GenerationRow
from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, is_id
from luneo.progress.events import EventLog
from luneo.progress.schemas import Event
from luneo.storage import now

KIND = "generation"


def no_writes(_writes: TransactWrite) -> None:
    """No further writes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens with a changed row: its events in order, and writes that must succeed with it."""

    events: tuple[Event, ...] = ()
    also: Writes = no_writes


Decision = Callable[[GenerationRow], Change | None]
"""Changes the row it is given and says what goes with it, or ``None`` to leave everything as it is."""


class Generations:
    """One tenant's generations."""

    def __init__(self, tenant: TenantContext) -> None:
        self._tenant = tenant
        self._events = EventLog(tenant)

    def get(self, generation_id: str) -> GenerationRow:
        """The generation as it is now.

        Raises:
            NotFound: the tenant has no such generation.
        """
        if not is_id(Prefix.GENERATION, generation_id):
            raise NotFound(KIND)
        try:
            return GenerationRow.get(self._tenant.partition, generation_id, consistent_read=True)
        except GenerationRow.DoesNotExist:
            raise NotFound(KIND) from None

    def owned_by(self, owner: str | None, generation_id: str) -> GenerationRow:
        """The generation, if this shopper asked for it; ``None`` stands for who may see all of the tenant's.

        Raises:
            NotFound: there is none, or it is another's.
        """
        row = self.get(generation_id)
        if owner not in {None, row.subject}:
            raise NotFound(KIND)
        return row

    def create(self, row: GenerationRow) -> bool:
        """Write a new generation; ``False`` when its id is taken, with nothing changed."""
        try:
            row.save(condition=GenerationRow.row.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def newest(self, before: str | None, limit: int) -> Iterator[GenerationRow]:
        """The newest generations first, from the place ``before`` in the list on (see ``GenerationRow.listed``)."""
        earlier = None if before is None else GenerationRow.listed < before
        places = GenerationRow.by_created.query(
            self._tenant.partition, earlier, scan_index_forward=False, limit=limit, page_size=limit
        )
        ids = [place.generation_id for place in places]
        keys = [(self._tenant.partition, generation_id) for generation_id in ids]
        rows = {row.generation_id: row for row in GenerationRow.batch_get(keys, consistent_read=True)} if keys else {}
        # A place may outlive its row for a moment: an index lags.
        return (rows[generation_id] for generation_id in ids if generation_id in rows)

    def change(self, row: GenerationRow, decide: Decision) -> GenerationRow:
        """Change a generation, deciding anew from the stored row whenever another writer was first.

        The given row is brought up to date in place and returned. What ``decide`` raises comes out.

        Raises:
            Contended: others were first every time.
        """
        tries = attempts()
        while True:
            next(tries)
            seen = row.revision
            change = decide(row)
            if change is None:
                return row
            try:
                self._write(row, seen, change)
            except WritesRefused:
                # In place: whoever holds the row must not go on with what was never written.
                row.refresh(consistent_read=True)
            else:
                measure_change(row, change.events)
                return row

    def _write(self, row: GenerationRow, seen: float, change: Change) -> None:
        first = int(row.seq) + 1
        row.revision, row.seq, row.updated_at = seen + 1, row.seq + len(change.events), now()

        def add(writes: TransactWrite) -> None:
            writes.save(row, condition=GenerationRow.revision == seen)
            self._number(writes, row.generation_id, first, change.events)
            change.also(writes)

        write_together(add)

    def _number(self, writes: TransactWrite, generation_id: str, first: int, events: Iterable[Event]) -> None:
        for seq, event in enumerate(events, first):
            self._events.add(writes, generation_id, seq, event)
