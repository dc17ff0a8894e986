"""The one root of everything Luneo refuses on purpose.

A service or a pure function raises a :class:`DomainError`; the HTTP layer turns it into
``application/problem+json`` (RFC 9457), the workflow layer into a named Step Functions error, the command
line into a message and exit status 2. Nothing else maps errors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One offending place in the caller's input.

    ``pointer`` is an RFC 6901 JSON pointer as a URI fragment (``#/zones/0/size_mm``); ``detail`` says what is
    wrong there and what would be right.
    """

    pointer: str
    detail: str


class DomainError(Exception):
    """A refusal with a stable name.

    ``slug`` is the machine-readable reason that clients may switch on and never changes once published;
    ``status`` is the HTTP status; ``title`` is the same for every occurrence. ``detail`` tells this caller what
    happened and what to do. ``extra`` adds members to the problem document. ``retryable`` lets a workflow try again.
    """

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be handled"
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        detail: str,
        *,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **extra: object,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.extra = extra


class NotFound(DomainError):
    """The object does not exist, or belongs to another tenant: the two are never told apart."""

    status = 404
    slug = "not-found"
    title = "Not found"

    def __init__(self, kind: str = "object") -> None:
        super().__init__(f"There is no such {kind}.")


class Conflict(DomainError):
    """The object's present state does not allow the request."""

    status = 409
    slug = "conflict"
    title = "Conflict with the present state"


class Invalid(DomainError):
    """The request is well-formed but its content breaks a rule; ``faults`` names the places."""

    status = 422
    slug = "invalid"
    title = "The request is not valid"

    @classmethod
    def at(cls, pointer: str, detail: str) -> "Invalid":
        """One fault at one JSON pointer (``#/prompt``), its detail serving as the problem's too."""
        return cls(detail, faults=[Fault(pointer, detail)])
