"""Executions, against the Amazon States Language and the Step Functions API reference.

``test_plain_moto.py`` shows the faults that these mends close.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError
from moto.stepfunctions.parser import utils as parser_utils

from local.moto_mends import sfn_execution, stepfunctions
from tests.local.conftest import Aws, wait_until

RETRY = {"ErrorEquals": ["Flaky"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 4}


class Flaky(Exception):
    pass


class Final(Exception):
    pass


def chain(**states):
    """Linear states in the order given; the last one ends."""
    names = list(states)
    for name, following in zip(names, [*names[1:], None], strict=True):
        if states[name]["Type"] in {"Succeed", "Fail", "Choice"} or "End" in states[name]:
            continue
        states[name] |= {"Next": following} if following else {"End": True}
    return {"StartAt": names[0], "States": states}


def task(arn, **more):
    return {"Type": "Task", "Resource": arn, **more}


@pytest.fixture
def naps(monkeypatch):
    """The seconds for which retriers would have slept."""
    seen = []
    stepfunctions.load()  # else the first use of all would put its own clock over this one
    monkeypatch.setattr(sfn_execution.retrier_decl, "time", _Recorder(seen))
    return seen


class _Recorder:
    def __init__(self, seen):
        self.sleep = seen.append


# Tasks


def test_a_task_by_plain_arn_gives_the_function_its_input_and_returns_its_answer(aws: Aws):
    arn = aws.function("double", lambda event: {"twice": event["n"] * 2})
    assert aws.run(chain(Double=task(arn)), {"n": 4})["output"] == {"twice": 8}


def test_a_task_by_service_integration_wraps_the_answer(aws: Aws):
    arn = aws.function("double", lambda event: {"twice": event["n"] * 2})
    state = task(
        "arn:aws:states:::lambda:invoke",
        Parameters={"FunctionName": arn, "Payload": {"n.$": "$.number"}},
        ResultSelector={"answer.$": "$.Payload.twice"},
        ResultPath="$.result",
    )
    ended = aws.run(chain(Double=state), {"number": 4})
    assert ended["output"] == {"number": 4, "result": {"answer": 8}}


@pytest.mark.parametrize("integration", [False, True])
def test_a_failed_task_is_named_after_the_exceptions_class(aws: Aws, integration):
    def fail(_event):
        raise Final("not printable")

    arn = aws.function("fail", fail)
    state = task("arn:aws:states:::lambda:invoke", Parameters={"FunctionName": arn}) if integration else task(arn)
    ended = aws.run(chain(Fail=state))
    assert (ended["status"], ended["error"]) == ("FAILED", "Final")
    assert json.loads(ended["cause"])["errorMessage"] == "not printable"


def test_catch_keeps_the_input_beside_the_error(aws: Aws):
    def fail(_event):
        raise Final("not printable")

    catch = [{"ErrorEquals": ["Final"], "ResultPath": "$.error", "Next": "Refund"}]
    ended = aws.run(
        chain(Print=task(aws.function("fail", fail), Catch=catch, End=True), Refund={"Type": "Pass"}),
        {"design": "d1"},
    )
    assert ended["output"]["design"] == "d1"
    assert ended["output"]["error"]["Error"] == "Final"
    assert json.loads(ended["output"]["error"]["Cause"])["errorType"] == "Final"


def test_a_catcher_for_another_error_does_not_catch(aws: Aws):
    def fail(_event):
        raise Final

    catch = [{"ErrorEquals": ["Flaky"], "Next": "Refund"}]
    ended = aws.run(chain(Print=task(aws.function("fail", fail), Catch=catch, End=True), Refund={"Type": "Pass"}))
    assert (ended["status"], ended["error"]) == ("FAILED", "Final")


def test_one_branchs_failure_goes_to_the_catch_of_the_whole(aws: Aws):
    def fail(_event):
        raise Final("no mesh")

    parallel = {
        "Type": "Parallel",
        "Branches": [
            chain(Export=task(aws.function("fail", fail))),
            chain(Preview=task(aws.function("fine", lambda event: event))),
        ],
        "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Flat"}],
        "End": True,
    }
    ended = aws.run(chain(Both=parallel, Flat={"Type": "Pass"}), {"design": "d1"})
    assert ended["status"] == "SUCCEEDED"
    assert (ended["output"]["design"], ended["output"]["error"]["Error"]) == ("d1", "Final")


def test_branches_answers_come_in_the_order_of_the_branches(aws: Aws):
    parallel = {
        "Type": "Parallel",
        "Branches": [
            chain(Slow={"Type": "Wait", "Seconds": 2}, A={"Type": "Pass", "Result": "a"}),
            chain(B={"Type": "Pass", "Result": "b"}),
        ],
    }
    assert aws.run(chain(Both=parallel))["output"] == ["a", "b"]


# Retries


def test_a_task_is_tried_again_after_growing_intervals(aws: Aws, naps):
    tries = []

    def flaky(event):
        tries.append(event)
        if len(tries) < 4:
            raise Flaky
        return "done"

    ended = aws.run(chain(Try=task(aws.function("flaky", flaky), Retry=[RETRY])))
    assert ended["output"] == "done"
    assert naps == [2, 6, 18]


def test_an_interval_never_exceeds_the_maximum_delay(aws: Aws, naps):
    def flaky(_event):
        raise Flaky

    retry = RETRY | {"MaxDelaySeconds": 5}
    ended = aws.run(chain(Try=task(aws.function("flaky", flaky), Retry=[retry])))
    assert ended["error"] == "Flaky"
    assert naps == [2, 5, 5, 5]


def test_full_jitter_draws_between_nothing_and_the_interval(aws: Aws, naps):
    def flaky(_event):
        raise Flaky

    retry = RETRY | {"JitterStrategy": "FULL", "MaxAttempts": 8, "BackoffRate": 1}
    aws.run(chain(Try=task(aws.function("flaky", flaky), Retry=[retry])))
    assert len(set(naps)) == 8
    assert all(0 <= nap <= 2 for nap in naps)


def test_retries_and_waits_take_the_scaled_time(aws: Aws):
    tries = []

    def flaky(event):
        tries.append(event)
        if len(tries) < 3:
            raise Flaky

    retry = RETRY | {"IntervalSeconds": 20, "BackoffRate": 2}
    ended = aws.run(chain(Rest={"Type": "Wait", "Seconds": 50}, Try=task(aws.function("flaky", flaky), Retry=[retry])))
    taken = (ended["stopDate"] - ended["startDate"]).total_seconds()
    assert ended["status"] == "SUCCEEDED"
    assert taken < (50 + 20 + 40) / 10


# Timeouts and stopping


def _blocking(aws: Aws):
    """A function that has started and does not answer before the test lets it."""
    started, release = threading.Event(), threading.Event()

    def block(_event):
        started.set()
        release.wait(20)

    return aws.function("block", block), started, release


def test_a_task_that_takes_too_long_fails_with_states_timeout(aws: Aws):
    arn, _, release = _blocking(aws)
    catch = [{"ErrorEquals": ["States.Timeout"], "ResultPath": "$.error", "Next": "Late"}]
    ended = aws.run(chain(Block=task(arn, TimeoutSeconds=1, Catch=catch, End=True), Late={"Type": "Pass"}))
    release.set()
    assert ended["output"]["error"]["Error"] == "States.Timeout"


def test_a_machine_that_takes_too_long_is_timed_out_while_its_task_still_runs(aws: Aws):
    arn, _, release = _blocking(aws)
    ended = aws.run(chain(Block=task(arn)) | {"TimeoutSeconds": 1})
    release.set()
    assert ended["status"] == "TIMED_OUT"


def test_stopping_takes_effect_while_a_task_runs(aws: Aws):
    arn, started, release = _blocking(aws)
    execution = aws.start(aws.machine(chain(Block=task(arn))))
    assert started.wait(20)
    stopped = aws.client("stepfunctions").stop_execution(
        executionArn=execution, error="Cancelled", cause="the shopper left"
    )
    ended = aws.finished(execution)
    release.set()
    assert stopped["stopDate"] is not None
    assert (ended["status"], ended["error"], ended["cause"]) == ("ABORTED", "Cancelled", "the shopper left")


def test_stopping_wakes_a_wait(aws: Aws):
    execution = aws.start(aws.machine(chain(Rest={"Type": "Wait", "Seconds": 99_999})))
    aws.client("stepfunctions").stop_execution(executionArn=execution)
    assert aws.finished(execution)["status"] == "ABORTED"


def test_stopping_an_ended_execution_changes_nothing(aws: Aws):
    ended = aws.run(chain(Only={"Type": "Pass"}))
    stopped = aws.client("stepfunctions").stop_execution(executionArn=ended["executionArn"], error="Late")
    again = aws.finished(ended["executionArn"])
    assert again["status"] == "SUCCEEDED"
    assert "error" not in again
    assert stopped["stopDate"] == ended["stopDate"]


# Starting


def test_executions_without_a_name_are_told_apart(aws: Aws):
    machine = aws.machine(chain(Only={"Type": "Pass"}))
    arns = {aws.start(machine, {"n": n}) for n in range(3)}
    assert len(arns) == 3
    assert [aws.finished(arn)["output"] for arn in sorted(arns)] != []


def test_starting_again_with_the_same_name_and_input_returns_the_running_execution(aws: Aws):
    machine = aws.machine(chain(Rest={"Type": "Wait", "Seconds": 99_999}))
    first = aws.start(machine, {"n": 1}, name="design-1")
    with ThreadPoolExecutor(8) as pool:
        again = set(pool.map(lambda _: aws.start(machine, {"n": 1}, name="design-1"), range(16)))
    assert again == {first}
    assert len(aws.client("stepfunctions").list_executions(stateMachineArn=machine)["executions"]) == 1


def test_a_taken_name_with_another_input_is_refused(aws: Aws):
    machine = aws.machine(chain(Rest={"Type": "Wait", "Seconds": 99_999}))
    aws.start(machine, {"n": 1}, name="design-1")
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        aws.start(machine, {"n": 2}, name="design-1")


def test_the_name_of_an_ended_execution_stays_taken(aws: Aws):
    machine = aws.machine(chain(Only={"Type": "Pass"}))
    aws.finished(aws.start(machine, {"n": 1}, name="design-1"))
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        aws.start(machine, {"n": 1}, name="design-1")


def test_fifty_executions_at_once_all_end_with_their_own_answer(aws: Aws):
    tries = {}

    def flaky(event):
        tries[event["n"]] = tries.get(event["n"], 0) + 1
        if tries[event["n"]] < 3:
            raise Flaky
        return event["n"]

    state = task(aws.function("flaky", flaky), Retry=[RETRY | {"IntervalSeconds": 1, "MaxAttempts": 2}])
    machine = aws.machine(chain(Rest={"Type": "Wait", "Seconds": 1}, Try=state))
    arns = [aws.start(machine, {"n": n}) for n in range(50)]
    assert [aws.finished(arn)["output"] for arn in arns] == list(range(50))
    assert set(tries.values()) == {3}


def test_more_executions_than_may_run_at_once_queue_and_end(aws: Aws, monkeypatch):
    most, lock = [0, 0], threading.Lock()

    def count(_event):
        with lock:
            most[0] += 1
            most[1] = max(most)
        threading.Event().wait(0.02)
        with lock:
            most[0] -= 1

    settings = sfn_execution.current.settings
    monkeypatch.setattr(sfn_execution.current, "settings", type(settings)(invoke_lambda=aws.invoke, max_executions=3))
    machine = aws.machine(chain(Count=task(aws.function("count", count))))
    arns = [aws.start(machine) for _ in range(12)]
    assert {aws.finished(arn)["status"] for arn in arns} == {"SUCCEEDED"}
    assert most[1] <= 3


def test_ended_threads_are_let_go(aws: Aws):
    machine = aws.machine(chain(Only={"Type": "Pass"}))
    for _ in range(5):
        aws.finished(aws.start(machine))
    aws.start(machine)
    assert len(parser_utils.TMP_THREADS) <= 4


# Events


def test_each_status_is_announced_on_the_default_bus(aws: Aws):
    queue = aws.queue("statuses")
    events = aws.client("events")
    pattern = {"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"]}
    events.put_rule(Name="statuses", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="statuses", Targets=[{"Id": "queue", "Arn": queue}])
    ended = aws.run(chain(Only={"Type": "Pass"}), {"design": "d1"})
    seen = []
    wait_until(lambda: seen.extend(aws.messages(queue)) or seen, lambda events: len(events) == 2)
    running, succeeded = (event["detail"] for event in seen)
    assert (running["status"], succeeded["status"]) == ("RUNNING", "SUCCEEDED")
    assert running["stopDate"] is None
    assert json.loads(succeeded["output"]) == {"design": "d1"}
    assert succeeded["executionArn"] == ended["executionArn"]
    assert seen[0]["resources"] == [ended["executionArn"]]


# What the interpreter knows by itself


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("States.Format('{}/{}.png', $.tenant, $.n)", "acme/7.png"),
        ("States.JsonToString($.size)", '{"w":3}'),
        ("States.StringToJson($.text)", {"a": 1}),
        ("States.Array($.n, 'x')", [7, "x"]),
        ("States.ArrayLength($.list)", 3),
        ("States.ArrayGetItem($.list, 1)", 2),
        ("States.ArrayContains($.list, 3)", True),
        ("States.ArrayPartition($.list, 2)", [[1, 2], [3]]),
        ("States.ArrayRange(1, 5, 2)", [1, 3, 5]),
        ("States.ArrayUnique($.twice)", [1, 2]),
        ("States.JsonMerge($.size, $.more, false)", {"w": 3, "h": 4}),
        ("States.MathAdd($.n, 1)", 8),
        ("States.Base64Encode($.tenant)", "YWNtZQ=="),
        ("States.Base64Decode('YWNtZQ==')", "acme"),
        ("States.StringSplit('a,b', ',')", ["a", "b"]),
        ("States.Hash($.tenant, 'SHA-1')", "293abb6b76d7791c0732cc517d38c4b5c734b87f"),
    ],
)
def test_an_intrinsic_function_gives_what_the_language_says(aws: Aws, expression, answer):
    data = {
        "tenant": "acme",
        "n": 7,
        "size": {"w": 3},
        "more": {"h": 4},
        "text": '{"a": 1}',
        "list": [1, 2, 3],
        "twice": [1, 2, 1],
    }
    state = {"Type": "Pass", "Parameters": {"value.$": expression}, "OutputPath": "$.value"}
    assert aws.run(chain(Only=state), data)["output"] == answer


def test_a_map_runs_its_items_and_keeps_their_order(aws: Aws):
    arn = aws.function("double", lambda event: event * 2)
    state = {
        "Type": "Map",
        "ItemsPath": "$.items",
        "MaxConcurrency": 3,
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **chain(Double=task(arn))},
    }
    assert aws.run(chain(All=state), {"items": [1, 2, 3, 4]})["output"] == [2, 4, 6, 8]


@pytest.mark.parametrize(("score", "answer"), [(0.9, "blocked"), (0.2, "fine")])
def test_a_choice_follows_its_comparison(aws: Aws, score, answer):
    choice = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.score", "NumericGreaterThan": 0.5, "Next": "Blocked"}],
        "Default": "Fine",
    }
    states = {
        "Which": choice,
        "Blocked": {"Type": "Pass", "Result": "blocked", "End": True},
        "Fine": {"Type": "Pass", "Result": "fine", "End": True},
    }
    assert aws.run({"StartAt": "Which", "States": states}, {"score": score})["output"] == answer
