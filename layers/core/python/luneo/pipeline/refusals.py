"""What the pipeline refuses or loses on purpose, by the names that the state machine sees."""

from luneo.credits.contention import Contended
from luneo.errors import DomainError
from luneo.moderation.decision import Refused
from luneo.ports.objects import StorageUnavailable
from luneo.workflow.errors import Cancelled

ANY_STEP = (Cancelled, Contended, StorageUnavailable)
"""What may happen at every step: the generation has ended, or storage asks for another try."""


class PromptRejected(Refused):
    """The wish breaks the rules."""

    slug = "prompt-rejected"
    title = "This wish cannot be made"


class ImageRejected(Refused):
    """The picture that came out breaks the rules."""

    slug = "image-rejected"
    title = "This picture cannot be shown"


class NotProducible(DomainError):
    """A production file does not print what the shopper was shown; the generation's ``parity`` says where."""

    status = 500
    slug = "not-producible"
    title = "The files do not print what was shown"


class NotFabricable(DomainError):
    """The process cannot make the design in its material, mended or not; ``fabrication`` says where and why."""

    status = 422
    slug = "not-fabricable"
    title = "The design cannot be made in this material"


class ReservationLost(DomainError):
    """The ledger holds no reservation for a generation that is ready; an operator must look."""

    status = 500
    slug = "reservation-lost"
    title = "The credits of this generation are not reserved"
