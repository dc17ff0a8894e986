import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.cost.bill import Assumptions, Containers, compare, compute_lines, orchestration_line, service_lines, total
from local.cost.meter import Invocation, Usage
from local.cost.prices import LISTED, Prices

NOTHING = Assumptions(provider_s=0, stored_bytes=0, viewed_bytes=0)


def test_every_price_is_above_nothing():
    assert all(value > 0 for value in dataclasses.asdict(LISTED).values())


def test_the_published_example_of_a_million_short_runs_comes_out():
    # A million runs of 120 ms at 1536 MB: 180,000 GB-s and a million requests.
    runs = Usage((Invocation("functions.tasks.blend", 1536, 120),) * 1000, {})
    (line,) = compute_lines(runs, NOTHING, Prices())
    assert line.dollars * 1000 == pytest.approx(180_000 * 0.0000133334 + 0.20)


def test_waiting_for_the_provider_is_charged_at_the_memory_of_the_waiting_function():
    usage = Usage((Invocation("functions.tasks.generate_image", 512, 10),), {})
    lines = compute_lines(usage, dataclasses.replace(NOTHING, provider_s=30))
    assert lines[0].dollars == pytest.approx(0.5 * 30 * LISTED.lambda_gb_second)


def test_the_dearest_line_stands_first():
    usage = Usage((Invocation("functions.a", 128, 10), Invocation("functions.b", 4096, 500)), {})
    assert [line.what for line in compute_lines(usage, NOTHING)] == ["b", "a"]


def test_files_are_charged_for_as_long_as_they_are_kept_and_as_often_as_they_are_seen():
    assumed = dataclasses.replace(NOTHING, stored_bytes=10**9, viewed_bytes=10**9, views=2, kept_months=3)
    assert total(service_lines(Usage((), {}), assumed)) == pytest.approx(3 * LISTED.s3_gb_month + 2 * LISTED.cdn_gb)


def test_only_runs_that_answer_the_api_count_as_its_requests():
    modules = ("functions.ai.generate", "functions.authorizers.caller", "functions.tasks.blend")
    usage = Usage(tuple(Invocation(module, 512, 1) for module in modules), {})
    assert total(service_lines(usage, NOTHING)) == pytest.approx(LISTED.http_request)


def test_states_are_charged_by_transition():
    assert orchestration_line(dataclasses.replace(NOTHING, transitions=40)).dollars == pytest.approx(0.001)


@given(st.floats(0.01, 60), st.integers(0, 10_000_000))
def test_containers_are_never_fewer_than_two_and_carry_the_peak(cpu_s, a_day):
    plan = Containers()
    tasks = plan.tasks(cpu_s, a_day)
    assert tasks >= plan.at_least
    assert tasks * plan.vcpu * plan.utilisation * 86_400 >= cpu_s * a_day * plan.peak * (1 - 1e-9)


def test_containers_cost_the_same_when_nobody_comes_and_lambda_costs_nothing():
    (idle,) = compare(cpu_s=2, serverless=0.001, shared=0.001, volumes=[0])
    assert idle["serverless"] == 0
    assert idle["containers"] == pytest.approx(2 * 24 * (2 * LISTED.fargate_vcpu_hour + 4 * LISTED.fargate_gb_hour))
