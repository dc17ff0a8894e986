"""How Lambda's poller treats a batch: retry, bisect, give up and park. Pure; the callers do the reading.

Reference: "Using AWS Lambda with Amazon DynamoDB", error handling.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
Deliver = Callable[[Sequence[Record]], tuple[bytes, bool]]
"""Hands a batch to the function: ``(payload, failed)``."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """``retries`` counts the attempts after the first. ``reports_items``: the function names the items it failed on."""

    retries: int
    bisect: bool
    reports_items: bool = False


def deliver(
    batch: Sequence[Record], policy: RetryPolicy, hand_over: Deliver, park: Callable[[Sequence[Record]], None]
) -> None:
    """Deliver a batch in order; what still fails after the retries is parked and passed over.

    With ``bisect`` a failing batch is halved, each half with the retries left, so that one bad record takes no
    good ones with it.
    """
    _deliver(list(batch), policy.retries, policy, hand_over, park)


def _deliver(
    batch: list[Record],
    retries_left: int,
    policy: RetryPolicy,
    hand_over: Deliver,
    park: Callable[[Sequence[Record]], None],
) -> None:
    while batch:
        payload, failed = hand_over(batch)
        failed_from = 0 if failed else _first_failure(batch, payload, policy)
        if failed_from is None:
            return
        batch = batch[failed_from:]
        if retries_left <= 0:
            park(batch)
            return
        retries_left -= 1
        if policy.bisect and len(batch) > 1:
            middle = len(batch) // 2
            _deliver(batch[:middle], retries_left, policy, hand_over, park)
            batch = batch[middle:]


def _first_failure(batch: Sequence[Record], payload: bytes, policy: RetryPolicy) -> int | None:
    if not policy.reports_items:
        return None
    named = failed_items(payload)
    return next((index for index, record in enumerate(batch) if item_id(record) in named), None)


def failed_items(payload: bytes) -> set[str]:
    """The identifiers in a ``ReportBatchItemFailures`` answer."""
    answer = json.loads(payload or b"null")
    failures = answer.get("batchItemFailures", []) if isinstance(answer, dict) else []
    return {failure["itemIdentifier"] for failure in failures}


def item_id(record: Record) -> str:
    """What names a record in such an answer: a stream's sequence number, a queue's message id."""
    return str(record["dynamodb"]["SequenceNumber"] if "dynamodb" in record else record["messageId"])
