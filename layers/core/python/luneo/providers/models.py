"""Rows about image providers: one a provider, the same for all tenants."""

from typing import ClassVar

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from luneo.resources import Table
from luneo.storage import LuneoModel


class GateRow(LuneoModel):
    """A provider's :class:`luneo.providers.turnstile.Turnstile`; ``revision`` counts every write and guards it."""

    class Meta(LuneoModel.Meta):
        table: ClassVar[Table] = Table.PROVIDERS

    provider = UnicodeAttribute(hash_key=True)
    revision = NumberAttribute(default=0)
    state = JSONAttribute(default=dict)
