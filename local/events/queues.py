"""An SQS queue, received in batches; a message stays until its function has handled it."""

import json
from collections.abc import Callable
from typing import Any

from local.events.batches import failed_items
from local.events.mapping import SourceMapping
from local.provision.workbench import REGION, Clients

Invoke = Callable[[str, bytes], tuple[bytes, bool]]
_MOST_AT_ONCE = 10


class QueuePoller:
    """Receives for one function.

    A failed message comes back after its visibility timeout; the queue's redrive policy moves it on when it came back
    too often.
    """

    def __init__(self, mapping: SourceMapping, aws: Clients, invoke: Invoke) -> None:
        self._mapping = mapping
        self._aws = aws
        self._invoke = invoke
        self._url = ""

    def step(self) -> bool:
        """Receive and handle one batch; whether there was any."""
        sqs = self._aws["sqs"]
        if not self._url:
            self._url = sqs.get_queue_url(QueueName=self._mapping.source_arn.rsplit(":", 1)[-1])["QueueUrl"]
        messages = sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(self._mapping.batch_size, _MOST_AT_ONCE),
            WaitTimeSeconds=0,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if messages:
            self._handle(sqs, [_record(message, self._mapping.source_arn) for message in messages])
        return bool(messages)

    def restart(self) -> None:
        """Look the queue up again."""
        self._url = ""

    def _handle(self, sqs: Any, records: list[dict[str, Any]]) -> None:
        wanted = [record for record in records if self._mapping.wants(record)]
        failed: set[str] = set()
        if wanted:
            payload, broke = self._invoke(self._mapping.function, json.dumps({"Records": wanted}).encode())
            if broke:
                failed = {record["messageId"] for record in wanted}
            elif self._mapping.policy.reports_items:
                failed = failed_items(payload)
        for record in records:
            if record["messageId"] not in failed:
                sqs.delete_message(QueueUrl=self._url, ReceiptHandle=record["receiptHandle"])


def _record(message: dict[str, Any], arn: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": message.get("MessageAttributes", {}),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }
