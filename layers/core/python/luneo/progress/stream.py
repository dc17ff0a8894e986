"""From the progress table's change stream to those who listen."""

from itertools import groupby
from typing import Any

from luneo.identity.caller import TenantContext
from luneo.progress.events import view
from luneo.progress.models import EventRow
from luneo.progress.subscriptions import Sender, push


def push_batch(records: list[dict[str, Any]], sender: Sender) -> None:
    """Send a batch's new events, generation by generation, each in order.

    A failure leaves the rest of the batch to the stream's next try; who was served already is not served twice.
    """
    rows = [_row(record["dynamodb"]["NewImage"]) for record in records if record["eventName"] == "INSERT"]
    rows.sort(key=lambda row: (row.partition, row.seq))
    for _, group in groupby(rows, key=lambda row: row.partition):
        of_one = list(group)
        push([view(row) for row in of_one], TenantContext(of_one[0].tenant_id), sender)


def _row(image: dict[str, Any]) -> EventRow:
    row = EventRow()
    row.deserialize(image)
    return row
