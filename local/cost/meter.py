"""Counts what one generation asks of AWS while it runs on the local cloud."""

import json
import math
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

WRITE_UNIT_BYTES: Final = 1024
READ_UNIT_BYTES: Final = 4096
# A transaction writes every item twice: once to prepare, once to commit.
TRANSACTION_FACTOR: Final = 2
_DYNAMODB: Final = "DynamoDB_20120810."
_EVENTS: Final = "AWSEvents.PutEvents"
_WRITES: Final = frozenset({"PutItem", "UpdateItem", "DeleteItem"})

Item = Mapping[str, Any]


class Tables(Protocol):
    """What must be known of the tables to price a write."""

    def item_bytes(self, table: str, key: Item) -> int:
        """The stored item's size; 0 where there is none."""
        ...

    def copies(self, table: str) -> int:
        """How many indexes hold whole items, and so are written with each."""
        ...


@dataclass(frozen=True, slots=True)
class Invocation:
    """One run of a function: ``module`` names it, ``ms`` is how long it took."""

    module: str
    memory_mb: int
    ms: float

    @property
    def gb_seconds(self) -> float:
        """What Lambda bills: memory times duration, the latter rounded up to a millisecond."""
        return self.memory_mb / 1024 * math.ceil(self.ms) / 1000


@dataclass(frozen=True, slots=True)
class Usage:
    """What one generation used; ``calls`` counts by name (``s3_put``, ``dynamodb_write_unit`` …, as in the prices)."""

    invocations: tuple[Invocation, ...]
    calls: Mapping[str, float]


@dataclass(slots=True)
class Meter:
    """Listens to a local cloud: hand :meth:`invoked` and :meth:`called` to its listeners."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _invocations: list[Invocation] = field(default_factory=list)
    _requests: list[tuple[str, bytes]] = field(default_factory=list)

    def invoked(self, module: str, memory_mb: int, ms: float) -> None:
        """A function ran."""
        with self._lock:
            self._invocations.append(Invocation(module, memory_mb, ms))

    def called(self, operation: str, body: bytes) -> None:
        """AWS was called: the ``X-Amz-Target``, or for S3 ``s3:`` and the method."""
        with self._lock:
            self._requests.append((operation, body))

    def reset(self) -> None:
        """Forget everything so far."""
        with self._lock:
            self._invocations.clear()
            self._requests.clear()

    def usage(self, tables: Tables) -> Usage:
        """What was used since the last reset."""
        with self._lock:
            invocations, requests = tuple(self._invocations), list(self._requests)
        calls: Counter[str] = Counter()
        for operation, body in requests:
            for name, count in _units(operation, body, tables):
                calls[name] += count  # type: ignore[assignment]  # half units exist: an eventually consistent read
        return Usage(invocations, dict(calls))


def _units(operation: str, body: bytes, tables: Tables) -> Iterator[tuple[str, float]]:
    if operation.startswith(_DYNAMODB):
        yield from _dynamodb(operation.removeprefix(_DYNAMODB), json.loads(body), tables)
    elif operation == _EVENTS:
        yield "event", len(json.loads(body)["Entries"])
    elif operation in {"s3:PUT", "s3:POST"}:
        yield "s3_put", 1
    elif operation in {"s3:GET", "s3:HEAD"}:
        yield "s3_get", 1


def _dynamodb(operation: str, body: Item, tables: Tables) -> Iterator[tuple[str, float]]:
    if operation in _WRITES:
        yield "dynamodb_write_unit", _item_units(body, tables) * (1 + tables.copies(body["TableName"]))
    elif operation == "TransactWriteItems":
        yield "dynamodb_write_unit", sum(_transacted(item, tables) for item in body["TransactItems"])
    elif operation == "GetItem":
        size = tables.item_bytes(body["TableName"], body["Key"])
        yield "dynamodb_read_unit", max(1, math.ceil(size / READ_UNIT_BYTES)) * _consistency(body)
    elif operation == "Query":
        yield "dynamodb_read_unit", _consistency(body)


def _consistency(body: Item) -> float:
    return 1.0 if body.get("ConsistentRead") else 0.5


def _transacted(item: Item, tables: Tables) -> int:
    """A part of a transaction; a check changes nothing, so no index follows it."""
    ((kind, part),) = item.items()
    copies = 0 if kind == "ConditionCheck" else tables.copies(part["TableName"])
    return _item_units(part, tables) * (TRANSACTION_FACTOR + copies)


def _item_units(part: Item, tables: Tables) -> int:
    size = len(json.dumps(part["Item"])) if "Item" in part else tables.item_bytes(part["TableName"], part["Key"])
    return max(1, math.ceil(size / WRITE_UNIT_BYTES))
