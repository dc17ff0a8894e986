"""Who may do what. One enumeration, one table; every authoriser choice and the permission page derive from it."""

from enum import StrEnum


class CallerKind(StrEnum):
    """How a caller proved who it is."""

    SHOPPER = "shopper"
    MEMBER = "member"
    KEY = "key"


class Role(StrEnum):
    """A member's role in one brand."""

    OWNER = "owner"
    ADMIN = "admin"
    DESIGNER = "designer"
    ANALYST = "analyst"
    SUPPORT = "support"


class Permission(StrEnum):
    """``resource:action``, in alphabetical order."""

    ACCOUNT_SELF = "account:self"
    BRAND_READ = "brand:read"
    BRAND_WRITE = "brand:write"
    DESIGNS_READ = "designs:read"
    DESIGNS_WRITE = "designs:write"
    GENERATIONS_LIST = "generations:list"
    GENERATIONS_READ = "generations:read"
    GENERATIONS_WRITE = "generations:write"
    KEYS_WRITE = "keys:write"
    PRODUCTION_READ = "production:read"
    PRODUCTS_READ = "products:read"
    PRODUCTS_WRITE = "products:write"
    WIDGET_READ = "widget:read"


_ALL_MEMBERS = frozenset({Permission.ACCOUNT_SELF, Permission.BRAND_READ, Permission.PRODUCTS_READ})
_STUDIO = frozenset(
    {
        Permission.DESIGNS_READ,
        Permission.DESIGNS_WRITE,
        Permission.GENERATIONS_LIST,
        Permission.GENERATIONS_READ,
        Permission.GENERATIONS_WRITE,
    }
)
_BRAND_SIDE = frozenset(Permission) - {Permission.WIDGET_READ}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: _BRAND_SIDE,
    Role.ADMIN: _BRAND_SIDE,
    Role.DESIGNER: _ALL_MEMBERS | _STUDIO | {Permission.PRODUCTS_WRITE, Permission.PRODUCTION_READ},
    Role.ANALYST: _ALL_MEMBERS | {Permission.DESIGNS_READ, Permission.GENERATIONS_LIST, Permission.GENERATIONS_READ},
    Role.SUPPORT: _ALL_MEMBERS
    | {Permission.DESIGNS_READ, Permission.GENERATIONS_LIST, Permission.GENERATIONS_READ}
    | {Permission.PRODUCTION_READ},
}

SHOPPER_PERMISSIONS = frozenset(
    {
        Permission.DESIGNS_READ,
        Permission.DESIGNS_WRITE,
        Permission.GENERATIONS_READ,
        Permission.GENERATIONS_WRITE,
        Permission.WIDGET_READ,
    }
)

# What a brand may give a secret key: the public API, never the brand's own administration.
KEY_PERMISSIONS = _STUDIO | {
    Permission.PRODUCTION_READ,
    Permission.PRODUCTS_READ,
    Permission.PRODUCTS_WRITE,
}


def callers_of(permission: Permission | None) -> frozenset[CallerKind]:
    """Which kinds of caller can hold the permission; none for an open route."""
    if permission is None:
        return frozenset()
    holders = {
        CallerKind.SHOPPER: SHOPPER_PERMISSIONS,
        CallerKind.KEY: KEY_PERMISSIONS,
        CallerKind.MEMBER: frozenset[Permission]().union(*ROLE_PERMISSIONS.values()),
    }
    return frozenset(kind for kind, held in holders.items() if permission in held)
