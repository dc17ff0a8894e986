"""Failures that the state machines tell apart by name: the class's name is the error's name in Retry and Catch."""

import json
from typing import Any

from luneo.errors import DomainError
from luneo.moderation.decision import Refused


class Cancelled(DomainError):
    """The shopper took the generation back; what was reserved is refunded."""

    status = 409
    slug = "cancelled"
    title = "The generation was cancelled"


def to_cause(error: DomainError) -> str:
    """What a task's failure says to the state machine: JSON, kept in the error's message.

    It holds reason and detail, and under ``moderation`` the decision of a refusal.
    """
    told: dict[str, Any] = {"reason": error.slug, "detail": error.detail}
    if isinstance(error, Refused):
        told["moderation"] = error.decision.facts()
    return json.dumps(told)


def from_cause(error_name: str, cause: str) -> dict[str, Any]:
    """Read a Catch's ``Error`` and ``Cause``: ``{"reason", "detail"}``, whatever went wrong.

    A refusal's ``moderation`` comes with them.

    Lambda's cause is JSON with an ``errorMessage``; a timeout or a fault of the platform has plain text or nothing.
    """
    try:
        message = json.loads(json.loads(cause)["errorMessage"])
        told = {"reason": str(message["reason"]), "detail": str(message["detail"])}
        return told | ({"moderation": message["moderation"]} if "moderation" in message else {})
    except (ValueError, KeyError, TypeError):
        reason = "timed-out" if "imeout" in error_name or "timed out" in cause else "internal-error"
        return {"reason": reason, "detail": DETAILS[reason]}


DETAILS = {
    "timed-out": "A step took too long. Nothing was charged; try again.",
    "internal-error": "Something went wrong on our side. Nothing was charged; try again.",
}
