"""Why a page may not open the widget; each reason has its own name, so that an installer can tell what to mend."""

from luneo.errors import DomainError


class KeyMissing(DomainError):
    """No publishable key came with the request."""

    status = 401
    slug = "key-missing"
    title = "The publishable key is missing"


class UnknownKey(DomainError):
    """No brand has this key."""

    status = 401
    slug = "unknown-key"
    title = "Unknown key"


class RevokedKey(DomainError):
    """The brand took this key back."""

    status = 401
    slug = "revoked-key"
    title = "This key was revoked"


class WrongKeyKind(DomainError):
    """A secret key stands where a publishable one belongs."""

    status = 403
    slug = "wrong-key-kind"
    title = "This is another kind of key"


class OriginMissing(DomainError):
    """The request does not say from which page it comes."""

    status = 403
    slug = "origin-missing"
    title = "The origin is missing"


class NullOrigin(DomainError):
    """The page has no origin of its own."""

    status = 403
    slug = "origin-null"
    title = "A page without an origin cannot open the widget"


class OriginNotAllowed(DomainError):
    """The brand does not list the page's origin."""

    status = 403
    slug = "origin-not-allowed"
    title = "The widget may not run on this site"
