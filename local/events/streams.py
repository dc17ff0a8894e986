"""A DynamoDB change stream, read shard by shard in order and handed on in batches."""

import base64
import json
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.events.batches import Record, deliver
from local.events.mapping import SourceMapping
from local.provision.workbench import REGION, Clients

log = logging.getLogger(__name__)
Invoke = Callable[[str, bytes], tuple[bytes, bool]]
_MOST_RECORDS = 1000
_TRIMMED = "TrimmedDataAccessException"


class StreamPoller:
    """Reads one stream for one function; :meth:`step` does one round."""

    def __init__(
        self, mapping: SourceMapping, aws: Clients, invoke: Invoke, pause: Callable[[float], object] = time.sleep
    ) -> None:
        self._mapping = mapping
        self._aws = aws
        self._invoke = invoke
        self._pause = pause
        self._iterators: dict[str, str | None] = {}
        self._delivered: dict[str, str] = {}

    def step(self) -> bool:
        """Read and deliver what is there; whether there was anything."""
        streams = self._aws["dynamodbstreams"]
        self._find_shards(streams)
        found = False
        for shard, iterator in self._iterators.items():
            if iterator is None:
                continue
            answer = self._records(streams, shard, iterator)
            records = [_plain(record) for record in answer["Records"]]
            self._deliver([record for record in records if self._mapping.wants(record)])
            self._iterators[shard] = answer.get("NextShardIterator")
            if records:
                self._delivered[shard] = records[-1]["dynamodb"]["SequenceNumber"]
            found = found or bool(records)
        return found

    def restart(self) -> None:
        """Go on with fresh iterators after what was delivered: the old ones have expired."""
        self._iterators.clear()

    def _records(self, streams: Any, shard: str, iterator: str) -> Any:
        """The next ones; from the oldest that is left where the stream has let go of the place, as Lambda goes on."""
        try:
            return streams.get_records(ShardIterator=iterator, Limit=_MOST_RECORDS)
        except ClientError as error:
            if error.response["Error"]["Code"] != _TRIMMED:
                raise
        self._delivered.pop(shard, None)
        return streams.get_records(ShardIterator=self._iterator(streams, shard), Limit=_MOST_RECORDS)

    def _find_shards(self, streams: Any) -> None:
        if self._iterators and any(self._iterators.values()):
            return
        description = streams.describe_stream(StreamArn=self._mapping.source_arn)["StreamDescription"]
        for shard in description["Shards"]:
            if shard["ShardId"] not in self._iterators:
                self._iterators[shard["ShardId"]] = self._iterator(streams, shard["ShardId"])

    def _iterator(self, streams: Any, shard: str) -> str:
        last = self._delivered.get(shard)
        place = (
            {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": last}
            if last
            else {"ShardIteratorType": "TRIM_HORIZON"}
        )
        found = streams.get_shard_iterator(StreamArn=self._mapping.source_arn, ShardId=shard, **place)
        return str(found["ShardIterator"])

    def _deliver(self, records: list[Record]) -> None:
        size = self._mapping.batch_size
        for start in range(0, len(records), size):
            deliver(records[start : start + size], self._mapping.policy, self._hand_over, self._park)

    def _hand_over(self, batch: Sequence[Record]) -> tuple[bytes, bool]:
        sourced = [
            {"eventSource": "aws:dynamodb", "awsRegion": REGION, "eventSourceARN": self._mapping.source_arn, **record}
            for record in batch
        ]
        payload, failed = self._invoke(self._mapping.function, json.dumps({"Records": sourced}).encode())
        if failed:
            self._pause(0.1)
        return payload, failed

    def _park(self, batch: Sequence[Record]) -> None:
        numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
        log.warning("%s gave up on %d changes", self._mapping.function, len(batch))
        park(
            self._aws,
            self._mapping,
            {
                "streamArn": self._mapping.source_arn,
                "batchSize": len(batch),
                "startSequenceNumber": numbers[0],
                "endSequenceNumber": numbers[-1],
            },
        )


def park(aws: Clients, mapping: SourceMapping, batch: dict[str, Any]) -> None:
    """Tell the failure queue which records were given up, as Lambda does: where they are, not what they hold."""
    if mapping.parking_arn is None:
        return
    name = mapping.parking_arn.rsplit(":", 1)[-1]
    body = {"version": "1.0", "requestContext": {"condition": "RetryAttemptsExhausted"}, "DDBStreamBatchInfo": batch}
    try:
        url = aws["sqs"].get_queue_url(QueueName=name)["QueueUrl"]
        aws["sqs"].send_message(QueueUrl=url, MessageBody=json.dumps(body))
    except (ClientError, BotoCoreError):
        log.exception("parking failed")


def _plain(record: Any) -> Record:
    """The record as JSON carries it: bytes in base 64, times as numbers."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(member) for name, member in value.items()}
        if isinstance(value, list | set | tuple):
            return [plain(member) for member in value]
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        return value.timestamp() if hasattr(value, "timestamp") else value

    made: Record = plain(record)
    return made
