"""Batches, filters and schedules are handled as Lambda's pollers and EventBridge handle them."""

import json

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from local.events.batches import RetryPolicy, deliver
from local.events.filters import matches
from local.events.mapping import SourceMapping
from local.events.queues import QueuePoller
from local.events.run import Events
from local.events.schedules import Ticker, period_s
from local.events.streams import StreamPoller
from local.template.model import TemplateError


def change(number):
    return {"dynamodb": {"SequenceNumber": str(number)}}


class Function:
    """Fails on some numbers; remembers every batch."""

    def __init__(self, bad=(), *, names_items=False):
        self.bad, self.names_items, self.batches = set(map(str, bad)), names_items, []

    def __call__(self, batch):
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        self.batches.append(numbers)
        failing = [number for number in numbers if number in self.bad]
        if self.names_items:
            return json.dumps({"batchItemFailures": [{"itemIdentifier": number} for number in failing]}).encode(), False
        return b"null", bool(failing)


def run(function, numbers, **policy):
    parked = []
    settings = {"retries": 2, "bisect": False} | policy
    deliver([change(n) for n in numbers], RetryPolicy(**settings), function, parked.append)
    return [[record["dynamodb"]["SequenceNumber"] for record in batch] for batch in parked]


def test_a_good_batch_is_delivered_once():
    function = Function()
    assert run(function, [1, 2, 3]) == []
    assert function.batches == [["1", "2", "3"]]


def test_a_failing_batch_is_retried_and_then_parked():
    function = Function(bad=[2])
    assert run(function, [1, 2, 3]) == [["1", "2", "3"]]
    assert len(function.batches) == 3


def test_bisecting_parks_the_bad_record_alone_and_keeps_the_order():
    function = Function(bad=[3])
    assert run(function, [1, 2, 3, 4], bisect=True) == [["3"]]
    delivered = [number for batch in function.batches if "3" not in batch for number in batch]
    assert delivered == ["1", "2", "4"]


def test_named_items_are_where_the_next_attempt_begins():
    function = Function(bad=[2], names_items=True)
    assert run(function, [1, 2, 3], reports_items=True, retries=1) == [["2", "3"]]
    assert function.batches == [["1", "2", "3"], ["2", "3"]]


@given(st.integers(1, 12), st.sets(st.integers(0, 11)), st.integers(0, 8))
def test_every_record_is_delivered_or_parked_and_good_ones_are_never_lost_to_enough_halving(size, bad, retries):
    function = Function(bad=bad)
    parked = [int(n) for batch in run(function, range(size), bisect=True, retries=retries) for n in batch]
    delivered = {int(n) for batch in function.batches if not set(batch) & function.bad for n in batch}
    assert delivered | set(parked) == set(range(size))
    assert not delivered & set(parked)
    if retries >= 5:
        assert set(parked) == bad & set(range(size))


@pytest.mark.parametrize(
    ("pattern", "event", "verdict"),
    [
        ({"eventName": ["INSERT"]}, {"eventName": "INSERT"}, True),
        ({"eventName": ["INSERT"]}, {"eventName": "REMOVE"}, False),
        ({"a": {"b": [{"prefix": "x"}]}}, {"a": {"b": "xyz"}}, True),
        ({"a": {"b": [{"suffix": "z"}]}}, {"a": {"b": "xyz"}}, True),
        ({"a": [{"exists": False}]}, {}, True),
        ({"a": [{"exists": True}]}, {}, False),
        ({"a": [{"anything-but": ["x"]}]}, {"a": "y"}, True),
        ({"a": [{"anything-but": "x"}]}, {}, False),
        ({"a": [{"numeric": [">", 1, "<=", 3]}]}, {"a": "3"}, True),
        ({"a": [{"numeric": [">", 1, "<=", 3]}]}, {"a": 4}, False),
        ({"a": ["x"]}, {"a": ["y", "x"]}, True),
        ({"a": ["x"], "b": ["y"]}, {"a": "x"}, False),
    ],
)
def test_filters_let_through_what_lambda_lets_through(pattern, event, verdict):
    assert matches(pattern, event) is verdict


def test_an_operator_that_is_not_known_is_refused_rather_than_ignored():
    with pytest.raises(TemplateError, match="cidr"):
        matches({"a": [{"cidr": "10.0.0.0/8"}]}, {"a": "x"})


@pytest.mark.parametrize(
    ("text", "seconds"), [("rate(1 minute)", 60), ("rate(2 hours)", 7200), ("rate(3 days)", 259200)]
)
def test_rates_are_read(text, seconds):
    assert period_s(text) == seconds


def test_another_schedule_is_refused():
    with pytest.raises(TemplateError, match="cron"):
        period_s("cron(0 12 * * ? *)")


def test_a_ticker_ticks_after_each_period_and_makes_up_for_nothing():
    now, calls = [0.0], []
    ticker = Ticker("tick", 60, (("fn", None), ("other", '{"x": 1}')), lambda *call: calls.append(call), lambda: now[0])
    assert not ticker.step()
    now[0] = 60
    assert ticker.step()
    assert not ticker.step()
    assert [name for name, _ in calls] == ["fn", "other"]
    assert json.loads(calls[0][1])["detail-type"] == "Scheduled Event"
    assert calls[1][1] == b'{"x": 1}'
    now[0] = 1000
    assert ticker.step()
    assert not ticker.step()


STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/1"


def mapping(**changes):
    return SourceMapping.of({"EventSourceArn": STREAM, "FunctionName": "fn", "MaximumRetryAttempts": 0} | changes)


class Streams:
    """Two shards, each read page by page."""

    def __init__(self, pages):
        self.pages = pages

    def describe_stream(self, **_):
        return {"StreamDescription": {"Shards": [{"ShardId": shard} for shard in self.pages]}}

    def get_shard_iterator(self, ShardId, SequenceNumber=None, **_):  # noqa: N803 - the API's own names
        pages = self.pages[ShardId]
        read = next((i + 1 for i, page in enumerate(pages) if SequenceNumber in map(str, page)), 0)
        return {"ShardIterator": f"{ShardId}:{read}"}

    def get_records(self, ShardIterator, Limit):  # noqa: N803
        shard, page = ShardIterator.split(":")
        pages = self.pages[shard]
        if int(page) >= len(pages):
            return {"Records": [], "NextShardIterator": ShardIterator}
        records = [change(number) | {"eventName": "INSERT"} for number in pages[int(page)]]
        return {"Records": records, "NextShardIterator": f"{shard}:{int(page) + 1}"}


class Trimmed(Streams):
    """Lets go of its first page once something asks for it."""

    def get_shard_iterator(self, ShardIteratorType, **place):  # noqa: N803 - the API's own names
        if ShardIteratorType == "TRIM_HORIZON" and hasattr(self, "horizon"):
            return {"ShardIterator": f"{place['ShardId']}:{self.horizon}"}
        return super().get_shard_iterator(**place)

    def get_records(self, ShardIterator, Limit):  # noqa: N803
        if ShardIterator.endswith(":0"):
            self.horizon = 1
            refusal = {"Error": {"Code": "TrimmedDataAccessException", "Message": "Too old."}}
            raise ClientError(refusal, "GetRecords")
        return super().get_records(ShardIterator, Limit)


def test_what_a_stream_has_let_go_of_is_passed_over():
    seen = []

    def invoke(_name, payload):
        seen.extend(record["dynamodb"]["SequenceNumber"] for record in json.loads(payload)["Records"])
        return b"null", False

    poller = StreamPoller(mapping(BatchSize=2), {"dynamodbstreams": Trimmed({"s1": [[1, 2], [3], [4]]})}, invoke)
    while poller.step():
        pass

    assert seen == ["3", "4"]


def test_a_stream_is_read_in_order_in_batches_of_the_declared_size():
    batches = []

    def invoke(_name, payload):
        records = json.loads(payload)["Records"]
        assert all(record["eventSourceARN"] == STREAM for record in records)
        batches.append([record["dynamodb"]["SequenceNumber"] for record in records])
        return b"null", False

    poller = StreamPoller(mapping(BatchSize=2), {"dynamodbstreams": Streams({"s1": [[1, 2, 3], [4]]})}, invoke)
    while poller.step():
        pass
    assert batches == [["1", "2"], ["3"], ["4"]]


def test_after_a_failure_the_stream_goes_on_where_it_was():
    seen = []

    def invoke(_name, payload):
        seen.extend(record["dynamodb"]["SequenceNumber"] for record in json.loads(payload)["Records"])
        return b"null", False

    poller = StreamPoller(mapping(), {"dynamodbstreams": Streams({"s1": [[1, 2], [3]]})}, invoke)
    poller.step()
    poller.restart()
    while poller.step():
        pass
    assert seen == ["1", "2", "3"]


def test_filtered_changes_are_not_delivered():
    called = []
    criteria = {"Filters": [{"Pattern": json.dumps({"eventName": ["REMOVE"]})}]}
    poller = StreamPoller(
        mapping(FilterCriteria=criteria), {"dynamodbstreams": Streams({"s1": [[1]]})}, lambda *call: called.append(call)
    )
    assert poller.step()
    assert called == []


class Queue:
    def __init__(self, *bodies):
        self.messages = [
            {"MessageId": body, "ReceiptHandle": body, "Body": body, "MD5OfBody": "", "Attributes": {}}
            for body in bodies
        ]
        self.deleted = []

    def get_queue_url(self, QueueName):  # noqa: N803
        return {"QueueUrl": QueueName}

    def receive_message(self, **_):
        return {"Messages": self.messages} if self.messages else {}

    def delete_message(self, ReceiptHandle, **_):  # noqa: N803
        self.deleted.append(ReceiptHandle)


@pytest.mark.parametrize(
    ("answer", "failed", "types", "deleted"),
    [
        (b"null", False, [], ["a", "b"]),
        (b"{}", True, [], []),
        (b'{"batchItemFailures": [{"itemIdentifier": "a"}]}', False, ["ReportBatchItemFailures"], ["b"]),
    ],
)
def test_a_message_is_deleted_once_it_is_handled(answer, failed, types, deleted):
    queue = Queue("a", "b")
    source = mapping(EventSourceArn="arn:aws:sqs:eu-west-1:123456789012:q", FunctionResponseTypes=types)
    poller = QueuePoller(source, {"sqs": queue}, lambda *_: (answer, failed))
    assert poller.step()
    assert queue.deleted == deleted


def test_pollers_end_when_told_to():
    class Idle:
        def step(self):
            return False

        def restart(self):
            raise AssertionError

    events = Events(iter([Idle(), Idle()]))
    events.start()
    events.stop()
    assert not any(thread.is_alive() for thread in events._threads)
