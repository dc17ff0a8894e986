"""Figures leave an invocation once, in the embedded metric format, under the names that stand in one place."""

import json

import pytest

from luneo import settings
from luneo.metrics import NAMESPACE, Metric, invocation, measure


@pytest.fixture(autouse=True)
def stage(monkeypatch):
    monkeypatch.setenv(settings.STAGE, settings.Stage.STAGING)


def written(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_figures_of_one_set_of_dimensions_are_one_line(capsys):
    with invocation():
        measure(Metric.STEP_DURATION, 12.5, step="upscale")
        measure(Metric.STEP_DURATION, 7, step="upscale")
        measure(Metric.REQUESTS, status_class="2xx")
        assert written(capsys) == []

    durations, requests = written(capsys)
    assert durations["StepDuration"] == [12.5, 7.0]
    assert (durations["step"], durations["stage"], durations["service"]) == ("upscale", "staging", "luneo")
    (directive,) = durations["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == NAMESPACE
    assert [set(names) for names in directive["Dimensions"]] == [set(Metric.STEP_DURATION.all_dimensions)]
    assert directive["Metrics"] == [{"Name": "StepDuration", "Unit": "Milliseconds"}]
    assert requests["Requests"] == [1.0]


def test_an_invocation_that_fails_still_tells(capsys):
    def failing():
        with invocation():
            measure(Metric.CREDITS_SPENT, 3)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()

    assert [line["CreditsSpent"] for line in written(capsys)] == [[3.0]]


def test_nothing_measured_writes_nothing_and_nothing_stays_for_the_next(capsys):
    measure(Metric.CREDITS_SPENT)
    with invocation():
        pass
    assert written(capsys) == []


def test_an_invocation_inside_another_keeps_its_own_figures(capsys):
    with invocation():
        with invocation():
            measure(Metric.CREDITS_SPENT, 1)
        assert len(written(capsys)) == 1
    assert written(capsys) == []


@pytest.mark.parametrize("dimensions", [{}, {"step": "a", "more": "b"}, {"reason": "a"}])
def test_other_dimensions_than_declared_are_refused(dimensions):
    with pytest.raises(ValueError, match="StepDuration"):
        measure(Metric.STEP_DURATION, 1, **dimensions)


def test_no_two_metrics_share_a_name():
    assert len({metric.metric_name for metric in Metric}) == len(Metric)
