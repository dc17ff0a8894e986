"""Rows of the credit ledger: one balance a tenant, one job a generation, one grant an entitlement."""

from typing import ClassVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from luneo.resources import Table
from luneo.storage import LuneoModel

BALANCE_ROW = "BALANCE"
JOB_LEAD = "JOB#"
GRANT_LEAD = "GRANT#"
OPEN = "OPEN"


class BalanceRow(LuneoModel):
    """A tenant's credits; at every moment ``granted = available + reserved + spent`` and none is negative."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.LEDGER

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True, default=BALANCE_ROW)
    granted = NumberAttribute(default=0)
    available = NumberAttribute(default=0)
    reserved = NumberAttribute(default=0)
    spent = NumberAttribute(default=0)


class OpenJobs(GlobalSecondaryIndex["JobRow"]):  # type: ignore[no-untyped-call]
    """The jobs that hold a reservation, oldest first.

    It spans the tenants, since the safety net that reads it serves them all; a settled job leaves it.
    """

    class Meta:
        index_name = "open_jobs"
        projection = AllProjection()

    open = UnicodeAttribute(hash_key=True)
    reserved_at = UTCDateTimeAttribute(range_key=True)


class JobRow(LuneoModel):
    """One generation's credits, in exactly one state of :class:`luneo.credits.ledger.JobState`."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.LEDGER

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    job_id = UnicodeAttribute()
    state = UnicodeAttribute()
    credits = NumberAttribute()
    reserved_at = UTCDateTimeAttribute()
    settled_at = UTCDateTimeAttribute(null=True)
    open = UnicodeAttribute(null=True)
    open_jobs = OpenJobs()


class GrantRow(LuneoModel):
    """Credits given once, under a name that makes giving them twice impossible."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.LEDGER

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    credits = NumberAttribute()
    granted_at = UTCDateTimeAttribute()
