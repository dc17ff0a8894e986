"""Whether the configured models still answer on the day of a deployment, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NOTICE_DAYS = 60
"""How long before its end a model is complained about."""


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """A model that the provider's account can use; ``shutdown`` is the first day on which it cannot, if announced."""

    name: str
    shutdown: date | None = None


class Standing(StrEnum):
    """How a configured model stands."""

    LIVE = "live"
    ENDING = "ending"
    RETIRED = "retired"
    MISSING = "missing"

    @property
    def stops_a_deployment(self) -> bool:
        """Whether every generation would fail with it."""
        return self in {Standing.RETIRED, Standing.MISSING}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of one configured model; ``detail`` says what to do where something is."""

    model: str
    standing: Standing
    detail: str


def finding(model: str, offered: Iterable[OfferedModel], today: date) -> Finding:
    """How a configured model stands today."""
    found = {offer.name: offer for offer in offered}.get(model)
    if found is None:
        return Finding(
            model, Standing.MISSING, "The account does not list it: check the name and the account's access."
        )
    if found.shutdown is None:
        return Finding(model, Standing.LIVE, "No end is announced.")
    days = (found.shutdown - today).days
    if days <= 0:
        return Finding(model, Standing.RETIRED, f"It was shut down on {found.shutdown}: configure another one.")
    detail = f"It is shut down on {found.shutdown}, in {days} days."
    if days <= NOTICE_DAYS:
        return Finding(model, Standing.ENDING, f"{detail} Configure its successor before.")
    return Finding(model, Standing.LIVE, detail)
