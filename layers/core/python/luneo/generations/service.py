"""Asking for designs, looking after them, taking them back."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from luneo.credits.ledger import GENERATION_CREDITS, Ledger
from luneo.generations.execution import MachineUnavailable, Run
from luneo.generations.models import GenerationRow
from luneo.generations.outcome import Endings
from luneo.generations.repository import Generations
from luneo.generations.schemas import (
    MAX_SEED,
    CreditsView,
    GenerateRequest,
    GenerationAccepted,
    GenerationQuery,
    GenerationSummary,
    GenerationView,
    StreamAccess,
)
from luneo.generations.target import PrintTarget
from luneo.generations.views import generation_view, summary
from luneo.identity.caller import Caller
from luneo.ids import Prefix, derived_id, new_id
from luneo.pagination import page, start_after
from luneo.ports.objects import ObjectStore
from luneo.progress.events import EventLog
from luneo.prompts.prepare import PreparedPrompt, prepare_prompt
from luneo.schema import Page, PageQuery, rfc3339
from luneo.styles import style

# As long as an idempotency key is kept; afterwards the same key asks for something new.
SAME_REQUEST = timedelta(hours=24)


class Targets(Protocol):
    """What can be printed on: the published products."""

    def target(self, product_id: str, zone: str | None) -> PrintTarget:
        """The zone of a published product, the first where none is named.

        Raises:
            NotFound: there is no such product, or it is not published.
            Invalid: it has no such zone (at ``#/zone``).
        """
        ...


class Machine(Protocol):
    """What makes designs."""

    def start(self, run: Run) -> None:
        """Start the run, unless it was started before.

        Raises:
            MachineUnavailable: it cannot be started now.
        """
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What the service works with."""

    generations: Generations
    ledger: Ledger
    targets: Targets
    machine: Machine
    events: EventLog
    store: ObjectStore
    issue_ticket: Callable[[Caller], str]
    stream_url: Callable[[], str]
    now: Callable[[], datetime]


class GenerationService:
    """Generations on behalf of one caller."""

    def __init__(self, caller: Caller, parts: Parts) -> None:
        self._caller = caller
        self._parts = parts

    def generate(self, request: GenerateRequest, idempotency_key: str | None, request_id: str) -> GenerationAccepted:
        """Start a generation; the same key within a day continues the one it started.

        Raises:
            Invalid: the prompt, style or zone cannot be used.
            NotFound: there is no such published product.
            OutOfCredits: the brand's credits do not cover it.
            MachineUnavailable: it cannot be started now; it counts as failed.
        """
        prompt = prepare_prompt(request.prompt)
        style(request.style)
        target = self._parts.targets.target(request.product_id, request.zone)
        balance = self._parts.ledger.require(GENERATION_CREDITS)
        row = self._place(request, prompt, target, idempotency_key)
        self._start(row, request_id)
        return GenerationAccepted(
            id=row.generation_id,
            status=row.standing,
            status_url=f"/api/ai/generations/{row.generation_id}",
            stream=self._stream(),
            credits=CreditsView(cost=GENERATION_CREDITS, available=balance.available),
        )

    def show(self, generation_id: str, query: GenerationQuery) -> GenerationView:
        """One generation, with its events after a number and, while it is unfinished, a fresh ticket for the stream.

        Raises:
            NotFound: there is none that this caller may see.
        """
        row = self._parts.generations.owned_by(self._caller.owner_filter, generation_id)
        stream = self._stream() if query.stream and not row.standing.is_final else None
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

    def _start(self, row: GenerationRow, request_id: str) -> None:
        try:
            self._parts.machine.start(Run(row.tenant_id, row.generation_id, request_id))
        except MachineUnavailable as error:
            Endings(self._parts.generations, self._parts.ledger).fail(row.generation_id, error.slug, error.detail)
            raise

    def _stream(self) -> StreamAccess:
        return StreamAccess(url=self._parts.stream_url(), ticket=self._parts.issue_ticket(self._caller))

    def _view(self, row: GenerationRow, after: int | None = None, stream: StreamAccess | None = None) -> GenerationView:
        events = [] if after is None else self._parts.events.after(row.generation_id, after)
        return generation_view(row, self._caller, self._parts.store, events, stream)

    def _place(
        self, request: GenerateRequest, prompt: PreparedPrompt, target: PrintTarget, key: str | None
    ) -> GenerationRow:
        """The new generation, or the one that an earlier try with this key left behind."""
        turn = 0
        while True:
            row = self._row(self._id(key, turn), request, prompt, target)
            if self._parts.generations.create(row):
                return row
            earlier = self._parts.generations.get(row.generation_id)
            if row.created_at - earlier.created_at < SAME_REQUEST:
                return earlier
            turn += 1

    def _id(self, key: str | None, turn: int) -> str:
        if key is None:
            return new_id(Prefix.GENERATION)
        tenant = self._caller.tenant.tenant_id
        return derived_id(Prefix.GENERATION, tenant, self._caller.subject, key, str(turn))

    def _row(
        self, generation_id: str, request: GenerateRequest, prompt: PreparedPrompt, target: PrintTarget
    ) -> GenerationRow:
        moment = self._parts.now()
        return GenerationRow(
            self._caller.tenant.partition,
            generation_id,
            tenant_id=self._caller.tenant.tenant_id,
            subject=self._caller.subject,
            product_id=request.product_id,
            target=target.model_dump(mode="json"),
            style=request.style,
            seed=secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed,
            credits=GENERATION_CREDITS,
            prompt=prompt.text,
            redactions=list(prompt.redactions),
            listed=f"{rfc3339(moment)}#{generation_id}",
            created_at=moment,
            updated_at=moment,
        )
