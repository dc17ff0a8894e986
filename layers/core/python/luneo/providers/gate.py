"""The turnstile before each provider, kept in DynamoDB: one consistent read and one conditional write a decision."""

import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, fields

from pynamodb.exceptions import PutError, PynamoDBException

from luneo.credits.contention import Contended, attempts
from luneo.observe import logger
from luneo.providers.limits import Limits
from luneo.providers.models import GateRow
from luneo.providers.turnstile import Report, Turnstile

_LEASE_BYTES = 8
_LOST = "ConditionalCheckFailedException"
Decision = Callable[[Turnstile, float], Turnstile]


class Gate:
    """One provider's gate. ``clock`` gives Unix seconds."""

    def __init__(self, provider: str, limits: Limits, *, clock: Callable[[], float] = time.time) -> None:
        self._provider = provider
        self._limits = limits
        self._clock = clock

    def enter(self) -> str:
        """Begin a call: the lease to give back with :meth:`leave`.

        Raises:
            Refused: there may be no call now.
            Contended: too many begin or end at this moment; nothing was begun.
        """
        lease = secrets.token_hex(_LEASE_BYTES)
        self._change(lambda state, now: state.admitted(lease, self._limits, now))
        return lease

    def leave(self, lease: str, report: Report, *, retry_after_s: float | None = None) -> None:
        """End a call. A report that cannot be written is dropped, and the lease runs out: the answer is worth more."""
        try:
            self._change(
                lambda state, now: state.released(lease, report, self._limits, now, retry_after_s=retry_after_s)
            )
        except (Contended, PynamoDBException) as error:
            logger.warning("a provider's lease runs out by itself", provider=self._provider, error=repr(error))

    def state(self) -> Turnstile:
        """What is known now."""
        return _state(self._read())

    def _change(self, decide: Decision) -> None:
        for _ in attempts():
            row = self._read()
            before = _state(row)
            after = decide(before, self._clock())
            if after == before or _written(row, after):
                return

    def _read(self) -> GateRow:
        try:
            return GateRow.get(self._provider, consistent_read=True)
        except GateRow.DoesNotExist:
            return GateRow(self._provider)


def _state(row: GateRow) -> Turnstile:
    # While a deployment rolls out, the row may be another version's: what that one added is left out.
    known = {field.name for field in fields(Turnstile)}
    return Turnstile(**{name: value for name, value in row.state.items() if name in known})


def _written(row: GateRow, state: Turnstile) -> bool:
    seen = row.revision
    row.revision, row.state = seen + 1, asdict(state)
    # Nobody deletes these rows, so a row that is not there has never been written.
    unchanged = GateRow.revision == seen if seen else GateRow.provider.does_not_exist()
    try:
        row.save(condition=unchanged)
    except PutError as error:
        if error.cause_response_code != _LOST:
            raise
        return False
    return True
