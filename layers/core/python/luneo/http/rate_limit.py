"""Exact rate limits in DynamoDB, by the generic cell rate algorithm: one conditional write a request.

The row holds the theoretical arrival time (ITU-T I.371): each request moves it on by ``period / count``; a request that
would find it more than one period ahead of the clock is refused.
"""

import time
from dataclasses import dataclass

from luneo.errors import DomainError


class TooManyRequests(DomainError):
    """The caller's allowance on this route is used up for the moment."""

    status = 429
    slug = "too-many-requests"
    title = "Too many requests"
    retryable = True


@dataclass(frozen=True, slots=True)
class Limit:
    """``count`` requests in any ``per_s`` seconds, and as many at once."""

    count: int
    per_s: int

    @property
    def step_s(self) -> float:
        """How long one request takes to be earned back."""
        return self.per_s / self.count

    def refusal(self, arrival: float, now: float) -> TooManyRequests:
        """The error for a caller whose theoretical arrival time is ``arrival``."""
        wait = max(1, round(arrival + self.step_s - now - self.per_s + 0.5))
        return TooManyRequests(
            f"This allows {self.count} requests in {self.per_s} seconds. Try again in {wait} s.",
            headers={
                "retry-after": str(wait),
                "ratelimit-policy": f'"default";q={self.count};w={self.per_s}',
                "ratelimit": f'"default";r=0;t={wait}',
            },
        )


def spend(limit: Limit, scope: str, route: str) -> None:
    """Use one request of the allowance of ``scope`` (a caller or an address) on ``route``.

    Raises:
        TooManyRequests: nothing is left; its headers say when to come back.
    """
    from pynamodb.exceptions import UpdateError

    from luneo.http.models import Bucket

    now = time.time()
    row = Bucket(scope, route)
    expires = Bucket.expires.set(int(now + 2 * limit.per_s))
    try:
        behind = Bucket.arrival.does_not_exist() | (Bucket.arrival <= now)
        row.update([Bucket.arrival.set(now + limit.step_s), expires], condition=behind)
    except UpdateError as error:
        _only_a_failed_condition(error)
    else:
        return
    try:
        room = Bucket.arrival <= now + limit.per_s - limit.step_s
        row.update([Bucket.arrival.add(limit.step_s), expires], condition=room)
    except UpdateError as error:
        _only_a_failed_condition(error)
        raise limit.refusal(float(Bucket.get(scope, route).arrival), now) from None


def _only_a_failed_condition(error: Exception) -> None:
    if getattr(error, "cause_response_code", None) != "ConditionalCheckFailedException":
        raise error
