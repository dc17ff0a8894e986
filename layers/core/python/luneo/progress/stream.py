"""From the progress table's change stream to those who listen."""

from itertools import groupby
from typing import Any

from luneo.identity.caller import TenantContext
from luneo.progress.events import view
from luneo.progress.models import EventRow
from luneo.progress.subscriptions import Sender, push


def push_batch(records: list[dict[str, Any]], sender: Sender) -> None:
    """Send a batch's new events, generation by generation, each in order.

    A failure keeps no other generation waiting: it is raised at the end, for the stream's next try. Who was served
    already is not served twice.
    """
    rows = [_row(record["dynamodb"]["NewImage"]) for record in records if record["eventName"] == "INSERT"]
    rows.sort(key=lambda row: (row.partition, row.seq))
    failures: list[Exception] = []
    for _, group in groupby(rows, key=lambda row: row.partition):
        of_one = list(group)
        try:
            push([view(row) for row in of_one], TenantContext(of_one[0].tenant_id), sender)
        except Exception as failure:  # noqa: BLE001 - another generation's listeners have no part in it
            failures.append(failure)
    if failures:
        raise failures[0]


def _row(image: dict[str, Any]) -> EventRow:
    row = EventRow()
    row.deserialize(image)
    return row
