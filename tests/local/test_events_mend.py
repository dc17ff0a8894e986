"""Rules, patterns and targets, against the EventBridge user guide."""

import json

import pytest

from tests.local.conftest import ACCOUNT, REGION, Aws

NOWHERE = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:nowhere"
PAID = {"Source": "luneo.orders", "DetailType": "order.paid", "Detail": json.dumps({"id": "o1", "total": 42})}


def rule(aws: Aws, *targets, pattern=None):
    events = aws.client("events")
    pattern = pattern or {"source": ["luneo.orders"]}
    events.put_rule(Name="rule", EventPattern=json.dumps(pattern))
    numbered = [{"Id": str(n), **target} for n, target in enumerate(targets)]
    assert events.put_targets(Rule="rule", Targets=numbered)["FailedEntryCount"] == 0


def publish(aws: Aws, **entry):
    answer = aws.client("events").put_events(Entries=[PAID | entry])
    assert answer["FailedEntryCount"] == 0


def test_a_function_gets_the_event_as_eventbridge_writes_it(aws: Aws):
    seen = []
    rule(aws, {"Arn": aws.function("listen", seen.append)})
    publish(aws, Resources=["arn:aws:s3:::a-bucket"])
    (event,) = seen
    assert set(event) == {
        *("version", "id", "detail-type", "source", "account"),
        *("time", "region", "resources", "detail"),
    }
    assert (event["source"], event["detail-type"]) == ("luneo.orders", "order.paid")
    assert (event["account"], event["region"]) == (ACCOUNT, REGION)
    assert event["detail"] == {"id": "o1", "total": 42}
    assert event["time"].endswith("Z")


def test_a_state_machine_is_started_with_the_event_as_its_input(aws: Aws):
    machine = aws.machine({"StartAt": "Only", "States": {"Only": {"Type": "Pass", "End": True}}})
    rule(aws, {"Arn": machine, "RoleArn": "arn:aws:iam::123456789012:role/any"})
    publish(aws)
    publish(aws)
    executions = aws.client("stepfunctions").list_executions(stateMachineArn=machine)["executions"]
    outputs = [aws.finished(execution["executionArn"])["output"] for execution in executions]
    assert [output["detail"]["id"] for output in outputs] == ["o1", "o1"]


def test_a_queue_gets_the_event(aws: Aws):
    queue = aws.queue("orders")
    rule(aws, {"Arn": queue})
    publish(aws)
    (event,) = aws.messages(queue)
    assert event["detail"] == {"id": "o1", "total": 42}


def test_one_targets_failure_reaches_neither_the_publisher_nor_the_other_targets(aws: Aws):
    queue = aws.queue("orders")
    rule(aws, {"Arn": NOWHERE}, {"Arn": queue})
    publish(aws)
    assert len(aws.messages(queue)) == 1


def test_what_cannot_be_delivered_is_kept_in_the_dead_letter_queue(aws: Aws):
    dead = aws.queue("dead")
    rule(aws, {"Arn": NOWHERE, "DeadLetterConfig": {"Arn": dead}})
    publish(aws)
    (event,) = aws.messages(dead)
    assert event["detail-type"] == "order.paid"


@pytest.mark.parametrize(
    ("shape", "received"),
    [
        ({"Input": '{"constant": true}'}, {"constant": True}),
        ({"InputPath": "$.detail"}, {"id": "o1", "total": 42}),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {"id": "$.detail.id", "total": "$.detail.total", "none": "$.detail.none"},
                    "InputTemplate": '{"order":<id>,"total":<total>,"text":"<id> cost <total>","none":<none>}',
                }
            },
            {"order": "o1", "total": 42, "text": "o1 cost 42", "none": None},
        ),
        (
            {"InputTransformer": {"InputPathsMap": {"d": "$.detail"}, "InputTemplate": '{"detail":<d>}'}},
            {"detail": {"id": "o1", "total": 42}},
        ),
    ],
)
def test_a_target_is_sent_the_input_it_asks_for(aws: Aws, shape, received):
    queue = aws.queue("orders")
    rule(aws, {"Arn": queue, **shape})
    publish(aws)
    assert aws.messages(queue) == [received]


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ({"source": ["luneo.orders"]}, True),
        ({"source": ["luneo.designs"]}, False),
        ({"source": [{"prefix": "luneo."}]}, True),
        ({"detail-type": ["order.paid", "order.refunded"]}, True),
        ({"detail-type": ["order.refunded"]}, False),
        ({"source": ["luneo.orders"], "detail-type": ["order.refunded"]}, False),
        ({"detail": {"id": ["o1"]}}, True),
        ({"detail": {"id": [{"anything-but": ["o1"]}]}}, False),
        ({"detail": {"total": [{"numeric": [">", 40, "<", 50]}]}}, True),
        ({"detail": {"refund": [{"exists": False}]}}, True),
        ({"detail": {"refund": [{"exists": True}]}}, False),
        ({"account": [ACCOUNT], "region": [REGION]}, True),
    ],
)
def test_a_rule_sees_the_events_of_its_pattern(aws: Aws, pattern, matches):
    queue = aws.queue("orders")
    rule(aws, {"Arn": queue}, pattern=pattern)
    publish(aws)
    assert bool(aws.messages(queue)) is matches


def test_a_disabled_rule_sees_nothing(aws: Aws):
    queue = aws.queue("orders")
    rule(aws, {"Arn": queue})
    aws.client("events").disable_rule(Name="rule")
    publish(aws)
    assert aws.messages(queue) == []


def test_a_bus_keeps_its_events_to_itself(aws: Aws):
    queue = aws.queue("orders")
    aws.client("events").create_event_bus(Name="other")
    rule(aws, {"Arn": queue})
    publish(aws, EventBusName="other")
    assert aws.messages(queue) == []
