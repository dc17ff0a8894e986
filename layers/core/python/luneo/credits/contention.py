"""Transactions on rows that many write at once: tried again while another writer holds a row, within bounds."""

import random
import time
from collections.abc import Callable, Iterator

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from luneo.errors import DomainError
from luneo.storage import transaction

ATTEMPTS = 14
FIRST_PAUSE_S = 0.01
LONGEST_PAUSE_S = 0.6

Writes = Callable[[TransactWrite], None]
_CONDITION = "ConditionalCheckFailed"
_PASSING = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
_PASSING_ERRORS = frozenset({"TransactionInProgressException", "ThrottlingException", "RequestLimitExceeded"})


class Contended(DomainError):
    """Too many writers on one row for longer than we wait; worth another try."""

    status = 503
    slug = "contended"
    title = "Too many changes at once"
    retryable = True


class WritesRefused(Exception):
    """A condition of the transaction did not hold: nothing was written. Read again what the conditions are about."""


def attempts() -> Iterator[int]:
    """Count the tries, pausing before each but the first (exponential, capped, full jitter).

    Raises:
        Contended: the tries are used up.
    """
    for attempt in range(ATTEMPTS):
        if attempt:
            ceiling = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0**attempt)
            time.sleep(random.uniform(0, ceiling))  # noqa: S311 - jitter, not a secret
        yield attempt
    raise Contended("Others are changing the same things at this moment. Try again in a few seconds.")


def write_together(add: Writes) -> None:
    """Run the transaction that ``add`` fills, which it may be asked to do several times.

    Raises:
        WritesRefused: a condition did not hold.
        Contended: another writer was always in the way.
    """
    for _ in attempts():
        try:
            with transaction() as writes:
                add(writes)
        except TransactWriteError as error:
            if not _will_pass(error):
                raise
        else:
            return


def _will_pass(error: TransactWriteError) -> bool:
    codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
    if _CONDITION in codes:
        raise WritesRefused from error
    return bool(codes & _PASSING) or error.cause_response_code in _PASSING_ERRORS
