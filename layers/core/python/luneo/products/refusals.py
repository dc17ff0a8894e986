"""What a brand's files are refused for, by the names that the state machine sees."""

from luneo.errors import Fault
from luneo.moderation.decision import Decision, Refused


class UploadRejected(Refused):
    """A file breaks the rules; the fault says which, the decision why."""

    slug = "upload-rejected"
    title = "This file cannot be shown"

    def __init__(self, decision: Decision, pointer: str) -> None:
        super().__init__(decision, faults=[Fault(pointer, decision.detail)])
