"""From what the gateway's authorisers verified to a :class:`Caller`; the one reader of both shapes.

Members pass the gateway's own JWT authoriser (``authorizer.jwt.claims``) on routes that only members call. Elsewhere
the caller authoriser has verified a shopper token, a member token or a secret key and left a flat context of strings
(``authorizer.lambda``), or the reason why it could not.
"""

from collections.abc import Mapping
from typing import Any

from luneo.identity.caller import Caller, TenantContext, Unauthenticated
from luneo.identity.permissions import (
    KEY_PERMISSIONS,
    ROLE_PERMISSIONS,
    SHOPPER_PERMISSIONS,
    CallerKind,
    Permission,
    Role,
)

TENANT_CLAIM = "luneo_tenant"
ROLE_CLAIM = "luneo_role"
USER_CLAIM = "luneo_user"

_NOT_SIGNED_IN = "Send an access token or a secret key as `Authorization: Bearer …`."


def context_of(caller: Caller) -> dict[str, str]:
    """The flat context an authoriser hands to the gateway; :func:`caller_from` reads it back."""
    return {
        "kind": caller.kind,
        "tenant": caller.tenant.tenant_id,
        "subject": caller.subject,
        "permissions": " ".join(sorted(caller.permissions)),
        "origin": caller.origin or "",
    }


def member(claims: Mapping[str, Any]) -> Caller:
    """The caller of a verified Cognito access token.

    Raises:
        Unauthenticated: not an access token, or one without a brand (its user was removed).
    """
    tenant, role, user = (claims.get(name) for name in (TENANT_CLAIM, ROLE_CLAIM, USER_CLAIM))
    if claims.get("token_use") != "access" or not tenant or not user or role not in set(Role):
        raise Unauthenticated("Sign in again: this is not an access token of a brand's member.")
    return Caller(CallerKind.MEMBER, TenantContext(str(tenant)), str(user), ROLE_PERMISSIONS[Role(str(role))])


def shopper(tenant_id: str, subject: str, origin: str) -> Caller:
    """The caller of a verified widget token."""
    return Caller(CallerKind.SHOPPER, TenantContext(tenant_id), subject, SHOPPER_PERMISSIONS, origin)


def secret_key(tenant_id: str, key_id: str) -> Caller:
    """The caller of a verified secret key."""
    return Caller(CallerKind.KEY, TenantContext(tenant_id), key_id, KEY_PERMISSIONS)


def caller_from(authorizer: Mapping[str, Any]) -> Caller:
    """The caller of a request, from ``requestContext.authorizer`` of a payload 2.0 event.

    Raises:
        Unauthenticated: nobody was verified; its detail is the authoriser's reason where there is one.
    """
    if claims := authorizer.get("jwt", {}).get("claims"):
        return member(claims)
    context = authorizer.get("lambda") or {}
    if "kind" not in context:
        raise Unauthenticated(context.get("fault") or _NOT_SIGNED_IN)
    return Caller(
        CallerKind(context["kind"]),
        TenantContext(context["tenant"]),
        context["subject"],
        frozenset(Permission(name) for name in context["permissions"].split()),
        context["origin"] or None,
    )
