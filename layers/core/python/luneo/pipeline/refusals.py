"""What the pipeline refuses or loses on purpose, by the names that the state machine sees."""

from luneo.credits.contention import Contended
from luneo.errors import DomainError
from luneo.ports.objects import StorageUnavailable
from luneo.workflow.errors import Cancelled

ANY_STEP = (Cancelled, Contended, StorageUnavailable)
"""What may happen at every step: the generation has ended, or storage asks for another try."""


class PromptRejected(DomainError):
    """The wish breaks the rules; the detail says which."""

    status = 422
    slug = "prompt-rejected"
    title = "This wish cannot be made"


class ImageRejected(DomainError):
    """The picture that came out breaks the rules."""

    status = 422
    slug = "image-rejected"
    title = "This picture cannot be shown"


class ReservationLost(DomainError):
    """The ledger holds no reservation for a generation that is ready; an operator must look."""

    status = 500
    slug = "reservation-lost"
    title = "The credits of this generation are not reserved"
