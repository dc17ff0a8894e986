"""What is told is what was done: whatever crashes, the events delivered are the events committed."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import botocore.client
import pytest

from functions.tasks.relay_events import handler as relay_events
from luneo import aws
from luneo.accounts.repository import UserDirectory
from luneo.brands.models import Brand
from luneo.credits.contention import write_together
from luneo.credits.ledger import Ledger
from luneo.designs.models import Design
from luneo.designs.repository import DesignRepository
from luneo.generations.models import GenerationRow
from luneo.generations.outcome import Endings
from luneo.generations.repository import Generations
from luneo.generations.steps import Status, Step
from luneo.identity.caller import TenantContext
from luneo.outbox import relay
from luneo.outbox.events import SOURCE
from luneo.outbox.models import OutboxRow
from luneo.outbox.relay import BusRefuses
from luneo.pipeline.runner import StepRunner
from luneo.pipeline.settling import Committing
from luneo.products.models import Product
from luneo.products.preparation import Preparation
from luneo.products.repository import ProductRepository
from luneo.products.schemas import PreparationState, PublishedProduct
from luneo.resources import Bus, Table
from luneo.wiring import accounts
from tests import factories
from tests.stack import Stack

Call = Callable[[Any, str, dict[str, Any]], Any]


class Crash(BaseException):
    """The sandbox dies."""


@contextmanager
def crash(operation: str, moment: str) -> Iterator[None]:
    """Die at the next call of the operation: ``before`` it is sent, ``after`` AWS has done it, or at no time."""
    due = [moment] if moment != "never" else []

    def dying(call: Call, client: Any, name: str, params: dict[str, Any]) -> Any:
        if name != operation or not due:
            return call(client, name, params)
        if due.pop() == "after":
            call(client, name, params)
        raise Crash

    with calls(dying):
        yield


@contextmanager
def calls(wrapper: Callable[[Call, Any, str, dict[str, Any]], Any]) -> Iterator[None]:
    call = botocore.client.BaseClient._make_api_call
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            botocore.client.BaseClient,
            "_make_api_call",
            lambda client, name, params: wrapper(call, client, name, params),
        )
        yield


Positions = dict[str, str | None]
Records = list[dict[str, Any]]


class Stream:
    """The outbox's real change stream: a batch that was not handled comes again."""

    # Where the last test left each stream: reading all of its history anew is slow.
    _left: ClassVar[dict[str, Positions]] = {}

    def __init__(self, cloud: Stack) -> None:
        self._cloud = cloud
        self._streams = aws.client("dynamodbstreams", endpoint_url=aws.endpoint_override("dynamodb"))
        table = aws.client("dynamodb").describe_table(TableName=cloud.names[Table.OUTBOX.env])["Table"]
        self._arn = table["LatestStreamArn"]
        self._handle(self._read()[1])

    def _handle(self, positions: Positions) -> None:
        self._left[self._arn] = positions

    def _read(self) -> tuple[Records, Positions]:
        """Everything after what was handled, and where that ends."""
        found: Records = []
        positions = dict(self._left.get(self._arn, {}))
        for shard in self._streams.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]:
            name = shard["ShardId"]
            iterator = positions[name] if name in positions else self._start(name)
            records = [{}]
            while iterator and records:
                positions[name] = iterator
                answer = self._records(iterator) or self._records(self._start(name)) or {"Records": []}
                records, iterator = answer["Records"], answer.get("NextShardIterator")
                found += records
            if iterator is None:
                positions[name] = None
        return found, positions

    def _records(self, iterator: str) -> dict[str, Any] | None:
        """What is there; ``None`` where an engine has trimmed what the last test left behind."""
        try:
            return self._streams.get_records(ShardIterator=iterator)
        except self._streams.exceptions.TrimmedDataAccessException:
            return None

    def _start(self, shard: str) -> str:
        place = {"StreamArn": self._arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"}
        return self._streams.get_shard_iterator(**place)["ShardIterator"]

    def pending(self) -> Records:
        return self._read()[0]

    def poll(self) -> None:
        """Hand the next batch over; it counts as handled when the function returns."""
        batch, positions = self._read()
        if batch:
            self._cloud.invoke(relay_events, {"Records": [_as_event(record) for record in batch]})
        self._handle(positions)


def _as_event(record: dict[str, Any]) -> dict[str, Any]:
    """A record as Lambda gets it."""
    return json.loads(json.dumps(record, default=str))


class Listener:
    """A queue behind a rule on the bus that takes all of our events."""

    def __init__(self, cloud: Stack) -> None:
        bus = cloud.names[Bus.DOMAIN.env].rsplit("/", 1)[-1]
        self._sqs = aws.client("sqs")
        self._queue = self._sqs.create_queue(QueueName="listener")["QueueUrl"]
        arn = f"arn:aws:sqs:eu-west-1:123456789012:{self._queue.rsplit('/', 1)[-1]}"
        events = aws.client("events")
        events.put_rule(Name="listener", EventBusName=bus, EventPattern=json.dumps({"source": [SOURCE]}))
        events.put_targets(Rule="listener", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])

    def heard(self) -> list[dict[str, Any]]:
        messages = []
        while batch := self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages"):
            messages += [json.loads(message["Body"]) for message in batch]
            for message in batch:
                self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
        return messages


@pytest.fixture
def stream(cloud: Stack) -> Stream:
    return Stream(cloud)


@pytest.fixture
def listener(cloud: Stack) -> Iterator[Listener]:
    made = Listener(cloud)
    made.heard()
    yield made
    made.heard()


def _design(tenant: TenantContext) -> Design:
    row = factories.generation(tenant, "shopper")
    design = Design(
        tenant.partition,
        "dsn_00000000000000000000000001",
        owner="o",
        subject="s",
        name="Cat",
        generation_id=row.row,
        content={},
        created_at=factories.MOMENT,
        updated_at=factories.MOMENT,
    )
    DesignRepository(factories.member(tenant)).add(design)
    return design


def _running(tenant: TenantContext) -> tuple[GenerationRow, Endings]:
    row = factories.generation(tenant, "shopper", status=Status.RUNNING)
    ledger = Ledger(tenant)
    write_together(ledger.add_first_grant)
    write_together(lambda writes: ledger.add_reservation(writes, row.row, 1))
    return row, Endings(Generations(tenant), ledger)


Act = tuple[Callable[[], Any], Callable[[], bool]]
"""Something a function does, and whether it has been done."""


def sharing(tenant: TenantContext) -> Act:
    design, designs = _design(tenant), DesignRepository(factories.member(tenant))
    design.share_digest = "d" * 64
    return (
        lambda: designs.save(design, opening=design.share_digest),
        lambda: designs.get(design.row).share_digest is not None,
    )


def failing(tenant: TenantContext) -> Act:
    row, ends = _running(tenant)
    return lambda: ends.fail(row.row, "timed-out", "."), lambda: _status(tenant, row) is Status.FAILED


def cancelling(tenant: TenantContext) -> Act:
    row, ends = _running(tenant)
    return lambda: ends.cancel(row), lambda: _status(tenant, row) is Status.CANCELLED


def succeeding(tenant: TenantContext) -> Act:
    row, _ = _running(tenant)
    row.steps = {step: facts for step, facts in row.steps.items() if step != Step.SETTLE_CREDITS}
    row.save()
    run = StepRunner(Generations(tenant)).run
    work = Committing(Ledger(tenant)).work
    return (
        lambda: run(row.row, Step.SETTLE_CREDITS, work, quick=True),
        lambda: _status(tenant, row) is Status.SUCCEEDED,
    )


def _status(tenant: TenantContext, row: GenerationRow) -> Status:
    return Generations(tenant).get(row.row).standing


def publishing(tenant: TenantContext) -> Act:
    content: PublishedProduct = factories.published_product(tenant)
    products = ProductRepository(tenant)
    product = products.get(content.product_id)
    product.update([Product.published.remove(), Product.published_version.remove()])
    begun = Preparation(id="prp_1", version=1, state=PreparationState.PREPARING, started_at=factories.MOMENT)
    assert products.begin(product, begun)
    ended = begun.ended(PreparationState.PUBLISHED, factories.MOMENT)
    return (
        lambda: products.publish(product, content, ended),
        lambda: products.get(content.product_id).published is not None,
    )


def registering(tenant: TenantContext) -> Act:
    brand, owner = factories.brand(tenant), factories.user(tenant, subject=f"subject-{tenant.tenant_id}")
    return (
        lambda: accounts.account_service()._brands.open(brand, owner),
        lambda: UserDirectory().by_subject(owner.subject) is not None and Brand.count(tenant.partition) == 1,
    )


ACTS = {
    "design.shared": sharing,
    "generation.failed": failing,
    "generation.cancelled": cancelling,
    "generation.succeeded": succeeding,
    "product.published": publishing,
    "brand.registered": registering,
}
MOMENTS = ("never", "before", "after")


@pytest.mark.parametrize("relay_crash", MOMENTS)
@pytest.mark.parametrize("write_crash", MOMENTS)
@pytest.mark.parametrize("name", ACTS)
def test_delivered_is_what_was_committed_whatever_crashes(
    cloud: Stack, stream: Stream, listener: Listener, name: str, write_crash: str, relay_crash: str
):
    tenant = factories.tenant()
    with cloud.everything():
        act, is_done = ACTS[name](tenant)
        crashes(act, "TransactWriteItems", write_crash)
        done = is_done()
        committed = list(OutboxRow.query(tenant.partition))

    crashes(stream.poll, "PutEvents", relay_crash)
    stream.poll()

    heard = listener.heard()
    assert done is (write_crash != "before")
    assert [row.name for row in committed] == ([name] if done else [])
    assert {event["detail"]["id"] for event in heard} == {row.row for row in committed}
    assert all(event["detail-type"] == name for event in heard)
    assert stream.pending() == []


def crashes(step: Callable[[], Any], operation: str, moment: str) -> None:
    try:
        with crash(operation, moment):
            step()
    except Crash:
        assert moment != "never"


def write_events(cloud: Stack, count: int) -> set[str]:
    """Share a design this often; the ids of the events."""
    tenant = factories.tenant()
    with cloud.everything():
        act, _ = sharing(tenant)
        for _ in range(count):
            act()
        return {row.row for row in OutboxRow.query(tenant.partition)}


def test_what_the_bus_does_not_take_is_sent_again_alone(
    cloud: Stack, stream: Stream, listener: Listener, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(relay, "PAUSE_S", 0)
    ids, sent = write_events(cloud, 12), Counter()
    refusals = [True, True]

    def partly(call: Call, client: Any, name: str, params: dict[str, Any]) -> Any:
        if name != "PutEvents":
            return call(client, name, params)
        entries = params["Entries"]
        sent.update(json.loads(entry["Detail"])["id"] for entry in entries)
        taken = entries[1:] if refusals and refusals.pop() else entries
        answer = call(client, name, params | {"Entries": taken})["Entries"] if taken else []
        return {"Entries": [{"ErrorCode": "ThrottlingException"}] * (len(entries) - len(taken)) + answer}

    with calls(partly):
        stream.poll()

    assert {event["detail"]["id"] for event in listener.heard()} == ids
    assert sorted(sent.values()) == [1] * 11 + [3]


def test_a_bus_that_refuses_for_ever_leaves_the_batch_to_the_stream(
    cloud: Stack, stream: Stream, listener: Listener, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(relay, "PAUSE_S", 0)
    ids = write_events(cloud, 1)

    def refuse(call: Call, client: Any, name: str, params: dict[str, Any]) -> Any:
        if name == "PutEvents":
            return {"Entries": [{"ErrorCode": "InternalFailure"} for _ in params["Entries"]]}
        return call(client, name, params)

    with calls(refuse), pytest.raises(BusRefuses):
        stream.poll()
    assert listener.heard() == []
    stream.poll()

    assert {event["detail"]["id"] for event in listener.heard()} == ids


def test_a_rows_expiry_is_no_event(cloud: Stack, stream: Stream, listener: Listener):
    write_events(cloud, 1)
    stream.poll()
    listener.heard()
    cloud.wipe()
    assert {record["eventName"] for record in stream.pending()} == {"REMOVE"}

    stream.poll()

    assert listener.heard() == []


def test_an_event_tells_facts_and_no_person(cloud: Stack, stream: Stream, listener: Listener):
    tenant = factories.tenant()
    with cloud.everything():
        row, ends = _running(tenant)
        row.prompt = "a wish for anna@example.com"
        row.save()
        ends.fail(row.row, "prompt-rejected", "The wish of anna@example.com")

    stream.poll()

    (event,) = listener.heard()
    assert event["source"] == SOURCE
    assert event["detail"] | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "version": 1,
        "tenant_id": tenant.tenant_id,
        "data": {
            "generation_id": row.row,
            "product_id": row.product_id,
            "style": row.style,
            "reason": "prompt-rejected",
        },
    }


def test_an_expired_row_is_kept_a_week_at_most(cloud: Stack):
    tenant = factories.tenant()
    with cloud.everything():
        sharing(tenant)[0]()
        (row,) = OutboxRow.query(tenant.partition)
    assert row.is_live
    assert 0 < row.expires - row.at.timestamp() <= 7 * 24 * 3600 + 1
