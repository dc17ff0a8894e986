"""A handler's answer where a body alone does not say it: extra headers, or no JSON at all."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Reply:
    """``body`` is a view or nothing; ``status`` overrides the declared one (readiness answers 503 with a view)."""

    body: BaseModel | None = None
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


def encode(answer: Any, status: int) -> dict[str, Any]:
    """The payload 2.0 response of what a handler returned: a view, a :class:`Reply` or nothing."""
    reply = answer if isinstance(answer, Reply) else Reply(answer)
    headers = {"cache-control": "no-store"} | reply.headers
    if reply.body is None:
        return {"statusCode": reply.status or status, "headers": headers, "body": ""}
    body = reply.body.model_dump_json(exclude_none=True)
    return {
        "statusCode": reply.status or status,
        "headers": {"content-type": "application/json"} | headers,
        "body": body,
    }


def polled(body: BaseModel, retry_after_s: int | None) -> Reply:
    """A view that is going to change; the client is told after how many seconds to ask again, if at all."""
    return Reply(body, headers={} if retry_after_s is None else {"retry-after": str(retry_after_s)})
