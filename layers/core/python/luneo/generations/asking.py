"""Asking for a design. It shares no module with showing one, so that the busiest function starts soonest."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from luneo.credits.ledger import GENERATION_CREDITS, Ledger
from luneo.errors import DomainError
from luneo.generations.execution import Run
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Generations
from luneo.generations.target import PrintTarget
from luneo.generations.wanted import Wanted, wanted_anew
from luneo.generations.wish import MAX_SEED, CreditsView, GenerateRequest, GenerationAccepted, StreamAccess
from luneo.identity.caller import Caller
from luneo.ids import Prefix, derived_id, new_id
from luneo.prompts.prepare import PreparedPrompt, prepare_prompt
from luneo.schema import rfc3339
from luneo.styles import style
from luneo.typography.wish import TextLayer
from luneo.workflow.machine import MachineUnavailable

if TYPE_CHECKING:
    from luneo.generations.changing import Changes

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
    """What asking works with."""

    generations: Generations
    ledger: Ledger
    targets: Targets
    machine: Machine
    fail: Callable[[str, DomainError], None]
    open_stream: Callable[[Caller], StreamAccess]
    changes: "Callable[[], Changes]"
    now: Callable[[], datetime]


class Asking:
    """Asks for generations on behalf of one caller."""

    def __init__(self, caller: Caller, parts: Parts) -> None:
        self._caller = caller
        self._parts = parts

    def generate(self, request: GenerateRequest, idempotency_key: str | None, request_id: str) -> GenerationAccepted:
        """Start a generation; the same key within a day continues the one it started.

        Raises:
            Invalid: the prompt, style, zone, text or area cannot be used.
            NotFound: there is no such published product, or no such generation to change.
            NotChangeable, ChangeNotOffered: the earlier generation cannot be changed, or nobody can.
            OutOfCredits: the brand's credits do not cover it.
            MachineUnavailable: it cannot be started now; it counts as failed.
        """
        prompt = prepare_prompt(request.prompt)
        wanted, target = self._wanted(request)
        text = self._text(wanted, target)
        balance = self._parts.ledger.require(GENERATION_CREDITS)
        row = self._place(request, prompt, replace(wanted, text=text), target, idempotency_key)
        self._start(row, request_id)
        return GenerationAccepted(
            id=row.generation_id,
            status=row.standing,
            status_url=f"/api/ai/generations/{row.generation_id}",
            stream=self._parts.open_stream(self._caller),
            credits=CreditsView(cost=GENERATION_CREDITS, available=balance.available),
        )

    def _wanted(self, request: GenerateRequest) -> tuple[Wanted, PrintTarget]:
        if request.change is None:
            wanted = wanted_anew(request)
            style(wanted.style)
            return wanted, self._parts.targets.target(wanted.product_id, wanted.zone)
        changes = self._parts.changes()
        wanted = changes.wanted(request, request.change)
        transparent = style(wanted.style).transparent
        target = self._parts.targets.target(wanted.product_id, wanted.zone)
        changes.allow(wanted, target, transparent=transparent)
        return wanted, target

    @staticmethod
    def _text(wanted: Wanted, target: PrintTarget) -> TextLayer | None:
        if wanted.text is None:
            return None
        # What sets letters is loaded for them alone.
        from luneo.generations.text import fitted

        return fitted(wanted.text, target)

    def _start(self, row: GenerationRow, request_id: str) -> None:
        try:
            self._parts.machine.start(Run(row.tenant_id, row.generation_id, request_id))
        except MachineUnavailable as error:
            self._parts.fail(row.generation_id, error)
            raise

    def _place(
        self,
        request: GenerateRequest,
        prompt: PreparedPrompt,
        wanted: Wanted,
        target: PrintTarget,
        key: str | None,
    ) -> GenerationRow:
        """The new generation, or the one that an earlier try with this key left behind."""
        turn = 0
        while True:
            row = self._row(self._id(key, turn), request, prompt, wanted, target)
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
        self,
        generation_id: str,
        request: GenerateRequest,
        prompt: PreparedPrompt,
        wanted: Wanted,
        target: PrintTarget,
    ) -> GenerationRow:
        moment = self._parts.now()
        return GenerationRow(
            self._caller.tenant.partition,
            generation_id,
            tenant_id=self._caller.tenant.tenant_id,
            subject=self._caller.subject,
            product_id=wanted.product_id,
            target=target.model_dump(mode="json"),
            style=wanted.style,
            seed=secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed,
            credits=GENERATION_CREDITS,
            prompt=prompt.text,
            redactions=list(prompt.redactions),
            text=wanted.text.model_dump(mode="json") if wanted.text else None,
            changed_from=wanted.changed_from.model_dump(mode="json") if wanted.changed_from else None,
            locale=request.locale,
            listed=f"{rfc3339(moment)}#{generation_id}",
            created_at=moment,
            updated_at=moment,
        )
