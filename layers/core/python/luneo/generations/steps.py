"""The steps of a generation, in order, and how far each brings it."""

from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Where a generation stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    PREVIEWED = "previewed"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing can change any more."""
        return self in FINAL


FINAL: Final = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELLED})


class Step(StrEnum):
    """One step; the value is the task's module name."""

    RESERVE_CREDITS = "reserve_credits"
    MODERATE_PROMPT = "moderate_prompt"
    GENERATE_IMAGE = "generate_image"
    MODERATE_IMAGE = "moderate_image"
    MEND_ARTWORK = "mend_artwork"
    BLEND = "blend"
    PUBLISH_PREVIEW = "publish_preview"
    ADD_DETAIL = "add_detail"
    UPSCALE = "upscale"
    PRINT_EXPORT = "print_export"
    CHECK_PRODUCTION = "check_production"
    EXPORT_3D = "export_3d"
    AR_PREVIEW = "ar_preview"
    PUBLISH = "publish"
    SETTLE_CREDITS = "settle_credits"


WEIGHTS: Final = {
    Step.RESERVE_CREDITS: 1,
    Step.MODERATE_PROMPT: 3,
    Step.GENERATE_IMAGE: 45,
    Step.MODERATE_IMAGE: 4,
    Step.MEND_ARTWORK: 8,
    Step.BLEND: 6,
    Step.PUBLISH_PREVIEW: 1,
    # It is rare, and may be given up without harm.
    Step.ADD_DETAIL: 0,
    Step.UPSCALE: 8,
    Step.PRINT_EXPORT: 16,
    Step.CHECK_PRODUCTION: 8,
    Step.EXPORT_3D: 5,
    Step.AR_PREVIEW: 8,
    Step.PUBLISH: 2,
    Step.SETTLE_CREDITS: 1,
}
"""Shares of a usual generation's time; only their proportions matter."""

THREE_D: Final = frozenset({Step.EXPORT_3D, Step.AR_PREVIEW})
BY_RULES: Final = frozenset({Step.MEND_ARTWORK})
DETAIL: Final = frozenset({Step.ADD_DETAIL})
"""Where the artwork is too coarse for its zone and the brand lets a provider make it finer."""


def progress(finished: frozenset[Step], *, three_d: bool, by_rules: bool = False) -> float:
    """How much is done, 0 to 1.

    A product without a model has no 3D steps to wait for, and one that no rules govern (``by_rules``) no mending.
    """
    idle = (frozenset() if three_d else THREE_D) | (frozenset() if by_rules else BY_RULES)
    due = {step: weight for step, weight in WEIGHTS.items() if step not in idle}
    return round(sum(weight for step, weight in due.items() if step in finished) / sum(due.values()), 3)
