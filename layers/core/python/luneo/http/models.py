"""Rows behind the HTTP conventions: stored answers for idempotency keys, and rate limits."""

from typing import ClassVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from luneo.resources import Table
from luneo.storage import ExpiringModel


class StoredAnswer(ExpiringModel):
    """What one attempt (tenant, caller, route, key) was answered, or that it is still under way."""

    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.IDEMPOTENCY

    scope = UnicodeAttribute(hash_key=True)
    key = UnicodeAttribute(range_key=True)
    fingerprint = UnicodeAttribute()
    locked_until = NumberAttribute()
    status = NumberAttribute(null=True)
    headers = UnicodeAttribute(null=True)
    body = UnicodeAttribute(null=True)


class Bucket(ExpiringModel):
    """One caller's allowance on one route: the theoretical arrival time of GCRA, in seconds."""

    class Meta(ExpiringModel.Meta):
        table: ClassVar[Table] = Table.RATE_LIMITS

    scope = UnicodeAttribute(hash_key=True)
    route = UnicodeAttribute(range_key=True)
    arrival = NumberAttribute()
