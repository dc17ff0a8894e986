"""Words in a wish that make the offline providers fail on purpose, so that every failure path can be walked."""

import re
from enum import StrEnum
from typing import Final

_PREFIX: Final = "luneo:"


class Trigger(StrEnum):
    """What is to go wrong; a wish asks for it with :attr:`token`, as in ``a cat luneo:throttled``."""

    BLOCKED = "blocked"
    BLOCKED_IMAGE = "blocked-image"
    BROKEN = "broken"
    EMPTY = "empty"
    REJECTED = "rejected"
    SLOW = "slow"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"

    @property
    def token(self) -> str:
        """The word to put into a wish."""
        return _PREFIX + self.value


_TOKEN: Final = re.compile(
    rf"(?<![\w-]){re.escape(_PREFIX)}({'|'.join(sorted(Trigger, key=len, reverse=True))})(?![\w-])", re.IGNORECASE
)


def trigger_in(prompt: str) -> Trigger | None:
    """The first trigger in the wish, if any."""
    found = _TOKEN.search(prompt)
    return Trigger(found[1].lower()) if found else None


def without_triggers(prompt: str) -> str:
    """The wish as it would be without its triggers."""
    return " ".join(_TOKEN.sub(" ", prompt).split())
