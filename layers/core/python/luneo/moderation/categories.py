"""The categories in which content is refused, in words that no provider owns."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Category(StrEnum):
    """Why content is refused, gravest first: where several apply, the first one explains the refusal."""

    SEXUAL_MINORS = "sexual-minors"
    SELF_HARM = "self-harm"
    HATE = "hate"
    ILLICIT = "illicit"
    SEXUAL = "sexual"
    VIOLENCE = "violence"
    WEAPONS = "weapons"
    DRUGS = "drugs"
    HARASSMENT = "harassment"
    TRADEMARKS = "trademarks"
    BRAND_TERMS = "brand-terms"
    OTHER = "other"


SWITCHABLE: Final = frozenset(
    {
        Category.SEXUAL,
        Category.VIOLENCE,
        Category.WEAPONS,
        Category.DRUGS,
        Category.HARASSMENT,
        Category.TRADEMARKS,
    }
)
"""What a brand may switch; everything else is always refused."""

OFF_BY_DEFAULT: Final = frozenset({Category.TRADEMARKS})

# As OpenAI's moderation names them; what stands before a slash decides where the whole name is not listed.
_PROVIDERS: Final = {
    "sexual/minors": Category.SEXUAL_MINORS,
    "self-harm": Category.SELF_HARM,
    "hate": Category.HATE,
    "illicit": Category.ILLICIT,
    "sexual": Category.SEXUAL,
    "violence": Category.VIOLENCE,
    "harassment": Category.HARASSMENT,
}
_ORDER: Final = tuple(Category)


def of_provider(name: str) -> Category:
    """Our category for a provider's name; what we do not know is :attr:`Category.OTHER`, which is always refused."""
    return _PROVIDERS.get(name) or _PROVIDERS.get(name.partition("/")[0], Category.OTHER)


def gravest(categories: Iterable[Category]) -> Category:
    """The one that explains a refusal."""
    return min(categories, key=_ORDER.index)
