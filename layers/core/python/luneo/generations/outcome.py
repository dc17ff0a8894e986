"""The ends of a generation; each books credits, row, progress event and outbox row in one transaction."""

from typing import Any

from pynamodb.transactions import TransactWrite

from luneo.credits.contention import Writes
from luneo.credits.ledger import JobState, Ledger
from luneo.errors import Conflict
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Change, Generations, no_writes
from luneo.generations.steps import Status
from luneo.moderation.schemas import moderation_view
from luneo.outbox import outbox
from luneo.outbox.events import DomainEvent, GenerationCancelled, GenerationFailed, GenerationSucceeded
from luneo.progress.schemas import Event, EventType
from luneo.workflow.errors import Cancelled

CANCELLED_DETAIL = "The generation was cancelled. Nothing was charged."


class AlreadyFinished(Conflict):
    """The preview is out, or the generation has ended: it cannot be taken back."""

    slug = "generation-already-finished"
    title = "Too late to cancel"


def refuse_ended(row: GenerationRow) -> None:
    """Keep a step from working on a generation that has ended.

    Raises:
        Cancelled: it has; whatever the reason, there is nothing left to do.
    """
    if row.standing.is_final:
        raise Cancelled(f"The generation has ended already: it is {row.status}.")


def succeeding(row: GenerationRow, booking: Writes) -> Writes:
    """The booking of a success with the event that tells of it."""
    return _with_event(booking, GenerationSucceeded(*_facts(row), int(row.credits)))


def _facts(row: GenerationRow) -> tuple[str, str, str, str]:
    return row.tenant_id, row.generation_id, row.product_id, row.style


def _with_event(booking: Writes, event: DomainEvent) -> Writes:
    def add(writes: TransactWrite) -> None:
        booking(writes)
        outbox.add(writes, event)

    return add


def _explained(moderation: dict[str, Any] | None) -> dict[str, Any]:
    """A refusal as shoppers may read it: events go to them, too."""
    if moderation is None:
        return {}
    return {"moderation": moderation_view(moderation, to_brand=False).model_dump(mode="json", exclude_none=True)}


class Endings:
    """Ends a tenant's generations other than by success."""

    def __init__(self, generations: Generations, ledger: Ledger) -> None:
        self._generations = generations
        self._ledger = ledger

    def fail(
        self, generation_id: str, reason: str, detail: str, moderation: dict[str, Any] | None = None
    ) -> GenerationRow:
        """Give back what is reserved and say why; a generation that has ended stays as it is.

        ``moderation`` holds a decision's facts (:meth:`luneo.moderation.decision.Decision.facts`).
        """

        def decide(row: GenerationRow) -> Change | None:
            if row.standing.is_final:
                return None
            row.reason = {"slug": reason, "detail": detail} | ({"moderation": moderation} if moderation else {})
            failed = Event(EventType.FAILED, {"reason": reason, "detail": detail} | _explained(moderation))
            return self._end(row, Status.FAILED, failed, GenerationFailed(*_facts(row), reason))

        return self._generations.change(self._generations.get(generation_id), decide)

    def cancel(self, row: GenerationRow) -> GenerationRow:
        """Take a generation back and give back what is reserved; doing so twice changes nothing.

        From the preview on a generation is charged: the shopper has what the credits pay for.

        Raises:
            AlreadyFinished: its preview is out, or it has ended.
        """
        return self._generations.change(row, self._cancelled)

    def _cancelled(self, row: GenerationRow) -> Change | None:
        if row.standing is Status.CANCELLED:
            return None
        if row.standing not in {Status.QUEUED, Status.RUNNING}:
            raise AlreadyFinished(f"The generation is {row.status}; only one without a preview can be cancelled.")
        row.reason = {"slug": Cancelled.slug, "detail": CANCELLED_DETAIL}
        return self._end(row, Status.CANCELLED, Event(EventType.CANCELLED), GenerationCancelled(*_facts(row)))

    def _end(self, row: GenerationRow, status: Status, event: Event, told: DomainEvent) -> Change:
        row.status, row.step = status.value, None
        return Change((event,), _with_event(self._refund(row), told))

    def _refund(self, row: GenerationRow) -> Writes:
        job, amount = row.generation_id, int(row.credits)
        if self._ledger.job(job) is not JobState.RESERVED:
            return no_writes
        return lambda writes: self._ledger.add_refund(writes, job, amount)
