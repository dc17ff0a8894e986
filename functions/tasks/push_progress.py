from typing import Any

from luneo.resources import Socket, Table
from luneo.wiring import progress
from luneo.workflow.subscriber import TableStream, subscriber


@subscriber(TableStream(Table.PROGRESS), uses=[Table.CONNECTIONS.read_write, Table.PROGRESS.read, Socket.PROGRESS.push])
def handler(event: dict[str, Any]) -> None:
    """Send new progress events to the browsers that listen, in order."""
    progress.push_progress(event)
