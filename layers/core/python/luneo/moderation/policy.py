"""What a brand refuses beyond what every brand does, and what it tells its shoppers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from luneo.moderation.categories import OFF_BY_DEFAULT, SWITCHABLE, Category


@dataclass(frozen=True, slots=True)
class Policy:
    """A brand's rules.

    ``blocked_terms`` are its own; ``switches`` turn categories of :data:`SWITCHABLE` on or off, those left out stay as
    the platform has them; ``notes`` are what shoppers read beside a refusal, by language.
    """

    blocked_terms: tuple[str, ...] = ()
    switches: Mapping[Category, bool] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def refuses(self, category: Category) -> bool:
        """Whether content of this category is refused; only :data:`SWITCHABLE` ones can be let through."""
        if category not in SWITCHABLE:
            return True
        return self.switches.get(category, category not in OFF_BY_DEFAULT)


PLATFORM = Policy()
"""The rules of a brand that has set none."""
