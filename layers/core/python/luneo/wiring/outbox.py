"""Builders of what sends events out."""

from typing import Any


def relay_events(event: dict[str, Any]) -> None:
    """Publish a batch of the outbox's changes."""
    from luneo.adapters.eventbridge import EventBridgeBus
    from luneo.outbox.relay import relay

    relay(event["Records"], EventBridgeBus())
