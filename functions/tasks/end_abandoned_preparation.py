from typing import Any

from luneo.resources import Table
from luneo.wiring import preparation
from luneo.workflow.subscriber import ENDED_BADLY, subscriber


@subscriber(ENDED_BADLY, uses=[Table.PRODUCTS.read_write])
def handler(event: dict[str, Any]) -> None:
    """Tell the brand of a preparation whose execution was stopped, timed out or failed."""
    preparation.end_abandoned_preparation(event)
