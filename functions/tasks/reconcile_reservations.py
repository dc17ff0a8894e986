from typing import Any

from luneo.generations.execution import DesignMachine
from luneo.pipeline import settling
from luneo.resources import Machine, Table
from luneo.storage import now
from luneo.workflow.subscriber import Every, subscriber


@subscriber(
    Every(minutes=15),
    uses=[
        Table.GENERATIONS.read_write,
        Table.LEDGER.read_write,
        Table.PROGRESS.write,
        Table.OUTBOX.write,
        Machine.GENERATE_DESIGN.inspect,
    ],
)
def handler(_event: dict[str, Any]) -> int:
    """Give back reservations that no execution works on any more; the number of them."""
    return settling.reconcile(DesignMachine(), now)
