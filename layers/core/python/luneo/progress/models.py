"""Rows behind live progress: the events of a generation, tickets for the stream, and who listens."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from luneo.resources import Table
from luneo.storage import ExpiringModel


class EventRow(ExpiringModel):
    """One event of a generation; ``seq`` counts 1, 2, 3 … without gaps."""

    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.PROGRESS
        stream = True

    partition = UnicodeAttribute(hash_key=True)
    seq = NumberAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    generation_id = UnicodeAttribute()
    type = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    data = JSONAttribute()


class TicketRow(ExpiringModel):
    """A ticket that opens one connection, found by its hash."""

    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.CONNECTIONS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    owner = UnicodeAttribute(null=True)


class ConnectionRow(ExpiringModel):
    """An open connection, found by the gateway's id, and the partitions of what it listens to."""

    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.CONNECTIONS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    owner = UnicodeAttribute(null=True)


class SubscriptionRow(ExpiringModel):
    """A connection that listens to a generation; everything up to ``sent`` has been sent to it."""

    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.CONNECTIONS

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    sent = NumberAttribute()
