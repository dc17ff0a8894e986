import json

import pytest

from local.cost.meter import Invocation, Meter

TARGET = "DynamoDB_20120810."


class Tables:
    def __init__(self, sizes, copies):
        self.sizes = sizes
        self.indexes = copies

    def item_bytes(self, table, key):
        return self.sizes.get((table, key["pk"]["S"]), 0)

    def copies(self, table):
        return self.indexes.get(table, 0)


def usage(*requests, sizes=None, copies=None):
    meter = Meter()
    for operation, body in requests:
        meter.called(operation, json.dumps(body).encode())
    return meter.usage(Tables(sizes or {}, copies or {})).calls


def item(size):
    return {"pk": {"S": "x" * size}}


def update(pk="a"):
    return {"TableName": "t", "Key": {"pk": {"S": pk}}, "UpdateExpression": "SET a = :a"}


def test_an_update_is_charged_by_the_size_of_the_whole_item_and_not_of_the_change():
    assert usage((f"{TARGET}UpdateItem", update()), sizes={("t", "a"): 3000}) == {"dynamodb_write_unit": 3}


@pytest.mark.parametrize(("size", "units"), [(1, 1), (900, 1), (1100, 2), (2500, 3)])
def test_a_put_takes_a_unit_for_each_kilobyte_begun(size, units):
    put = {"TableName": "t", "Item": item(size)}
    assert usage((f"{TARGET}PutItem", put)) == {"dynamodb_write_unit": units}


def test_a_transaction_takes_twice_what_its_parts_take():
    parts = [{"Update": update()}, {"Put": {"TableName": "t", "Item": item(10)}}, {"ConditionCheck": update("b")}]
    found = usage((f"{TARGET}TransactWriteItems", {"TransactItems": parts}), sizes={("t", "a"): 2000})
    assert found == {"dynamodb_write_unit": 2 * (2 + 1 + 1)}


def test_an_index_that_holds_whole_items_is_written_with_each_of_them_but_not_with_a_check():
    put = {"TableName": "t", "Item": item(10)}
    assert usage((f"{TARGET}PutItem", put), copies={"t": 1}) == {"dynamodb_write_unit": 2}
    parts = [{"Put": put}, {"ConditionCheck": update()}]
    assert usage((f"{TARGET}TransactWriteItems", {"TransactItems": parts}), copies={"t": 1}) == {
        "dynamodb_write_unit": 3 + 2
    }


def test_a_consistent_read_takes_twice_an_eventual_one():
    get = {"TableName": "t", "Key": {"pk": {"S": "a"}}}
    sizes = {("t", "a"): 5000}
    assert usage((f"{TARGET}GetItem", get | {"ConsistentRead": True}), sizes=sizes) == {"dynamodb_read_unit": 2}
    assert usage((f"{TARGET}GetItem", get), sizes=sizes) == {"dynamodb_read_unit": 1}


def test_objects_and_events_are_counted():
    entries = {"Entries": [{}, {}]}
    assert usage(("s3:PUT", {}), ("s3:GET", {}), ("s3:HEAD", {}), ("AWSEvents.PutEvents", entries)) == {
        "s3_put": 1,
        "s3_get": 2,
        "event": 2,
    }


def test_reading_a_stream_for_lambda_costs_nothing():
    assert usage(("DynamoDBStreams_20120810.GetRecords", {})) == {}


def test_a_reset_forgets():
    meter = Meter()
    meter.invoked("functions.tasks.blend", 1024, 5)
    meter.reset()
    assert meter.usage(Tables({}, {})).invocations == ()


def test_duration_is_billed_by_the_millisecond_begun():
    assert Invocation("m", 2048, 100.2).gb_seconds == pytest.approx(2 * 0.101)
