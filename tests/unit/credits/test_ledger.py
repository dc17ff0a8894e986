from datetime import timedelta

import pytest

from luneo.credits.contention import WritesRefused, write_together
from luneo.credits.ledger import FIRST_GRANT_CREDITS, Balance, JobState, Ledger, OpenJob, OutOfCredits, open_jobs
from luneo.storage import now, transaction
from tests import factories
from tests.stack import Stack


@pytest.fixture
def ledger(tables: Stack) -> Ledger:
    ledger = Ledger(factories.tenant())
    write_together(ledger.add_first_grant)
    return ledger


def reserve(ledger: Ledger, job: str, amount: int = 1) -> None:
    write_together(lambda writes: ledger.add_reservation(writes, job, amount))


def commit(ledger: Ledger, job: str, amount: int = 1) -> None:
    write_together(lambda writes: ledger.add_commit(writes, job, amount))


def refund(ledger: Ledger, job: str, amount: int = 1) -> None:
    write_together(lambda writes: ledger.add_refund(writes, job, amount))


def test_a_new_brand_has_its_first_grant(ledger: Ledger):
    assert ledger.balance() == Balance(FIRST_GRANT_CREDITS, FIRST_GRANT_CREDITS, 0, 0)


def test_the_first_grant_is_given_once(ledger: Ledger):
    with pytest.raises(WritesRefused):
        write_together(ledger.add_first_grant)

    assert ledger.balance().granted == FIRST_GRANT_CREDITS


def test_the_first_grant_joins_another_transaction(tables: Stack):
    ledger = Ledger(factories.tenant())

    with transaction() as writes:
        ledger.add_first_grant(writes)

    assert ledger.balance().available == FIRST_GRANT_CREDITS


def test_a_brand_without_a_grant_has_nothing(tables: Stack):
    assert Ledger(factories.tenant()).balance() == Balance()


def test_a_reservation_cannot_exceed_the_balance(ledger: Ledger):
    with pytest.raises(WritesRefused):
        reserve(ledger, "gen_1", FIRST_GRANT_CREDITS + 1)

    assert ledger.job("gen_1") is None
    assert ledger.balance().available == FIRST_GRANT_CREDITS


def test_the_refusal_for_want_of_credits_says_how_many_are_left(ledger: Ledger):
    with pytest.raises(OutOfCredits) as refusal:
        ledger.require(FIRST_GRANT_CREDITS + 1)

    assert refusal.value.status == 402
    assert refusal.value.extra == {"available": FIRST_GRANT_CREDITS, "needed": FIRST_GRANT_CREDITS + 1}


def test_a_committed_job_is_spent_and_stays_so(ledger: Ledger):
    reserve(ledger, "gen_1")
    commit(ledger, "gen_1")

    for again in (reserve, commit, refund):
        with pytest.raises(WritesRefused):
            again(ledger, "gen_1")
    assert ledger.job("gen_1") is JobState.COMMITTED
    assert ledger.balance().spent == 1


def test_a_refunded_job_is_available_again_and_stays_so(ledger: Ledger):
    reserve(ledger, "gen_1")
    refund(ledger, "gen_1")

    for again in (reserve, commit, refund):
        with pytest.raises(WritesRefused):
            again(ledger, "gen_1")
    assert ledger.job("gen_1") is JobState.REFUNDED
    assert ledger.balance() == Balance(FIRST_GRANT_CREDITS, FIRST_GRANT_CREDITS, 0, 0)


def test_a_job_is_settled_at_the_price_that_was_reserved(ledger: Ledger):
    reserve(ledger, "gen_1", 2)

    with pytest.raises(WritesRefused):
        commit(ledger, "gen_1", 1)
    with pytest.raises(WritesRefused):
        refund(ledger, "gen_1", 3)
    assert ledger.reserved_for("gen_1") == 2


def test_a_brand_does_not_see_another_brands_jobs(ledger: Ledger):
    reserve(ledger, "gen_1")

    assert Ledger(factories.tenant()).job("gen_1") is None


def test_only_old_unsettled_reservations_of_all_brands_are_open(ledger: Ledger):
    other_tenant = factories.tenant()
    other = Ledger(other_tenant)
    write_together(other.add_first_grant)
    reserve(ledger, "gen_settled")
    commit(ledger, "gen_settled")
    reserve(other, "gen_open")

    assert open_jobs(now() - timedelta(minutes=1), 10) == []
    assert open_jobs(now(), 10) == [OpenJob(other_tenant.tenant_id, "gen_open")]
