"""Where credits meet the pipeline: set aside before the work, spent after it, given back when it fails."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from luneo.credits.contention import Writes, WritesRefused, write_together
from luneo.credits.ledger import JobState, Ledger, OpenJob, open_jobs
from luneo.errors import NotFound
from luneo.generations.execution import Run, execution_name
from luneo.generations.models import GenerationRow
from luneo.generations.outcome import Endings, succeeding
from luneo.generations.repository import Generations
from luneo.generations.steps import Status
from luneo.generations.views import public_files
from luneo.identity.caller import TenantContext
from luneo.observe import logger
from luneo.pipeline.refusals import ReservationLost
from luneo.pipeline.runner import Outcome
from luneo.progress.schemas import Event, EventType
from luneo.workflow.errors import DETAILS, from_cause

# No execution lives longer than this: the machine's own timeout with room for its last refund.
ABANDONED_AFTER = timedelta(minutes=30)
SWEEP_LIMIT = 100


class Reserving:
    """Sets a generation's price aside."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def work(self, row: GenerationRow) -> Outcome:
        """Reserve, in one transaction with the step's own record.

        Raises:
            OutOfCredits: the balance does not cover it.
        """

        def book() -> Writes:
            self._ledger.require(int(row.credits))
            return lambda writes: self._ledger.add_reservation(writes, row.generation_id, int(row.credits))

        return Outcome(book=book)


class Committing:
    """Spends a generation's price."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def work(self, row: GenerationRow) -> Outcome:
        """Commit, in one transaction with the generation's success.

        Raises:
            ReservationLost: there is nothing to commit.
        """

        def book() -> Writes:
            if self._ledger.job(row.generation_id) is not JobState.RESERVED:
                raise ReservationLost("The credits of this generation are not reserved. Nothing was charged.")
            credits_due = int(row.credits)
            return succeeding(row, lambda writes: self._ledger.add_commit(writes, row.generation_id, credits_due))

        files = [file.model_dump(exclude_none=True) for file in public_files(row)]
        succeeded = Event(EventType.SUCCEEDED, {"files": files})
        return Outcome(facts={"status": Status.SUCCEEDED.value}, events=(succeeded,), book=book)


class Runs(Protocol):
    """The state machine's executions."""

    def is_running(self, tenant_id: str, generation_id: str) -> bool:
        """Whether the generation's run is still under way."""
        ...


def endings(tenant_id: str) -> Endings:
    """What ends generations of this tenant."""
    tenant = TenantContext(tenant_id)
    return Endings(Generations(tenant), Ledger(tenant))


def fail(tenant_id: str, generation_id: str, failure: dict[str, Any]) -> GenerationRow:
    """End a generation with what a Catch saw, ``Error`` and ``Cause``."""
    told = from_cause(str(failure.get("Error", "")), str(failure.get("Cause", "")))
    return endings(tenant_id).fail(generation_id, told["reason"], told["detail"], told.get("moderation"))


def settle_abandoned(event: dict[str, Any]) -> None:
    """End the generation of an execution that was stopped, timed out or failed before it could do so itself.

    ``event`` is Step Functions' "Execution Status Change". Executions of other machines are left alone: the name of
    ours follows from their input.
    """
    detail = event["detail"]
    run = _run(detail.get("input"))
    if run is None or execution_name(run.tenant_id, run.generation_id) != detail["name"]:
        return
    reason = "timed-out" if detail["status"] == "TIMED_OUT" else "internal-error"
    _end(OpenJob(run.tenant_id, run.generation_id), reason)


def _run(text: str | None) -> Run | None:
    try:
        return Run(**json.loads(text or ""))
    except (ValueError, TypeError):
        return None


def reconcile(runs: Runs, now: Callable[[], datetime]) -> int:
    """Settle reservations that nobody works on any more, of all tenants; how many there were."""
    found = open_jobs(now() - ABANDONED_AFTER, SWEEP_LIMIT)
    lost = [job for job in found if not runs.is_running(job.tenant_id, job.job_id)]
    for job in lost:
        logger.warning("reservation abandoned", tenant=job.tenant_id, generation=job.job_id)
        _end(job, "internal-error")
    return len(lost)


def _end(job: OpenJob, reason: str) -> None:
    try:
        endings(job.tenant_id).fail(job.job_id, reason, DETAILS[reason])
    except NotFound:
        _refund_alone(job)


def _refund_alone(job: OpenJob) -> None:
    """Give back what is reserved for a generation whose row is gone."""
    ledger = Ledger(TenantContext(job.tenant_id))
    amount = ledger.reserved_for(job.job_id)
    if amount is None:
        return
    try:
        write_together(lambda writes: ledger.add_refund(writes, job.job_id, amount))
    except WritesRefused:
        return
