"""DynamoDB: no acknowledged write is lost, and a query reads one partition.

What moto 5.2.5 does, and the mend:

- ``TransactWriteItems`` copies each whole table first and puts the copy back when the transaction is cancelled,
  with whatever others wrote in the meantime gone: the items named in the transaction are noted instead, and
  only they are put back, together with the length of the stream.
- Nothing is locked, so a condition can be checked by two writers before either writes, and a reader can see
  half a transaction: one lock is held for each request, reads and stream reads included.
- A query sorts and reads the whole table: it reads the partition, or for a global index the items that have
  the key.
- An ``UpdateItem`` that creates its item puts two records on the stream, the first with the bare key as its new
  image, one that fails half-way leaves the first half, and a write that changes nothing puts a record: an update
  is one change or none. Records name us-east-1 whatever the region.

Not mended, because nothing may rely on it: ``ClientRequestToken`` is ignored, expired items stay until deleted
(DynamoDB itself may take days, so reads filter), PartiQL is unreliable.
"""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock, local
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import StreamShard, Table
from moto.dynamodb.responses import DynamoHandler
from moto.dynamodbstreams.responses import DynamoDBStreamsHandler

_requests = RLock()
"""Held for a whole request. In-process callers and moto's server threads meet only here."""

_call_action = DynamoHandler.call_action
_call_streams_action = DynamoDBStreamsHandler.call_action
_transact_write_items = DynamoDBBackend.transact_write_items
_query = Table.query
_all_items = Table.all_items
_add_record = StreamShard.add
_update_item = DynamoDBBackend.update_item


class _Scope(local):
    """What the calling thread is in the middle of."""

    in_transaction: bool = False
    creating: Any = None
    candidates: tuple[Any, list[Any]] | None = None


_scope = _Scope()


def _one_request_at_a_time(call: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def locked(handler: Any) -> Any:
        with _requests:
            return call(handler)

    return locked


# Transactions


def _transact_with_undo(backend: Any, transact_items: Sequence[Mapping[str, Any]]) -> None:
    with _requests:
        undo = [_undo_of(backend, *next(iter(item.items()))) for item in transact_items]
        _scope.in_transaction = True
        try:
            _transact_write_items(backend, transact_items)
        except Exception:
            for restore in undo:
                restore()
            raise
        finally:
            _scope.in_transaction = False


def _undo_of(backend: Any, kind: str, operation: Mapping[str, Any]) -> Callable[[], None]:
    """What puts the operation's item and its table's stream back as they are now."""
    table = backend.tables.get(operation.get("TableName"))
    keys = operation.get("Item" if kind == "Put" else "Key", {})
    if table is None or any(name not in keys for name in table.table_key_attrs):
        return lambda: None  # the transaction is going to be refused for it
    hash_key = DynamoType(keys[table.hash_key_attr])
    range_key = DynamoType(keys[table.range_key_attr]) if table.has_range_key else None
    before = copy.deepcopy(_stored(table, hash_key, range_key))
    records = None if table.stream_shard is None else len(table.stream_shard.items)

    def restore() -> None:
        _store(table, hash_key, range_key, before)
        if records is not None:
            del table.stream_shard.items[records:]

    return restore


def _stored(table: Any, hash_key: Any, range_key: Any) -> Any:
    if range_key is None:
        return table.items.get(hash_key)
    return table.items.get(hash_key, {}).get(range_key)


def _store(table: Any, hash_key: Any, range_key: Any, item: Any) -> None:
    place = table.items if range_key is None else table.items[hash_key]
    key = hash_key if range_key is None else range_key
    if item is None:
        place.pop(key, None)
    else:
        place[key] = item


def _copy_of_table(table: Any, memo: dict[int, Any]) -> Any:
    """A deep copy, except in a transaction: there moto's backup is the table itself, and the undo log counts."""
    if _scope.in_transaction:
        return table
    duplicate: Any = object.__new__(type(table))
    memo[id(table)] = duplicate
    duplicate.__dict__.update(copy.deepcopy(table.__dict__, memo))
    return duplicate


# Queries


def _query_partition(  # noqa: PLR0917  # moto's signature
    table: Any,
    hash_key: Any,
    range_comparison: str | None,
    range_values: list[Any],
    limit: int,
    start_key: Any,
    forward: bool,  # noqa: FBT001
    projection: Any,
    index_name: str | None = None,
    *args: Any,
    **kwargs: Any,
) -> Any:
    conditions = dict(kwargs.get("hash_key_conditions") or [])
    with _candidates(table, _matching(table, hash_key, index_name, conditions)):
        return _query(
            table,
            hash_key,
            range_comparison,
            range_values,
            limit,
            start_key,
            forward,
            projection,
            index_name,
            *args,
            **kwargs,
        )


def _matching(table: Any, hash_key: Any, index_name: str | None, conditions: Mapping[str, Any]) -> list[Any]:
    if index_name is not None and table.hash_key_attr not in conditions:
        wanted = list(conditions.items())
        return [
            item
            for item in _unsorted(table)
            if all(name in item.attrs and item.attrs[name] == value for name, value in wanted)
        ]
    partition = table.items.get(conditions.get(table.hash_key_attr, hash_key))
    if partition is None:
        return []
    return list(partition.values()) if table.has_range_key else [partition]


def _unsorted(table: Any) -> Iterator[Any]:
    for partition in table.items.values():
        if table.has_range_key:
            yield from partition.values()
        else:
            yield partition


@contextmanager
def _candidates(table: Any, items: list[Any]) -> Iterator[None]:
    _scope.candidates = (table, items)
    try:
        yield
    finally:
        _scope.candidates = None


def _all_or_candidates(table: Any) -> list[Any]:
    if _scope.candidates is not None and _scope.candidates[0] is table:
        return _scope.candidates[1]
    return list(_all_items(table))


# Streams


def _update_as_one_change(backend: Any, table_name: str, key: Mapping[str, Any], *args: Any, **kwargs: Any) -> Any:
    """``UpdateItem`` stores a bare item before it updates it; that step is no change of its own."""
    undo = _undo_of(backend, "Update", {"TableName": table_name, "Key": key})
    _scope.creating = backend.tables.get(table_name)
    try:
        return _update_item(backend, table_name, key, *args, **kwargs)
    except Exception:
        undo()
        raise
    finally:
        _scope.creating = None


def _add_one_change(shard: Any, old: Any, new: Any) -> None:
    bare = _scope.creating is shard.table and old is None and set(new.attrs) == set(shard.table.table_key_attrs)
    if bare:
        _scope.creating = None
        return
    if old is not None and new is not None and old.to_json() == new.to_json():
        return
    _add_record(shard, old, new)
    shard.items[-1].record["awsRegion"] = shard.table.region_name


def install() -> None:
    """Put the mends in place."""
    DynamoHandler.call_action = _one_request_at_a_time(_call_action)
    DynamoDBStreamsHandler.call_action = _one_request_at_a_time(_call_streams_action)
    DynamoDBBackend.transact_write_items = _transact_with_undo
    DynamoDBBackend.update_item = _update_as_one_change
    Table.__deepcopy__ = _copy_of_table
    Table.query = _query_partition
    Table.all_items = _all_or_candidates
    StreamShard.add = _add_one_change
