"""Transactions, queries and streams, against the DynamoDB developer guide."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table

from tests.local.conftest import ACCOUNT, REGION, Aws

_serialise = TypeSerializer().serialize


def typed(**attributes):
    return {name: _serialise(value) for name, value in attributes.items()}


@pytest.fixture
def table(aws: Aws):
    aws.client("dynamodb").create_table(
        TableName="things",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "owner")],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-owner",
                "KeySchema": [
                    {"AttributeName": "owner", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return aws.client("dynamodb")


def put(table, pk, sk, **more):
    table.put_item(TableName="things", Item=typed(pk=pk, sk=sk, **more))


def items(table):
    found = table.scan(TableName="things", ConsistentRead=True)["Items"]
    return {(item["pk"]["S"], item["sk"]["S"]): item for item in found}


def records(aws: Aws):
    streams = aws.client("dynamodbstreams")
    arn = streams.list_streams(TableName="things")["Streams"][0]["StreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")[
        "ShardIterator"
    ]
    return streams.get_records(ShardIterator=iterator)["Records"]


def changes(aws: Aws):
    return [(r["eventName"], r["dynamodb"].get("OldImage"), r["dynamodb"].get("NewImage")) for r in records(aws)]


def transfer(table, source, target, condition="attribute_exists(pk)"):
    """Move one unit, and write an outbox row; the condition guards the source."""
    add = "ADD balance :n"
    table.transact_write_items(
        TransactItems=[
            {
                "Update": {
                    "TableName": "things",
                    "Key": typed(pk=source, sk="balance"),
                    "UpdateExpression": add,
                    "ConditionExpression": condition,
                    "ExpressionAttributeValues": typed(**{":n": -1}),
                }
            },
            {
                "Update": {
                    "TableName": "things",
                    "Key": typed(pk=target, sk="balance"),
                    "UpdateExpression": add,
                    "ExpressionAttributeValues": typed(**{":n": 1}),
                }
            },
        ]
    )


def test_a_cancelled_transaction_leaves_nothing_behind(aws: Aws, table):
    put(table, "a", "balance", balance=5)
    put(table, "gone", "x")
    before = items(table), len(records(aws))
    with pytest.raises(ClientError, match="TransactionCanceledException") as cancelled:
        table.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": "things", "Item": typed(pk="new", sk="x")}},
                {"Put": {"TableName": "things", "Item": typed(pk="a", sk="balance", balance=99)}},
                {"Delete": {"TableName": "things", "Key": typed(pk="gone", sk="x")}},
                {
                    "ConditionCheck": {
                        "TableName": "things",
                        "Key": typed(pk="absent", sk="x"),
                        "ConditionExpression": "attribute_exists(pk)",
                    }
                },
            ]
        )
    reasons = [reason["Code"] for reason in cancelled.value.response["CancellationReasons"]]
    assert reasons == ["None", "None", "None", "ConditionalCheckFailed"]
    assert (items(table), len(records(aws))) == before


def test_a_refused_transaction_leaves_nothing_behind_either(aws: Aws, table):
    put(table, "a", "x", n=1)
    twice = {"Put": {"TableName": "things", "Item": typed(pk="a", sk="x", n=2)}}
    with pytest.raises(ClientError, match="ValidationException"):
        table.transact_write_items(TransactItems=[twice, twice])
    assert items(table)[("a", "x")] == typed(pk="a", sk="x", n=1)
    assert len(records(aws)) == 1


def test_a_transactions_changes_are_on_the_stream_with_both_images(aws: Aws, table):
    put(table, "a", "balance", balance=5)
    transfer(table, "a", "b")
    rich, poorer = typed(pk="a", sk="balance", balance=5), typed(pk="a", sk="balance", balance=4)
    assert changes(aws) == [
        ("INSERT", None, rich),
        ("MODIFY", rich, poorer),
        ("INSERT", None, typed(pk="b", sk="balance", balance=1)),
    ]


def test_no_write_acknowledged_beside_a_cancelled_transaction_is_lost(table):
    """The fault this closes: the cancelled transaction put back its copy of the whole table."""
    put(table, "a", "balance", balance=1)
    acknowledged, done = [], threading.Event()

    def write():
        for n in range(60):
            put(table, "written", f"{n:03}")
            acknowledged.append(("written", f"{n:03}"))
        done.set()

    def cancel():
        while not done.is_set():
            with pytest.raises(ClientError, match="TransactionCanceled"):
                transfer(table, "a", "b", condition="attribute_not_exists(pk)")

    with ThreadPoolExecutor(3) as pool:
        for job in [pool.submit(cancel), pool.submit(cancel), pool.submit(write)]:
            job.result(timeout=60)
    assert set(acknowledged) <= set(items(table))
    assert len(acknowledged) == 60


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=8, max_size=24))
def test_transfers_made_at_once_create_and_destroy_nothing(table, transfers):
    for name in "abc":
        put(table, name, "balance", balance=3)

    def attempt(pair):
        try:
            transfer(table, *pair, condition="balance > :n")
        except ClientError as refused:
            return refused.response["Error"]["Code"]
        return "done"

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(attempt, transfers))
    balances = {name: int(items(table)[(name, "balance")]["balance"]["N"]) for name in "abc"}
    expected = dict.fromkeys("abc", 3)
    for (source, target), outcome in zip(transfers, outcomes, strict=True):
        if outcome == "done":
            expected[source] -= 1
            expected[target] += 1
    assert balances == expected
    assert sum(balances.values()) == 9


def test_of_many_conditional_puts_one_wins(table):
    def claim(n):
        try:
            table.put_item(
                TableName="things", Item=typed(pk="slot", sk="1", n=n), ConditionExpression="attribute_not_exists(pk)"
            )
        except table.exceptions.ConditionalCheckFailedException:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(32))) == 1


def test_counting_from_many_threads_counts_each(table):
    def count(_):
        table.update_item(
            TableName="things",
            Key=typed(pk="c", sk="1"),
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues=typed(**{":one": 1}),
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(64)))
    assert items(table)[("c", "1")]["n"] == {"N": "64"}


# Queries


def query(table, condition, index=None, **more):
    values = typed(**more.pop("values"))
    index_name = {"IndexName": index} if index else {}
    answer = table.query(
        TableName="things",
        KeyConditionExpression=condition,
        ExpressionAttributeValues=values,
        **index_name,
        **more,
    )
    return [(item["pk"]["S"], item["sk"]["S"]) for item in answer["Items"]], answer.get("LastEvaluatedKey")


@pytest.fixture
def filled(table):
    for pk in ("p1", "p2", "p3"):
        for n in range(5):
            put(table, pk, f"s{n}", owner="even" if n % 2 == 0 else "odd")
    return table


def test_a_query_returns_its_partition_in_order(filled):
    found, _ = query(filled, "pk = :pk", values={":pk": "p2"})
    assert found == [("p2", f"s{n}") for n in range(5)]
    backwards, _ = query(filled, "pk = :pk", values={":pk": "p2"}, ScanIndexForward=False)
    assert backwards == found[::-1]


def test_a_query_pages_through_its_partition(filled):
    first, key = query(filled, "pk = :pk", values={":pk": "p2"}, Limit=3)
    rest, end = query(filled, "pk = :pk", values={":pk": "p2"}, ExclusiveStartKey=key)
    assert first + rest == [("p2", f"s{n}") for n in range(5)]
    assert end is None


def test_a_query_of_an_index_finds_items_of_every_partition(filled):
    found, _ = query(filled, "owner = :o AND sk > :s", "by-owner", values={":o": "odd", ":s": "s1"})
    assert found == [("p1", "s3"), ("p2", "s3"), ("p3", "s3")]


def test_a_query_of_an_unknown_partition_finds_nothing(filled):
    assert query(filled, "pk = :pk", values={":pk": "absent"}) == ([], None)


def test_a_query_reads_no_other_partition(filled, monkeypatch):
    stored = dynamodb_backends[ACCOUNT][REGION].get_table("things")
    looked_at = []
    original = Table.all_items
    monkeypatch.setattr(Table, "all_items", lambda table: looked_at.extend(found := original(table)) or found)
    query(filled, "pk = :pk", values={":pk": "p2"})
    assert {item.hash_key.value for item in looked_at} == {"p2"}
    assert len(stored) == 15


def test_an_expired_item_stays_until_it_is_deleted(table):
    """As DynamoDB documents: reads must filter."""
    table.update_time_to_live(TableName="things", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
    put(table, "old", "x", expires=1)
    assert ("old", "x") in items(table)


# Streams


def update(table, **values):
    table.update_item(
        TableName="things",
        Key=typed(pk="a", sk="x"),
        UpdateExpression="SET n = :n",
        ExpressionAttributeValues=typed(**{":n": values["n"]}),
    )


def test_an_update_that_creates_its_item_is_one_insertion(aws: Aws, table):
    update(table, n=1)
    assert changes(aws) == [("INSERT", None, typed(pk="a", sk="x", n=1))]
    assert records(aws)[0]["awsRegion"] == REGION


def test_a_write_that_changes_nothing_is_not_on_the_stream(aws: Aws, table):
    update(table, n=1)
    update(table, n=1)
    put(table, "a", "x", n=1)
    assert len(records(aws)) == 1


def test_a_deletion_shows_what_was_deleted(aws: Aws, table):
    put(table, "a", "x", n=1)
    table.delete_item(TableName="things", Key=typed(pk="a", sk="x"))
    table.delete_item(TableName="things", Key=typed(pk="a", sk="x"))
    assert changes(aws)[1:] == [("REMOVE", typed(pk="a", sk="x", n=1), None)]
