"""What travels through the state machine: names only, everything else is in storage."""

from typing import Any

from luneo.schema import Message


class Generation(Message):
    """The machine's input, and that of all its tasks."""

    tenant_id: str
    generation_id: str
    correlation_id: str


class StepDone(Message):
    """A step's answer; the machine drops it."""

    step: str
    progress: float


class PictureJudged(StepDone):
    """The picture may be shown; where rules govern the process it is held to them first."""

    by_rules: bool


class PreviewShown(StepDone):
    """The preview is out; without a model there is no 3D to make, and few artworks are to be made finer."""

    has_model: bool
    wants_detail: bool


class Failure(Generation):
    """What a Catch adds: the error's name and its cause, which is JSON or text."""

    failure: dict[str, Any]


class Ended(Message):
    """How the generation stands after its end was booked."""

    status: str
