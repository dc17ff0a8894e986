"""From the outbox's change stream to the event bus, each event at least once."""

import json
import random
import time
from collections.abc import Sequence
from typing import Any

from luneo.errors import DomainError
from luneo.outbox.models import OutboxRow
from luneo.ports.events import AT_ONCE, EventBus, Message
from luneo.schema import rfc3339

ATTEMPTS = 4
PAUSE_S = 0.2


class BusRefuses(DomainError):
    """The bus did not take every event; the stream will bring them again."""

    status = 503
    slug = "event-bus-refuses"
    title = "Events could not be published"
    retryable = True


def relay(records: Sequence[dict[str, Any]], bus: EventBus) -> int:
    """Publish a batch's new rows; the number of events.

    Only a row's writing counts: its expiry is a change, too.

    Raises:
        BusRefuses: some were refused again and again; the whole batch is to be brought once more.
    """
    messages = [_message(record["dynamodb"]["NewImage"]) for record in records if record["eventName"] == "INSERT"]
    for first in range(0, len(messages), AT_ONCE):
        _publish(messages[first : first + AT_ONCE], bus)
    return len(messages)


def _publish(messages: Sequence[Message], bus: EventBus) -> None:
    left = list(messages)
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(random.uniform(0, PAUSE_S * 2.0**attempt))  # noqa: S311 - jitter, not a secret
        left = bus.put(left)
        if not left:
            return
    raise BusRefuses(f"The event bus refused {len(left)} of {len(messages)} events, {ATTEMPTS} times.")


def _message(image: dict[str, Any]) -> Message:
    row = OutboxRow()
    row.deserialize(image)
    detail = {
        "id": row.row,
        "version": int(row.version),
        "tenant_id": row.tenant_id,
        "at": rfc3339(row.at),
        "data": row.data,
    }
    return Message(row.name, json.dumps(detail))
