from typing import Any

from luneo.resources import Bus, Table
from luneo.wiring import outbox
from luneo.workflow.subscriber import TableStream, subscriber


@subscriber(TableStream(Table.OUTBOX, retries=20), uses=[Bus.DOMAIN.put])
def handler(event: dict[str, Any]) -> None:
    """Publish what happened on the event bus, each event at least once, with its id in the detail."""
    outbox.relay_events(event)
