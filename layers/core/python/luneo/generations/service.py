"""Looking after designs that were asked for, and taking them back."""

from collections.abc import Callable
from dataclasses import dataclass

from luneo.credits.ledger import Ledger
from luneo.generations.models import GenerationRow
from luneo.generations.outcome import Endings
from luneo.generations.repository import Generations
from luneo.generations.schemas import GenerationQuery, GenerationSummary, GenerationView
from luneo.generations.views import generation_view, summary
from luneo.generations.wish import StreamAccess
from luneo.identity.caller import Caller
from luneo.pagination import page, start_after
from luneo.ports.objects import ObjectStore
from luneo.progress.events import EventLog
from luneo.schema import Page, PageQuery


@dataclass(frozen=True, slots=True)
class Parts:
    """What the service works with."""

    generations: Generations
    ledger: Ledger
    events: EventLog
    store: ObjectStore
    open_stream: Callable[[Caller], StreamAccess]


class GenerationService:
    """Generations on behalf of one caller."""

    def __init__(self, caller: Caller, parts: Parts) -> None:
        self._caller = caller
        self._parts = parts

    def show(self, generation_id: str, query: GenerationQuery) -> GenerationView:
        """One generation, with its events after a number and, while it is unfinished, a fresh ticket for the stream.

        Raises:
            NotFound: there is none that this caller may see.
        """
        row = self._parts.generations.owned_by(self._caller.owner_filter, generation_id)
        stream = self._parts.open_stream(self._caller) if query.stream and not row.standing.is_final else None
        return self._view(row, query.after, stream)

    def history(self, query: PageQuery) -> Page[GenerationSummary]:
        """The brand's generations, newest first."""
        of_list = f"{self._caller.tenant.partition}#generations"
        rows = self._parts.generations.newest(start_after(query, of_list), query.limit + 1)
        return page(rows, query, of_list, lambda row: str(row.listed), summary)

    def cancel(self, generation_id: str) -> GenerationView:
        """Take a generation back; a second time changes nothing.

        Raises:
            NotFound: there is none that this caller may see.
            AlreadyFinished: its preview is out, or it has ended.
        """
        row = self._parts.generations.owned_by(self._caller.owner_filter, generation_id)
        return self._view(Endings(self._parts.generations, self._parts.ledger).cancel(row))

    def _view(self, row: GenerationRow, after: int | None = None, stream: StreamAccess | None = None) -> GenerationView:
        events = [] if after is None else self._parts.events.after(row.generation_id, after)
        return generation_view(row, self._caller, self._parts.store, events, stream)
