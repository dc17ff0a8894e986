"""The domain's event bus on EventBridge."""

from collections.abc import Sequence

from luneo import aws
from luneo.outbox.events import SOURCE
from luneo.ports.events import Message
from luneo.resources import Bus
from luneo.settings import physical_name


class EventBridgeBus:
    """Publishes to the bus that the function was granted."""

    def put(self, messages: Sequence[Message]) -> list[Message]:
        """Publish; those that EventBridge did not take, as it answers entry by entry."""
        bus = physical_name(Bus.DOMAIN)
        entries = [
            {"EventBusName": bus, "Source": SOURCE, "DetailType": message.name, "Detail": message.detail}
            for message in messages
        ]
        taken = aws.client("events").put_events(Entries=entries)["Entries"]
        return [message for message, entry in zip(messages, taken, strict=True) if entry.get("ErrorCode")]
