"""The state machines' documents, walked: no way out leads past the task that ends what was begun."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from local.asl_lint import lint_asl
from luneo.function import Function
from luneo.resources import Machine
from luneo.workflow.task import LAMBDA_MARGIN_S, TaskSpec
from tests.workflow.conftest import OF_MACHINE, document, task_handler

State = dict[str, Any]
DOCUMENTS: dict[Machine, State] = {machine: json.loads(document(machine).read_text()) for machine in Machine}
SPECS: dict[str, TaskSpec] = {
    f"${{{spec.placeholder}}}": spec
    for spec in (task_handler(name).spec for names in OF_MACHINE.values() for name in names)
}
SETTLEMENTS = {"${SettleCredits}", "${FailGeneration}"}
ENDINGS = {Machine.GENERATE_DESIGN: "${FailGeneration}", Machine.PREPARE_PRODUCT: "${EndPreparation}"}
MAY_BE_GIVEN_UP = {"${AddDetail}"}
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


def levels(machine: State, caught: list[State]) -> Iterator[tuple[str, State, list[State]]]:
    """Every state with the Catch clauses that apply to it, those of the Parallel states around it included."""
    for name, state in machine["States"].items():
        catches = [*state.get("Catch", []), *caught]
        yield name, state, catches
        for branch in [*state.get("Branches", []), *filter(None, [state.get("ItemProcessor")])]:
            yield from levels(branch, catches)


TASK_STATES = [
    (machine, state, catches)
    for machine, whole in DOCUMENTS.items()
    for _, state, catches in levels(whole, [])
    if state["Type"] == "Task"
]
names = [f"{machine.value}-{state['Resource']}" for machine, state, _ in TASK_STATES]


def successors(state: State) -> list[str]:
    following = [state["Next"]] if "Next" in state else []
    following += [choice["Next"] for choice in state.get("Choices", [])]
    following += [state["Default"]] if "Default" in state else []
    return following + [clause["Next"] for clause in state.get("Catch", [])]


def ways(machine: Machine, start: str = "", taken: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every way through the top level from a state, by default the first, to an end."""
    name = start or DOCUMENTS[machine]["StartAt"]
    assert name not in taken, f"a loop at {name}"
    state = DOCUMENTS[machine]["States"][name]
    following = successors(state)
    if not following:
        yield (*taken, name)
    for each in following:
        yield from ways(machine, each, (*taken, name))


@pytest.mark.parametrize("machine", Machine)
def test_the_document_is_sound(machine: Machine):
    assert lint_asl(document(machine)) == []


def test_every_way_after_the_reservation_ends_in_a_settlement_or_a_refund():
    states = DOCUMENTS[Machine.GENERATE_DESIGN]["States"]
    found = list(ways(Machine.GENERATE_DESIGN))

    assert len(found) > 5
    for way in found:
        resources = [states[name].get("Resource") for name in way]
        assert resources[0] == "${ReserveCredits}"
        assert len(SETTLEMENTS & set(resources[-2:])) == 1, way
        assert states[way[-1]]["Type"] == ("Fail" if "${FailGeneration}" in resources else "Succeed")


def test_every_way_of_a_preparation_ends_in_a_publication_or_tells_the_brand():
    states = DOCUMENTS[Machine.PREPARE_PRODUCT]["States"]
    found = list(ways(Machine.PREPARE_PRODUCT))

    assert len(found) > 5
    for way in found:
        resources = [states[name].get("Resource") for name in way]
        told, published = "${EndPreparation}" in resources, way[-2:] == ("PublishProduct", "Published")
        assert told is not published, way
        assert states[way[-1]]["Type"] in {"Succeed", "Fail"}


def test_no_part_is_stored_before_the_photo_was_judged():
    stores = {f"${{{name}}}" for name in ("CompilePhoto", "CompileModel", "PhotographPoster", "PhotographTurntable")}
    states = DOCUMENTS[Machine.PREPARE_PRODUCT]["States"]
    whole = next(way for way in ways(Machine.PREPARE_PRODUCT) if way[-1] == "Published" and "TellBrand" not in way)
    before = whole[: whole.index("ModeratePhoto") + 1]
    assert {states[name].get("Resource") for name in before} == {"${LintProduct}", "${ModeratePhoto}"}
    granted = {grant.access for name in stores for grant in SPECS[name].function.uses}
    assert "read_write" in granted
    assert all(
        "write" not in grant.access for name in before for grant in SPECS[states[name]["Resource"]].function.uses
    )


@pytest.mark.parametrize("machine", Machine)
def test_the_tasks_of_the_document_are_those_there_are(machine: Machine):
    named = {f"${{{task_handler(name).spec.placeholder}}}" for name in OF_MACHINE[machine]}
    assert {state["Resource"] for of, state, _ in TASK_STATES if of is machine} == named


def test_the_preview_is_shown_before_the_files_are_made():
    states = DOCUMENTS[Machine.GENERATE_DESIGN]["States"]
    way = next(way for way in ways(Machine.GENERATE_DESIGN) if way[-1] == "Finished")

    resources = [states[name].get("Resource", states[name]["Type"]) for name in way]
    assert resources.index("${PublishPreview}") < resources.index("Parallel") < resources.index("${SettleCredits}")


@pytest.mark.parametrize(("machine", "state", "catches"), TASK_STATES, ids=names)
class TestTaskState:
    def test_it_retries_with_jitter_and_a_cap(self, machine: Machine, state: State, catches: list[State]):
        assert state["Retry"]
        for retrier in state["Retry"]:
            assert retrier["JitterStrategy"] == "FULL"
            assert retrier["MaxDelaySeconds"] >= retrier["IntervalSeconds"]
            assert retrier["MaxAttempts"] > 0
            assert retrier["BackoffRate"] > 1

    def test_it_never_retries_a_refusal(self, machine: Machine, state: State, catches: list[State]):
        retried = {error for retrier in state["Retry"] for error in retrier["ErrorEquals"]}
        spec = SPECS[state["Resource"]]
        by_name = {error.__name__: error for error in spec.errors}
        assert {error for error in retried - PLATFORM - {"States.ALL"} if not by_name[error].retryable} == set()

    def test_it_retries_whatever_it_declares_as_retryable(self, machine: Machine, state: State, catches: list[State]):
        retried = {error for retrier in state["Retry"] for error in retrier["ErrorEquals"]}
        retryable = {error.__name__ for error in SPECS[state["Resource"]].errors if error.retryable}
        assert retryable <= retried or "States.ALL" in retried

    def test_it_is_given_up_only_after_its_function_is(self, machine: Machine, state: State, catches: list[State]):
        spec = SPECS[state["Resource"]]
        function: Function = spec.function
        assert state["TimeoutSeconds"] >= function.timeout_s == spec.timeout_s + LAMBDA_MARGIN_S

    def test_its_failure_is_caught(self, machine: Machine, state: State, catches: list[State]):
        if state["Resource"] == ENDINGS[machine]:
            return
        clause = catches[0]
        assert clause["ErrorEquals"] == ["States.ALL"]
        if state["Resource"] in MAY_BE_GIVEN_UP:
            assert clause["Next"] == state["Next"]
            clause = catches[1]
        assert clause["ResultPath"] == "$.failure"
        assert DOCUMENTS[machine]["States"][clause["Next"]]["Resource"] == ENDINGS[machine]


@pytest.mark.parametrize("machine", Machine)
def test_a_whole_run_fits_into_the_machines_time(machine: Machine):
    """Without retries, even when every task takes all of its time."""
    longest = sum(state["TimeoutSeconds"] for of, state, _ in TASK_STATES if of is machine)
    assert DOCUMENTS[machine]["TimeoutSeconds"] > longest
