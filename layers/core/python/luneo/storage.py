"""What every pynamodb model shares: names resolved at the first call, one client, tenant-led keys, expiry.

A model says which table it lives in (``class Meta: table = Table.PRODUCTS``); the data stack reads keys, indexes and
the expiry attribute from the same class.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar, cast

from pynamodb.attributes import NumberAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from luneo import aws
from luneo.resources import Table
from luneo.settings import physical_name

EXPIRY_ATTRIBUTE = "expires"


class LuneoModel(Model):
    """Base of all models. ``Meta.table`` names the table; nothing is read from the environment at import.

    ``Meta.stream`` asks for a change stream on the table.
    """

    class Meta:
        table: ClassVar[Table]
        table_name: ClassVar[str | None] = None
        stream: ClassVar[bool] = False

    @classmethod
    def _get_connection(cls) -> TableConnection:
        meta = cast("Any", cls.Meta)
        meta.table_name = physical_name(meta.table)
        connection = super()._get_connection()
        _share_client(connection.connection)
        return connection

    @classmethod
    def table(cls) -> Table:
        """The table this model lives in."""
        return cast("Table", cast("Any", cls.Meta).table)


class ExpiringModel(LuneoModel):
    """A row that DynamoDB deletes some time after ``expires`` (Unix seconds).

    The deletion lags by up to days, so readers ask :attr:`is_live`.
    """

    class Meta(LuneoModel.Meta):
        pass

    expires = NumberAttribute(attr_name=EXPIRY_ATTRIBUTE)

    @property
    def is_live(self) -> bool:
        """Whether the row still counts."""
        return bool(self.expires > time.time())


def _share_client(connection: Connection) -> None:
    # pynamodb gives each model a session and a client of its own: 280 ms of CPU each at a cold start.
    connection._client = aws.client("dynamodb", parameter_validation=False)  # noqa: SLF001 - no public way in


@contextmanager
def transaction() -> Iterator[TransactWrite]:
    """All the writes inside succeed or none does.

    Raises:
        pynamodb.exceptions.TransactWriteError: a condition did not hold, or a row is being written by another.
    """
    connection = Connection()
    _share_client(connection)
    with TransactWrite(connection=connection) as writes:
        yield writes


def now() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return datetime.now(UTC)
