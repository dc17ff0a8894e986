"""The bus on which others hear what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# What EventBridge takes in one request.
AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Message:
    """An event as the bus takes it; ``detail`` is JSON."""

    name: str
    detail: str


class EventBus(Protocol):
    """Where events go."""

    def put(self, messages: Sequence[Message]) -> list[Message]:
        """Publish up to :data:`AT_ONCE` messages; those that were not taken."""
        ...
