"""``Invoke`` and the services that call functions, against what AWS documents."""

import base64
import json

import pytest

from tests.local.conftest import Aws


class TooManyPixels(Exception):
    pass


def _refuse(event):
    raise TooManyPixels(f"{event['pixels']} pixels are too many")


def test_an_invocation_returns_what_the_function_returned(aws: Aws):
    aws.function("double", lambda event: {"twice": event["n"] * 2})
    answer = aws.client("lambda").invoke(FunctionName="double", Payload=b'{"n": 21}')
    assert json.load(answer["Payload"]) == {"twice": 42}
    assert answer["StatusCode"] == 200
    assert "FunctionError" not in answer


def test_the_invoker_is_told_which_function_runs_and_how(aws: Aws):
    arn = aws.function("double", lambda event: event)
    aws.client("lambda").invoke(
        FunctionName=arn, Payload=b"{}", ClientContext=base64.b64encode(b'{"custom": 1}').decode()
    )
    (context,) = aws.contexts
    assert (context.function_arn, context.timeout_seconds, context.memory_mb) == (arn, 7, 128)
    assert (context.invocation_type, context.region) == ("RequestResponse", "eu-west-1")
    assert context.client_context == '{"custom": 1}'


def test_an_exception_is_reported_in_the_words_of_the_python_runtime(aws: Aws):
    aws.function("refuse", _refuse)
    answer = aws.client("lambda").invoke(FunctionName="refuse", Payload=b'{"pixels": 9}')
    body = json.load(answer["Payload"])
    assert answer["FunctionError"] == "Unhandled"
    assert (body["errorType"], body["errorMessage"]) == ("TooManyPixels", "9 pixels are too many")
    assert any("_refuse" in frame for frame in body["stackTrace"])


def test_an_asynchronous_invocation_answers_202_and_keeps_its_failure_to_itself(aws: Aws):
    aws.function("refuse", _refuse)
    answer = aws.client("lambda").invoke(FunctionName="refuse", InvocationType="Event", Payload=b'{"pixels": 9}')
    assert answer["StatusCode"] == 202
    assert answer["Payload"].read() == b""
    assert "FunctionError" not in answer


def test_an_asynchronous_invocation_is_tried_three_times_then_its_event_is_kept(aws: Aws):
    queue = aws.queue("failures")
    aws.function("refuse", _refuse)
    aws.client("lambda").put_function_event_invoke_config(
        FunctionName="refuse", DestinationConfig={"OnFailure": {"Destination": queue}}
    )
    aws.client("lambda").invoke(FunctionName="refuse", InvocationType="Event", Payload=b'{"pixels": 9}')
    (record,) = aws.messages(queue)
    assert len(aws.contexts) == 3
    assert record["requestPayload"] == {"pixels": 9}
    assert record["responsePayload"]["errorType"] == "TooManyPixels"


def test_a_dry_run_runs_nothing(aws: Aws):
    aws.function("refuse", _refuse)
    answer = aws.client("lambda").invoke(FunctionName="refuse", InvocationType="DryRun")
    assert (answer["StatusCode"], aws.contexts) == (204, [])


@pytest.mark.parametrize("fails", [False, True])
def test_a_topic_reaches_its_function_and_never_hears_of_its_failure(aws: Aws, fails):
    heard = []

    def listen(event):
        heard.append(event["Records"][0]["Sns"]["Message"])
        if fails:
            raise TooManyPixels

    sns = aws.client("sns")
    topic = sns.create_topic(Name="alarms")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=aws.function("listen", listen))
    sns.publish(TopicArn=topic, Message="the budget is spent")
    assert set(heard) == {"the budget is spent"}
