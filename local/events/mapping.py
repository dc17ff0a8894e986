"""One event source mapping as the template declares it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.events.batches import RetryPolicy
from local.events.filters import matches

_DEFAULT_BATCH = {"dynamodb": 100, "sqs": 10}
_FOREVER = 10_000


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """Records of ``source_arn`` go to ``function``; what cannot be delivered goes to the queue ``parking_arn``."""

    source_arn: str
    function: str
    batch_size: int
    policy: RetryPolicy
    parking_arn: str | None
    filters: tuple[dict[str, Any], ...]

    @property
    def service(self) -> str:
        """``dynamodb`` or ``sqs``."""
        return self.source_arn.split(":")[2]

    def wants(self, record: Mapping[str, Any]) -> bool:
        """Whether the filters let a record through."""
        return not self.filters or any(matches(pattern, record) for pattern in self.filters)

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> "SourceMapping":
        """Read a mapping's resolved properties."""
        source = properties["EventSourceArn"]
        retries = int(properties.get("MaximumRetryAttempts", -1))
        criteria = properties.get("FilterCriteria", {}).get("Filters", [])
        return cls(
            source_arn=source,
            function=properties["FunctionName"].rsplit(":", 1)[-1],
            batch_size=int(properties.get("BatchSize", _DEFAULT_BATCH[source.split(":")[2]])),
            policy=RetryPolicy(
                retries if retries >= 0 else _FOREVER,
                bool(properties.get("BisectBatchOnFunctionError")),
                "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", ()),
            ),
            parking_arn=properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"),
            filters=tuple(json.loads(item["Pattern"]) for item in criteria),
        )
