"""Failures that the state machines tell apart by name: the class's name is the error's name in Retry and Catch."""

import json
from collections.abc import Mapping
from typing import Any, Final

from luneo.errors import DomainError
from luneo.moderation.decision import Refused

# Step Functions keeps at most 32,768 characters of a cause.
MOST_FAULTS: Final = 60


class Cancelled(DomainError):
    """The shopper took the generation back; what was reserved is refunded."""

    status = 409
    slug = "cancelled"
    title = "The generation was cancelled"


def to_cause(error: DomainError) -> str:
    """What a task's failure says to the state machine: JSON, kept in the error's message.

    It holds reason and detail, under ``errors`` the places that are at fault, and under ``moderation`` the decision of
    a refusal.
    """
    told: dict[str, Any] = {"reason": error.slug, "detail": error.detail}
    if error.faults:
        told["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in error.faults[:MOST_FAULTS]]
    if isinstance(error, Refused):
        told["moderation"] = error.decision.facts()
    return json.dumps(told)


def from_cause(error_name: str, cause: str, details: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read a Catch's ``Error`` and ``Cause``: ``{"reason", "detail"}``, whatever went wrong.

    A refusal's ``moderation`` and ``errors`` come with them. ``details`` say what :data:`DETAILS` does where another
    machine than that of designs failed for reasons of our own.

    Lambda's cause is JSON with an ``errorMessage``; a timeout or a fault of the platform has plain text or nothing.
    """
    try:
        message = json.loads(json.loads(cause)["errorMessage"])
        told = {"reason": str(message["reason"]), "detail": str(message["detail"])}
        return told | {name: message[name] for name in ("errors", "moderation") if name in message}
    except (ValueError, KeyError, TypeError):
        reason = "timed-out" if "imeout" in error_name or "timed out" in cause else "internal-error"
        return {"reason": reason, "detail": (details or DETAILS)[reason]}


DETAILS = {
    "timed-out": "A step took too long. Nothing was charged; try again.",
    "internal-error": "Something went wrong on our side. Nothing was charged; try again.",
}
