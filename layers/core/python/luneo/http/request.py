"""A payload 2.0 event, read once: what handlers and the wrapper may know of the request."""

import base64
from dataclasses import dataclass
from typing import Any

MAX_BODY_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. ``headers`` have lower-case names, as the gateway sends them."""

    headers: dict[str, str]
    path: dict[str, str]
    query: dict[str, str]
    body: bytes
    authorizer: dict[str, Any]
    source_ip: str
    request_id: str

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> "Request":
        """Read an API Gateway HTTP API event, payload format 2.0."""
        context = event["requestContext"]
        text = event.get("body") or ""
        return cls(
            headers={name.lower(): value for name, value in event.get("headers", {}).items()},
            path=event.get("pathParameters") or {},
            query=event.get("queryStringParameters") or {},
            body=base64.b64decode(text) if event.get("isBase64Encoded") else text.encode(),
            authorizer=context.get("authorizer") or {},
            source_ip=context["http"]["sourceIp"],
            request_id=context["requestId"],
        )

    @property
    def origin(self) -> str | None:
        """The page's origin as the browser states it; absent outside browsers."""
        return self.headers.get("origin")

    @property
    def idempotency_key(self) -> str | None:
        """The client's key for this attempt, if it sent one."""
        return self.headers.get("idempotency-key")
