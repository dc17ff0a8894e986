"""Whatever is asked of the ledger, in whatever order and however often: the sums hold."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pynamodb.transactions import TransactWrite

from luneo.credits.contention import WritesRefused, write_together
from luneo.credits.ledger import Balance, JobState, Ledger
from tests import factories
from tests.stack import Stack

jobs = st.sampled_from([f"gen_{number}" for number in range(5)])
amounts = st.integers(min_value=1, max_value=4)


class LedgerMachine(RuleBasedStateMachine):
    """The ledger beside a model of it in plain dictionaries."""

    grants = Bundle("grants")

    @initialize()
    def open(self) -> None:
        self.ledger = Ledger(factories.tenant())
        self.granted: dict[str, int] = {}
        self.held: dict[str, tuple[JobState, int]] = {}

    def _accepted(self, add: Callable[..., Any], *args: Any) -> bool:
        def writes(transaction: TransactWrite) -> None:
            add(transaction, *args)

        try:
            write_together(writes)
        except WritesRefused:
            return False
        return True

    def _sum(self, state: JobState) -> int:
        return sum(amount for held, amount in self.held.values() if held is state)

    def _model(self) -> Balance:
        granted, reserved, spent = (
            sum(self.granted.values()),
            self._sum(JobState.RESERVED),
            self._sum(JobState.COMMITTED),
        )
        return Balance(granted, granted - reserved - spent, reserved, spent)

    @rule(grant=st.sampled_from(["first", "march", "april"]), amount=amounts)
    def grant(self, grant: str, amount: int) -> None:
        assert self._accepted(self.ledger.add_grant, grant, amount) is (grant not in self.granted)
        self.granted.setdefault(grant, amount)

    @rule(job=jobs, amount=amounts)
    def reserve(self, job: str, amount: int) -> None:
        expected = job not in self.held and amount <= self._model().available
        assert self._accepted(self.ledger.add_reservation, job, amount) is expected
        if expected:
            self.held[job] = (JobState.RESERVED, amount)

    @rule(job=jobs, amount=amounts)
    def commit(self, job: str, amount: int) -> None:
        self._settle(self.ledger.add_commit, job, amount, JobState.COMMITTED)

    @rule(job=jobs, amount=amounts)
    def refund(self, job: str, amount: int) -> None:
        self._settle(self.ledger.add_refund, job, amount, JobState.REFUNDED)

    def _settle(self, add: Callable[..., Any], job: str, amount: int, state: JobState) -> None:
        expected = self.held.get(job) == (JobState.RESERVED, amount)
        assert self._accepted(add, job, amount) is expected
        if expected:
            self.held[job] = (state, amount)

    @invariant()
    def the_sums_hold(self) -> None:
        balance = self.ledger.balance()
        assert balance == self._model()
        assert balance.granted == balance.available + balance.reserved + balance.spent
        assert min(balance.available, balance.reserved, balance.spent) >= 0

    @invariant()
    def every_job_is_in_one_state(self) -> None:
        for job, (state, _) in self.held.items():
            assert self.ledger.job(job) is state


@pytest.mark.usefixtures("tables")
def test_no_order_of_movements_breaks_the_ledger(tables: Stack):
    quick = settings(
        max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(LedgerMachine, settings=quick)
