from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from pynamodb.exceptions import CancellationReason, TransactWriteError, VerboseClientError

from luneo.credits import contention
from luneo.credits.contention import ATTEMPTS, Contended, WritesRefused, write_together
from luneo.credits.ledger import Ledger
from tests import factories
from tests.stack import Stack


def cancelled(*codes: str | None, error: str = "TransactionCanceledException") -> TransactWriteError:
    reasons = [CancellationReason(code) if code else None for code in codes]
    cause = VerboseClientError(
        {"Error": {"Code": error, "Message": "no"}}, "TransactWriteItems", cancellation_reasons=reasons
    )
    return TransactWriteError("no", cause)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Exception | None]:
    """What the next transactions end with; without pauses between them."""
    queue: list[Exception | None] = []

    @contextmanager
    def transaction():
        yield None
        if error := queue.pop(0):
            raise error

    monkeypatch.setattr(contention, "transaction", transaction)
    monkeypatch.setattr(contention.time, "sleep", lambda _seconds: None)
    return queue


def nothing(_writes: object) -> None:
    """No writes."""


def test_a_row_that_another_holds_is_tried_again(answers: list[Exception | None]):
    answers += [cancelled(None, "TransactionConflict"), cancelled("ThrottlingError"), None]

    write_together(nothing)

    assert answers == []


def test_a_transaction_in_progress_is_tried_again(answers: list[Exception | None]):
    answers += [cancelled(error="TransactionInProgressException"), None]

    write_together(nothing)

    assert answers == []


def test_a_condition_that_fails_is_not_tried_again(answers: list[Exception | None]):
    answers += [cancelled("TransactionConflict", "ConditionalCheckFailed"), None]

    with pytest.raises(WritesRefused):
        write_together(nothing)
    assert answers == [None]


def test_endless_conflicts_end_in_a_retryable_refusal(answers: list[Exception | None]):
    answers += [cancelled("TransactionConflict")] * ATTEMPTS

    with pytest.raises(Contended) as refusal:
        write_together(nothing)
    assert refusal.value.retryable


def test_another_failure_comes_out_as_it_is(answers: list[Exception | None]):
    answers += [cancelled(error="AccessDeniedException")]

    with pytest.raises(TransactWriteError):
        write_together(nothing)


def test_pauses_grow_within_the_cap(monkeypatch: pytest.MonkeyPatch):
    ceilings: list[float] = []
    monkeypatch.setattr(contention.random, "uniform", lambda low, high: ceilings.append(high) or low)

    with pytest.raises(Contended):
        list(contention.attempts())

    assert ceilings == sorted(ceilings)
    assert ceilings[0] < ceilings[-1] == contention.LONGEST_PAUSE_S


def test_fifty_jobs_at_once_are_all_booked(tables: Stack):
    ledger = Ledger(factories.tenant())
    write_together(ledger.add_first_grant)

    def whole_way(number: int) -> None:
        job = f"gen_{number}"
        write_together(lambda writes: ledger.add_reservation(writes, job, 1))
        settle = ledger.add_commit if number % 2 else ledger.add_refund
        write_together(lambda writes: settle(writes, job, 1))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(whole_way, range(50)))

    balance = ledger.balance()
    assert (balance.reserved, balance.spent, balance.available) == (0, 25, balance.granted - 25)
