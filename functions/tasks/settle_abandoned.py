from typing import Any

from luneo.pipeline import settling
from luneo.resources import Table
from luneo.workflow.subscriber import ENDED_BADLY, subscriber


@subscriber(
    ENDED_BADLY,
    uses=[Table.GENERATIONS.read_write, Table.LEDGER.read_write, Table.PROGRESS.write, Table.OUTBOX.write],
)
def handler(event: dict[str, Any]) -> None:
    """Give back what a stopped, timed-out or failed execution still holds."""
    settling.settle_abandoned(event)
