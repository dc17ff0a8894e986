from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.providers.limits import Limits, limits_of
from luneo.providers.turnstile import Breaker, Reason, Refused, Report, Turnstile
from luneo.settings import OFFLINE, OPENAI
from luneo.wiring.providers import GENERATION_TIMEOUT_S

NOW = 1_800_000_000.0
LIMITS = Limits(
    concurrent=2, per_minute=60, burst=5, failures_to_open=3, open_s=60, lease_s=180, pause_s=2, longest_pause_s=300
)


def refusal(state: Turnstile, now: float, limits: Limits = LIMITS) -> tuple[Reason, float]:
    with pytest.raises(Refused) as refused:
        state.admitted("refused", limits, now)
    return refused.value.reason, refused.value.wait_s


def ended(state: Turnstile, report: Report, now: float, **more: float) -> Turnstile:
    """One call, begun and ended at once."""
    return state.admitted("call", LIMITS, now).released("call", report, LIMITS, now, **more)


def opened(now: float = NOW) -> Turnstile:
    state = Turnstile()
    for _ in range(3):
        state = ended(state, Report.FAILED, now)
    return state


def test_no_more_calls_run_at_once_than_the_limit():
    state = Turnstile().admitted("a", LIMITS, NOW).admitted("b", LIMITS, NOW + 10)
    assert refusal(state, NOW + 20) == (Reason.BUSY, 160)
    assert state.released("a", Report.WORKED, LIMITS, NOW + 20).admitted("c", LIMITS, NOW + 20).live(
        NOW + 20
    ).keys() == {
        "b",
        "c",
    }


def test_a_dead_calls_place_comes_back():
    state = Turnstile().admitted("a", LIMITS, NOW).admitted("b", LIMITS, NOW)
    assert state.admitted("c", LIMITS, NOW + 180).live(NOW + 180).keys() == {"c"}


def test_what_a_dead_call_reports_in_the_end_changes_nothing():
    state = replace(Turnstile(), leases={"dead": NOW})
    assert state.released("dead", Report.FAILED, LIMITS, NOW) == state


def test_calls_come_no_faster_than_the_rate_after_a_burst():
    state = Turnstile()
    for _ in range(5):
        state = ended(state, Report.WORKED, NOW)
    assert refusal(state, NOW) == (Reason.RATE, 1)
    assert ended(state, Report.WORKED, NOW + 1).failures == 0


def test_the_breaker_opens_after_failures_in_a_row():
    assert opened().breaker(NOW) is Breaker.OPEN
    assert refusal(opened(), NOW + 59) == (Reason.OPEN, 1)


def test_a_success_between_failures_keeps_it_closed():
    state = Turnstile()
    for report in (Report.FAILED, Report.FAILED, Report.WORKED, Report.FAILED, Report.FAILED):
        state = ended(state, report, NOW)
    assert (state.breaker(NOW), state.failures) == (Breaker.CLOSED, 2)


def test_half_open_lets_one_probe_through():
    probing = opened().admitted("probe", LIMITS, NOW + 60)
    assert probing.breaker(NOW + 60) is Breaker.HALF_OPEN
    assert refusal(probing, NOW + 60) == (Reason.OPEN, 180)


@pytest.mark.parametrize(("report", "breaker"), [(Report.WORKED, Breaker.CLOSED), (Report.FAILED, Breaker.OPEN)])
def test_the_probe_decides(report: Report, breaker: Breaker):
    state = ended(opened(), report, NOW + 60)
    assert state.breaker(NOW + 60) is breaker


def test_a_probe_that_dies_makes_room_for_another():
    state = opened().admitted("dead", LIMITS, NOW + 60)
    assert state.admitted("next", LIMITS, NOW + 240).probe == "next"


def test_a_probe_that_meets_a_busy_provider_is_repeated_after_the_pause():
    state = ended(opened(), Report.THROTTLED, NOW + 60, retry_after_s=9)
    assert refusal(state, NOW + 60) == (Reason.PAUSED, 9)
    assert state.admitted("next", LIMITS, NOW + 69).probe == "next"


def test_a_call_that_we_broke_off_tells_nothing():
    assert ended(Turnstile(failures=2), Report.BROKEN_OFF, NOW).failures == 2
    assert ended(opened(), Report.BROKEN_OFF, NOW + 60).admitted("next", LIMITS, NOW + 60).probe == "next"


@pytest.mark.parametrize("report", [Report.WORKED, Report.FAILED])
def test_a_call_from_before_the_opening_does_not_decide(report: Report):
    early = Turnstile().admitted("early", LIMITS, NOW)
    state = replace(opened(), leases=early.leases)
    after = state.released("early", report, LIMITS, NOW + 61)
    assert (after.open_until, after.failures, after.leases) == (state.open_until, state.failures, {})


@pytest.mark.parametrize(("asked", "pause"), [(17.0, 17), (None, 2), (1e9, 300), (-5.0, 0)])
def test_the_pause_a_busy_provider_asks_for_is_kept_within_reason(asked: float | None, pause: float):
    assert ended(Turnstile(), Report.THROTTLED, NOW, retry_after_s=asked).paused_until == NOW + pause


def test_a_shorter_pause_does_not_end_a_longer_one():
    both = Turnstile().admitted("a", LIMITS, NOW).admitted("b", LIMITS, NOW)
    first = both.released("a", Report.THROTTLED, LIMITS, NOW, retry_after_s=30)
    assert first.released("b", Report.THROTTLED, LIMITS, NOW, retry_after_s=5).paused_until == NOW + 30


def test_busy_is_no_failure():
    state = Turnstile()
    for second in range(5):
        state = ended(state, Report.THROTTLED, NOW + 3 * second)
    assert state.failures == 0


def test_what_fails_on_request_never_opens_the_breaker():
    limits, state = limits_of(OFFLINE), Turnstile()
    for _ in range(50):
        state = state.admitted("a", limits, NOW).released("a", Report.FAILED, limits, NOW)
    assert state.breaker(NOW) is Breaker.CLOSED


def test_a_lease_outlives_the_slowest_call():
    assert limits_of(OPENAI).lease_s > GENERATION_TIMEOUT_S


@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from(Report)), max_size=60))
def test_no_window_of_time_sees_more_calls_than_the_bucket_holds(calls: list[tuple[float, Report]]):
    limits = replace(LIMITS, failures_to_open=None, pause_s=0)
    state, now = Turnstile(), NOW
    times: list[float] = []
    refusals: list[Refused] = []
    for pause, report in calls:
        now += pause
        try:
            state = state.admitted("a", limits, now).released("a", report, limits, now)
        except Refused as refused:
            refusals.append(refused)
        else:
            times.append(now)
    assert {refused.reason for refused in refusals} <= {Reason.RATE}
    assert all(refused.wait_s <= limits.step_s + 1e-3 for refused in refusals)
    for first, start in enumerate(times):
        for last in range(first, len(times)):
            assert last - first + 1 <= limits.burst + (times[last] - start) / limits.step_s + 1e-3
