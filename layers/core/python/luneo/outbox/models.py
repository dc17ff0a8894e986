"""Rows of events on their way out."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from luneo.resources import Table
from luneo.storage import ExpiringModel


class OutboxRow(ExpiringModel):
    """One event, written with the change that it tells of; ``row`` is its id, ``data`` its own members."""

    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.OUTBOX
        stream = True

    partition = UnicodeAttribute(hash_key=True)
    row = UnicodeAttribute(range_key=True)
    tenant_id = UnicodeAttribute()
    name = UnicodeAttribute()
    version = NumberAttribute()
    at = UTCDateTimeAttribute()
    data = JSONAttribute()
