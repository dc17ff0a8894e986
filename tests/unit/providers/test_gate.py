"""The gate on the real table: bounds hold whatever many workers do at once and whoever dies."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Lock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pynamodb.exceptions import PutError

from luneo.providers.gate import Gate
from luneo.providers.limits import Limits
from luneo.providers.models import GateRow
from luneo.providers.turnstile import Breaker, Reason, Refused, Report

LIMITS = Limits(concurrent=3, per_minute=6000, burst=1000, failures_to_open=3, open_s=60, lease_s=100, pause_s=5)
_names = count()


def outcome(gate: Gate) -> str | Reason:
    """The lease, or why there is none."""
    try:
        return gate.enter()
    except Refused as refused:
        assert refused.wait_s > 0  # noqa: PT017 - what every refusal must say
        return refused.reason


class Interrupted(Gate):
    """A worker that another one overtakes between its read and its write."""

    def __init__(self, *args: object, clock: Callable[[], float]) -> None:
        super().__init__(*args, clock=clock)
        self.overtake: Callable[[], object] | None = None

    def _read(self) -> GateRow:
        row = super()._read()
        if overtake := self.overtake:
            self.overtake = None
            overtake()
        return row


class GateMachine(RuleBasedStateMachine):
    """Workers on one virtual clock beside a model in plain variables."""

    @initialize()
    def open(self) -> None:
        self.now = 1_800_000_000.0
        self.gate = Interrupted(f"machine-{next(_names)}", LIMITS, clock=lambda: self.now)
        self.running: dict[str, float] = {}
        self.paused_until = 0.0
        self.failures = 0
        self.open_until: float | None = None
        self.probe: str | None = None

    def _live(self) -> set[str]:
        return {lease for lease, end in self.running.items() if self.now < end}

    def _expected(self) -> Reason | None:
        if self.open_until is not None and (self.now < self.open_until or self.probe in self._live()):
            return Reason.OPEN
        if self.now < self.paused_until:
            return Reason.PAUSED
        return Reason.BUSY if len(self._live()) >= LIMITS.concurrent else None

    def _enter(self) -> None:
        expected = self._expected()
        self._entered(outcome(self.gate), expected)

    def _entered(self, answer: str | Reason, expected: Reason | None) -> None:
        if expected is not None:
            assert answer is expected
            return
        assert not isinstance(answer, Reason)
        self.running[answer] = self.now + LIMITS.lease_s
        if self.open_until is not None:
            self.probe = answer

    @rule()
    def enter(self) -> None:
        self._enter()

    @rule()
    def enter_overtaken(self) -> None:
        """Another worker enters between the read and the write: what holds then counts."""
        expected: list[Reason | None] = [self._expected()]

        def overtake() -> None:
            self._enter()
            expected.append(self._expected())

        self.gate.overtake = overtake
        answer = outcome(self.gate)
        # Who is refused by what was read writes nothing, so it is not held against what came after.
        self._entered(answer, expected[0] or expected[-1])

    @precondition(lambda self: self.running)
    @rule(data=st.data(), report=st.sampled_from(Report), pause=st.sampled_from([None, 1.0, 30.0]))
    def leave(self, data: st.DataObject, report: Report, pause: float | None) -> None:
        lease = list(self.running)[data.draw(st.integers(0, len(self.running) - 1))]
        counts = lease in self._live()
        del self.running[lease]
        self.gate.leave(lease, report, retry_after_s=pause)
        if counts:
            self._ended(lease, report, LIMITS.pause_s if pause is None else pause)

    def _ended(self, lease: str, report: Report, pause: float) -> None:
        if report is Report.THROTTLED:
            self.paused_until = max(self.paused_until, self.now + pause)
        elif report is Report.BROKEN_OFF or (self.open_until is not None and lease != self.probe):
            return
        elif report is Report.WORKED:
            self.failures, self.open_until = 0, None
        else:
            self.failures += 1
            if self.failures >= LIMITS.failures_to_open:
                self.open_until = self.now + LIMITS.open_s

    @rule(seconds=st.sampled_from([0.5, 6.0, 31.0, 61.0, 101.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @invariant()
    def the_bounds_hold(self) -> None:
        state = self.gate.state()
        live = state.live(self.now)
        assert set(live) == self._live()
        assert len(live) <= LIMITS.concurrent
        opened = {Breaker.CLOSED} if self.open_until is None else {Breaker.OPEN, Breaker.HALF_OPEN}
        assert state.breaker(self.now) in opened


@pytest.mark.usefixtures("tables")
def test_no_order_of_calls_breaks_the_bounds():
    quick = settings(
        max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(GateMachine, settings=quick)


@pytest.mark.usefixtures("tables")
def test_workers_at_the_same_time_never_exceed_the_limit():
    gate, lock = Gate("threads", LIMITS), Lock()
    inside, most, served = 0, 0, 0

    def work(_worker: int) -> None:
        nonlocal inside, most, served
        try:
            lease = gate.enter()
        except Refused:
            return
        with lock:
            inside, served = inside + 1, served + 1
            most = max(most, inside)
        with lock:
            inside -= 1
        gate.leave(lease, Report.WORKED)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(24)))
    assert 1 <= most <= LIMITS.concurrent
    assert served >= LIMITS.concurrent
    assert gate.state().leases == {}


@pytest.mark.usefixtures("tables")
def test_each_provider_has_a_gate_of_its_own():
    for _ in range(LIMITS.failures_to_open):
        gate = Gate("one", LIMITS)
        gate.leave(gate.enter(), Report.FAILED)
    with pytest.raises(Refused):
        Gate("one", LIMITS).enter()
    assert Gate("two", LIMITS).enter()


@pytest.mark.usefixtures("tables")
def test_a_report_that_cannot_be_written_does_not_cost_the_answer(monkeypatch: pytest.MonkeyPatch):
    gate = Gate("unwritable", LIMITS)
    lease = gate.enter()

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PutError("no")

    monkeypatch.setattr(GateRow, "save", refuse)
    gate.leave(lease, Report.WORKED)
    assert lease in gate.state().leases


@pytest.mark.usefixtures("tables")
def test_what_another_version_keeps_in_the_row_does_not_close_the_gate():
    GateRow("newer", revision=1, state={"leases": {}, "tomorrow": 1}).save()
    assert Gate("newer", LIMITS).enter()
