"""A budget that holds: credits are reserved, then committed or refunded, each job exactly once.

Every movement is a set of conditional writes that the caller puts into its own transaction, beside the business rows
they belong to; a movement made twice fails its condition and changes nothing.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from luneo.credits.models import BALANCE_ROW, GRANT_LEAD, JOB_LEAD, OPEN, BalanceRow, GrantRow, JobRow
from luneo.errors import DomainError
from luneo.identity.caller import TenantContext
from luneo.storage import now

GENERATION_CREDITS = 1
FIRST_GRANT_ID = "first"
FIRST_GRANT_CREDITS = 250


class OutOfCredits(DomainError):
    """The brand has fewer credits left than this would cost."""

    status = 402
    slug = "out-of-credits"
    title = "No credits left"


class JobState(StrEnum):
    """Where a job's credits are."""

    RESERVED = "reserved"
    COMMITTED = "committed"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Balance:
    """A tenant's credits: ``granted = available + reserved + spent``."""

    granted: int = 0
    available: int = 0
    reserved: int = 0
    spent: int = 0


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A reservation that nobody has settled."""

    tenant_id: str
    job_id: str


class Ledger:
    """One tenant's ledger."""

    def __init__(self, tenant: TenantContext) -> None:
        self._tenant = tenant

    def balance(self) -> Balance:
        """The credits at this moment; all zero before the first grant."""
        try:
            row = BalanceRow.get(self._tenant.partition, BALANCE_ROW, consistent_read=True)
        except BalanceRow.DoesNotExist:
            return Balance()
        return Balance(int(row.granted), int(row.available), int(row.reserved), int(row.spent))

    def job(self, job_id: str) -> JobState | None:
        """Where the job's credits are; ``None`` when nothing was reserved for it."""
        row = self._job(job_id)
        return JobState(row.state) if row else None

    def reserved_for(self, job_id: str) -> int | None:
        """How much the job holds; ``None`` when it holds nothing."""
        row = self._job(job_id)
        return int(row.credits) if row and row.state == JobState.RESERVED else None

    def _job(self, job_id: str) -> JobRow | None:
        try:
            return JobRow.get(self._tenant.partition, JOB_LEAD + job_id, consistent_read=True)
        except JobRow.DoesNotExist:
            return None

    def require(self, credits_needed: int) -> Balance:
        """The balance, if it covers this much.

        Raises:
            OutOfCredits: it does not.
        """
        balance = self.balance()
        if balance.available < credits_needed:
            detail = "The brand has no credits left for this. Its owner can add some; nothing was charged."
            raise OutOfCredits(detail, available=balance.available, needed=credits_needed)
        return balance

    def add_grant(self, writes: TransactWrite, grant_id: str, amount: int) -> None:
        """Give credits; the same ``grant_id`` a second time refuses the transaction."""
        grant = GrantRow(self._tenant.partition, GRANT_LEAD + grant_id, credits=amount, granted_at=now())
        writes.save(grant, condition=GrantRow.row.does_not_exist())
        self._move(writes, {"granted": amount, "available": amount})

    def add_first_grant(self, writes: TransactWrite) -> None:
        """Give a new brand what it starts with."""
        self.add_grant(writes, FIRST_GRANT_ID, FIRST_GRANT_CREDITS)

    def add_reservation(self, writes: TransactWrite, job_id: str, amount: int) -> None:
        """Set credits aside; refused when the job has a row already or the balance does not cover it."""
        moment = now()
        job = JobRow(
            self._tenant.partition,
            JOB_LEAD + job_id,
            tenant_id=self._tenant.tenant_id,
            job_id=job_id,
            state=JobState.RESERVED,
            credits=amount,
            reserved_at=moment,
            open=OPEN,
        )
        writes.save(job, condition=JobRow.row.does_not_exist())
        self._move(writes, {"available": -amount, "reserved": amount}, debit="available")

    def add_commit(self, writes: TransactWrite, job_id: str, amount: int) -> None:
        """Spend what is reserved; refused unless the job holds exactly this reservation."""
        self._close(writes, job_id, amount, JobState.COMMITTED)
        self._move(writes, {"reserved": -amount, "spent": amount}, debit="reserved")

    def add_refund(self, writes: TransactWrite, job_id: str, amount: int) -> None:
        """Give back what is reserved; refused unless the job holds exactly this reservation."""
        self._close(writes, job_id, amount, JobState.REFUNDED)
        self._move(writes, {"reserved": -amount, "available": amount}, debit="reserved")

    def _close(self, writes: TransactWrite, job_id: str, amount: int, state: JobState) -> None:
        actions: list[Action] = [JobRow.state.set(state.value), JobRow.settled_at.set(now()), JobRow.open.remove()]
        held = (JobRow.state == JobState.RESERVED.value) & (JobRow.credits == amount)
        writes.update(JobRow(self._tenant.partition, JOB_LEAD + job_id), actions, condition=held)

    def _move(self, writes: TransactWrite, changes: Mapping[str, int], *, debit: str | None = None) -> None:
        """Add to the balance; all four fields, as a first grant makes the row. ``debit`` may not go below zero."""
        fields = {field.name: getattr(BalanceRow, field.name) for field in dataclasses.fields(Balance)}
        actions = [field.add(changes.get(name, 0)) for name, field in fields.items()]
        covered = None if debit is None else fields[debit] >= -changes[debit]
        writes.update(BalanceRow(self._tenant.partition, BALANCE_ROW), actions, condition=covered)


def open_jobs(before: datetime, limit: int) -> list[OpenJob]:
    """Reservations of all tenants made before this moment and still open, oldest first: for the safety net only."""
    rows = JobRow.open_jobs.query(OPEN, JobRow.reserved_at < before, limit=limit)
    return [OpenJob(row.tenant_id, row.job_id) for row in rows]
