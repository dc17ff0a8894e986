"""Whose rules content is judged by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.identity.caller import TenantContext
    from luneo.moderation.policy import Policy
    from luneo.styles import Profile


@dataclass(frozen=True, slots=True)
class Rules:
    """What a brand refuses, and how its designs look."""

    policy: "Policy"
    profile: "Profile"


def rules_of(tenant: "TenantContext") -> Rules:
    """The rules of a tenant's brand; the platform's own where the brand is gone."""
    from luneo.brands.repository import BrandRepository
    from luneo.brands.rules import policy_of, profile_of
    from luneo.errors import NotFound
    from luneo.moderation.policy import PLATFORM
    from luneo.styles import Profile

    try:
        brand = BrandRepository(tenant).get()
    except NotFound:
        return Rules(PLATFORM, Profile())
    return Rules(policy_of(brand), profile_of(brand))
