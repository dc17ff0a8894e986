"""The state machine's document, walked: no way out of the reservation leads past a settlement."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from local.asl_lint import lint_asl
from luneo.function import Function
from luneo.workflow.task import LAMBDA_MARGIN_S, TaskSpec
from tests.workflow.conftest import DOCUMENT, TASKS, task_handler

MACHINE: dict[str, Any] = json.loads(DOCUMENT.read_text())
SPECS: dict[str, TaskSpec] = {f"${{{spec.placeholder}}}": spec for spec in (task_handler(name).spec for name in TASKS)}
SETTLEMENTS = {"${SettleCredits}", "${FailGeneration}"}
PLATFORM = {
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Sandbox.Timedout",
    "States.Timeout",
    "EndpointConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
}
State = dict[str, Any]


def levels(machine: State, caught: list[State]) -> Iterator[tuple[str, State, list[State]]]:
    """Every state with the Catch clauses that apply to it, those of the Parallel states around it included."""
    for name, state in machine["States"].items():
        catches = [*state.get("Catch", []), *caught]
        yield name, state, catches
        for branch in state.get("Branches", []):
            yield from levels(branch, catches)


ALL = list(levels(MACHINE, []))
TASK_STATES = [(name, state, catches) for name, state, catches in ALL if state["Type"] == "Task"]
names = [name for name, _, _ in TASK_STATES]


def successors(state: State) -> list[str]:
    following = [state["Next"]] if "Next" in state else []
    following += [choice["Next"] for choice in state.get("Choices", [])]
    following += [state["Default"]] if "Default" in state else []
    return following + [clause["Next"] for clause in state.get("Catch", [])]


def ways(name: str, taken: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every way through the top level from a state to an end."""
    assert name not in taken, f"a loop at {name}"
    state = MACHINE["States"][name]
    following = successors(state)
    if not following:
        yield (*taken, name)
    for each in following:
        yield from ways(each, (*taken, name))


def test_the_document_is_sound():
    assert lint_asl(DOCUMENT) == []


def test_every_way_after_the_reservation_ends_in_a_settlement_or_a_refund():
    found = list(ways(MACHINE["StartAt"]))

    assert len(found) > 5
    for way in found:
        resources = [MACHINE["States"][name].get("Resource") for name in way]
        assert resources[0] == "${ReserveCredits}"
        assert len(SETTLEMENTS & set(resources[-2:])) == 1, way
        assert MACHINE["States"][way[-1]]["Type"] == ("Fail" if "${FailGeneration}" in resources else "Succeed")


def test_the_tasks_of_the_document_are_those_there_are():
    assert {state["Resource"] for _, state, _ in TASK_STATES} == set(SPECS)


def test_the_preview_is_shown_before_the_files_are_made():
    way = next(way for way in ways(MACHINE["StartAt"]) if way[-1] == "Finished")

    resources = [MACHINE["States"][name].get("Resource", MACHINE["States"][name]["Type"]) for name in way]
    assert resources.index("${PublishPreview}") < resources.index("Parallel") < resources.index("${SettleCredits}")


@pytest.mark.parametrize(("name", "state", "catches"), TASK_STATES, ids=names)
class TestTaskState:
    def test_it_retries_with_jitter_and_a_cap(self, name: str, state: State, catches: list[State]):
        assert state["Retry"]
        for retrier in state["Retry"]:
            assert retrier["JitterStrategy"] == "FULL"
            assert retrier["MaxDelaySeconds"] >= retrier["IntervalSeconds"]
            assert retrier["MaxAttempts"] > 0
            assert retrier["BackoffRate"] > 1

    def test_it_never_retries_a_refusal(self, name: str, state: State, catches: list[State]):
        retried = {error for retrier in state["Retry"] for error in retrier["ErrorEquals"]}
        spec = SPECS[state["Resource"]]
        by_name = {error.__name__: error for error in spec.errors}
        assert {error for error in retried - PLATFORM - {"States.ALL"} if not by_name[error].retryable} == set()

    def test_it_retries_whatever_it_declares_as_retryable(self, name: str, state: State, catches: list[State]):
        retried = {error for retrier in state["Retry"] for error in retrier["ErrorEquals"]}
        retryable = {error.__name__ for error in SPECS[state["Resource"]].errors if error.retryable}
        assert retryable <= retried or "States.ALL" in retried

    def test_it_is_given_up_only_after_its_function_is(self, name: str, state: State, catches: list[State]):
        spec = SPECS[state["Resource"]]
        function: Function = spec.function
        assert state["TimeoutSeconds"] >= function.timeout_s == spec.timeout_s + LAMBDA_MARGIN_S

    def test_its_failure_is_caught(self, name: str, state: State, catches: list[State]):
        if state["Resource"] == "${FailGeneration}":
            return
        clause = catches[0]
        assert clause["ErrorEquals"] == ["States.ALL"]
        assert clause["ResultPath"] == "$.failure"
        assert MACHINE["States"][clause["Next"]]["Resource"] == "${FailGeneration}"


def test_a_whole_run_fits_into_the_machines_time():
    """Without retries, even when every task takes all of its time."""
    assert MACHINE["TimeoutSeconds"] > sum(state["TimeoutSeconds"] for _, state, _ in TASK_STATES)
