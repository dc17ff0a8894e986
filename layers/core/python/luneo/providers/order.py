"""Which providers are asked for a brand, and in which order."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

Name = TypeVar("Name", bound=str)


def order(configured: Sequence[Name], wanted: Iterable[str]) -> tuple[Name, ...]:
    """The brand's own choice, as far as the deployment has it; without one, what the deployment configures.

    A brand's choice is never widened: what it leaves out is not asked, even if nothing remains.
    """
    chosen = tuple(dict.fromkeys(wanted))
    if not chosen:
        return tuple(configured)
    by_name = {str(name): name for name in configured}
    return tuple(by_name[name] for name in chosen if name in by_name)
