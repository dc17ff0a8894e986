"""Telling of a change if, and only if, the change is made: both are one transaction."""

import time
from dataclasses import asdict

from pynamodb.transactions import TransactWrite

from luneo.identity.caller import TenantContext
from luneo.ids import Prefix, new_id
from luneo.outbox.events import DomainEvent
from luneo.outbox.models import OutboxRow
from luneo.storage import now

# The stream forgets after a day; a week of rows lets an operator send again what a long outage has parked.
KEEP_S = 7 * 24 * 3600


def add(writes: TransactWrite, event: DomainEvent) -> None:
    """Put an event into the transaction of the change that it tells of. It takes one of DynamoDB's hundred places."""
    data = asdict(event)
    tenant = TenantContext(data.pop("tenant_id"))
    row = OutboxRow(
        tenant.partition,
        new_id(Prefix.EVENT),
        tenant_id=tenant.tenant_id,
        name=event.name,
        version=event.version,
        at=now(),
        data=data,
        expires=int(time.time()) + KEEP_S,
    )
    writes.save(row, condition=OutboxRow.row.does_not_exist())
