"""What the provenance of a file can be refused for."""

from luneo.errors import DomainError


class CannotSeal(DomainError):
    """The file is of no kind that carries Content Credentials, or is damaged."""

    status = 500
    slug = "cannot-seal"
    title = "The file cannot be signed"


class Unreadable(DomainError):
    """The bytes are of no kind whose provenance can be read, or what should be a sidecar or a certificate is none."""

    status = 422
    slug = "unreadable-provenance"
    title = "The provenance cannot be read"
