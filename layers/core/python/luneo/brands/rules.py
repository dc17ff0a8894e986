"""A brand's look and its rules: from what a member sends to what is stored, and from there to what prompts obey."""

from types import MappingProxyType
from typing import Any

from luneo.brands.models import Brand
from luneo.brands.schemas import BrandProfile, BrandProfileView, ModerationPolicy, ModerationPolicyView
from luneo.errors import Fault, Invalid
from luneo.moderation.categories import SWITCHABLE, Category
from luneo.moderation.policy import Policy
from luneo.prompts.fold import fold
from luneo.prompts.sanitise import sanitise
from luneo.styles import Profile

_MIN_LETTERS = 2


def profile_facts(profile: BrandProfile) -> dict[str, Any]:
    """What is stored of a profile: its words in the form that prompts are in."""
    return {
        "palette": profile.palette,
        "tone": sanitise(profile.tone),
        "negative": list(filter(None, map(sanitise, profile.negative))),
    }


def policy_facts(policy: ModerationPolicy) -> dict[str, Any]:
    """What is stored of a policy; terms that read the same are one.

    Raises:
        Invalid: its faults name every category that cannot be switched and every term that would refuse anything.
    """
    faults = [
        Fault(
            f"#/categories/{category}", f"It is always refused. What can be switched: {', '.join(sorted(SWITCHABLE))}."
        )
        for category in policy.categories
        if category not in SWITCHABLE
    ]
    faults += [
        Fault(f"#/blocked_terms/{place}", "A term needs at least two letters, or a sign of its own.")
        for place, term in enumerate(policy.blocked_terms)
        if not _is_telling(term)
    ]
    if faults:
        raise Invalid("Some of these rules cannot be kept.", faults=faults)
    return {
        "blocked_terms": list({fold(term): sanitise(term) for term in reversed(policy.blocked_terms)}.values())[::-1],
        "categories": {category.value: refused for category, refused in policy.categories.items()},
        "notes": {language: sanitise(note) for language, note in policy.notes.items()},
    }


def _is_telling(term: str) -> bool:
    bare = fold(term).replace("*", "").strip()
    letters = [char for char in bare if char.isalnum()]
    return len(letters) >= _MIN_LETTERS or any(not char.isascii() for char in bare)


def profile_of(brand: Brand) -> Profile:
    """The brand's look, as prompts are worded with it."""
    facts = brand.profile
    return Profile(tuple(facts.get("palette", ())), facts.get("tone", ""), tuple(facts.get("negative", ())))


def policy_of(brand: Brand) -> Policy:
    """The brand's rules, as its shoppers' wishes are judged by."""
    facts = brand.moderation
    return Policy(
        blocked_terms=tuple(facts.get("blocked_terms", ())),
        switches=MappingProxyType({Category(name): refused for name, refused in facts.get("categories", {}).items()}),
        notes=MappingProxyType(facts.get("notes", {})),
    )


def profile_view(brand: Brand) -> BrandProfileView:
    """The brand's look, as its members see it."""
    profile = profile_of(brand)
    return BrandProfileView(palette=list(profile.palette), tone=profile.tone, negative=list(profile.negative))


def policy_view(brand: Brand) -> ModerationPolicyView:
    """The brand's rules, as its members see them."""
    policy = policy_of(brand)
    return ModerationPolicyView(
        blocked_terms=list(policy.blocked_terms),
        categories={category.value: policy.refuses(category) for category in Category if category in SWITCHABLE},
        notes=dict(policy.notes),
    )
