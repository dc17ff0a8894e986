"""What is known of one provider's load and health, and how calls change it: pure, with the time handed in.

Three bounds in one state, so that one conditional write decides about all of them: a semaphore of leases that run out,
a token bucket by the generic cell rate algorithm (ITU-T I.371), and a circuit breaker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from luneo.providers.limits import Limits


class Breaker(StrEnum):
    """Closed: calls pass. Open: none does. Half-open: one does, and its end decides."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Report(StrEnum):
    """How a call ended, as far as the provider's health goes.

    To refuse a content is to work; a call that we broke off tells nothing.
    """

    WORKED = "worked"
    FAILED = "failed"
    THROTTLED = "throttled"
    BROKEN_OFF = "broken-off"


class Reason(StrEnum):
    """Why a call may not be made now."""

    BUSY = "busy"
    RATE = "rate"
    PAUSED = "paused"
    OPEN = "open"


class Refused(Exception):
    """No call now; ``wait_s`` seconds from now it is worth asking again, at the latest."""

    def __init__(self, reason: Reason, wait_s: float) -> None:
        super().__init__(f"{reason}: {wait_s:.1f} s")
        self.reason = reason
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Turnstile:
    """One provider's state; all times are Unix seconds.

    ``leases`` maps a running call to the moment at which it is taken for dead; ``arrival`` is the bucket's theoretical
    arrival time; until ``paused_until`` the provider wants to be left alone. ``failures`` counts those in a row.
    ``open_until`` is set unless the breaker is closed; from then on ``probe`` is the one call that may try.
    """

    leases: Mapping[str, float] = field(default_factory=dict)
    arrival: float = 0.0
    paused_until: float = 0.0
    failures: int = 0
    open_until: float | None = None
    probe: str | None = None

    def breaker(self, now: float) -> Breaker:
        """Where the breaker stands."""
        if self.open_until is None:
            return Breaker.CLOSED
        return Breaker.OPEN if now < self.open_until else Breaker.HALF_OPEN

    def live(self, now: float) -> dict[str, float]:
        """The leases that have not run out."""
        return {lease: end for lease, end in self.leases.items() if now < end}

    def admitted(self, lease: str, limits: Limits, now: float) -> "Turnstile":
        """The state with one more call on its way.

        Raises:
            Refused: there may be none now.
        """
        leases = self.live(now)
        for reason, until in self._hindrances(leases, limits, now):
            if now < until:
                raise Refused(reason, until - now)
        return replace(
            self,
            leases=leases | {lease: now + limits.lease_s},
            arrival=max(self.arrival, now) + limits.step_s,
            probe=lease if self.open_until is not None else None,
        )

    def _hindrances(self, leases: Mapping[str, float], limits: Limits, now: float) -> tuple[tuple[Reason, float], ...]:
        """What may stand in the way, and until when."""
        full = len(leases) >= limits.concurrent
        return (
            (Reason.OPEN, self.open_until or now),
            (Reason.OPEN, leases.get(self.probe or "", now)),
            (Reason.PAUSED, self.paused_until),
            (Reason.BUSY, min(leases.values()) if full else now),
            (Reason.RATE, self.arrival - (limits.burst - 1) * limits.step_s),
        )

    def released(
        self, lease: str, report: Report, limits: Limits, now: float, *, retry_after_s: float | None = None
    ) -> "Turnstile":
        """The state after a call's end; a call that was taken for dead already changes nothing.

        While the breaker is not closed, only the probe's end counts: the others began before it opened.
        """
        if lease not in self.live(now):
            return self
        left = replace(self, leases={name: end for name, end in self.leases.items() if name != lease})
        if report is Report.THROTTLED:
            return left._throttled(limits, now, retry_after_s)  # noqa: SLF001 - the same class
        if report is Report.BROKEN_OFF or (self.open_until is not None and self.probe != lease):
            return left
        if report is Report.WORKED:
            return replace(left, failures=0, open_until=None, probe=None)
        return left._failed(limits, now)  # noqa: SLF001 - the same class

    def _throttled(self, limits: Limits, now: float, retry_after_s: float | None) -> "Turnstile":
        pause = limits.pause_s if retry_after_s is None else retry_after_s
        until = now + max(0.0, min(pause, limits.longest_pause_s))
        return replace(self, paused_until=max(self.paused_until, until))

    def _failed(self, limits: Limits, now: float) -> "Turnstile":
        failures = self.failures + 1
        tripped = limits.failures_to_open is not None and failures >= limits.failures_to_open
        return replace(self, failures=failures, open_until=now + limits.open_s if tripped else None, probe=None)
