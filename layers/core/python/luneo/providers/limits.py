"""How hard each provider may be asked: data, adjusted to the account's contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from luneo.settings import OFFLINE


@dataclass(frozen=True, slots=True)
class Limits:
    """One provider's bounds, shared by all tenants and all functions.

    ``concurrent`` calls at once; ``per_minute`` on average, ``burst`` of them at once. ``failures_to_open`` failures in
    a row open the breaker for ``open_s``; ``None`` never does. A call that is not reported within ``lease_s`` is taken
    for dead, so it is longer than the slowest call. A busy provider is left alone for ``pause_s`` where it names no
    time itself, and for ``longest_pause_s`` at most: a mistaken ``Retry-After`` does not close it for good.
    """

    concurrent: int = 40
    per_minute: int = 120
    burst: int = 20
    failures_to_open: int | None = 10
    open_s: float = 60.0
    lease_s: float = 180.0
    pause_s: float = 1.0
    longest_pause_s: float = 600.0

    @property
    def step_s(self) -> float:
        """How long one call takes to be earned back."""
        return 60.0 / self.per_minute


_USUAL: Final = Limits()
# Its failures are asked for by words in the wish, so they tell nothing about its health.
_LIMITS: Final[Mapping[str, Limits]] = {
    OFFLINE: Limits(per_minute=6000, burst=100, failures_to_open=None, pause_s=0.0, longest_pause_s=0.0)
}


def limits_of(provider: str) -> Limits:
    """The bounds of a provider, by its name."""
    return _LIMITS.get(provider, _USUAL)
