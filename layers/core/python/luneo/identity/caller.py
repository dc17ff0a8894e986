"""The verified caller of a request, and the tenant everything it touches belongs to."""

from dataclasses import dataclass

from luneo.errors import DomainError
from luneo.identity.permissions import CallerKind, Permission


class Forbidden(DomainError):
    """The caller is known but may not do this."""

    status = 403
    slug = "forbidden"
    title = "Not allowed"


class Unauthenticated(DomainError):
    """No credential, or one that does not verify; ``detail`` says what to send."""

    status = 401
    slug = "unauthenticated"
    title = "Sign in first"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"www-authenticate": 'Bearer realm="luneo"'})


@dataclass(frozen=True, slots=True)
class TenantContext:
    """The tenant that a verified claim or key record named. Every repository is built from one."""

    tenant_id: str

    @property
    def partition(self) -> str:
        """The lead of every partition key that belongs to this tenant."""
        return f"TENANT#{self.tenant_id}"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling.

    ``subject`` is the user, shopper or key id; ``origin`` the page's origin a shopper's token is bound to.
    """

    kind: CallerKind
    tenant: TenantContext
    subject: str
    permissions: frozenset[Permission]
    origin: str | None = None

    def require(self, permission: Permission) -> None:
        """Raise :class:`Forbidden` unless the caller holds the permission."""
        if permission not in self.permissions:
            raise Forbidden(f"This needs the permission `{permission}`; ask an owner or admin of the brand for it.")

    @property
    def owner_filter(self) -> str | None:
        """A shopper sees only what it made itself; members and keys see all of the tenant's."""
        return self.subject if self.kind is CallerKind.SHOPPER else None
