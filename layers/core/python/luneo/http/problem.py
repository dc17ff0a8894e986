"""RFC 9457 problem documents: the one place where errors become answers."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from luneo.errors import DomainError, Fault, Invalid

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/problems/"


class MalformedBody(DomainError):
    """The body is not JSON."""

    slug = "malformed-body"
    title = "The body is not JSON"


class PayloadTooLarge(DomainError):
    """The body is longer than any request of this API can be."""

    status = 413
    slug = "payload-too-large"
    title = "The body is too large"


class InternalError(DomainError):
    """A fault of ours; the request id finds it in the logs."""

    status = 500
    slug = "internal-error"
    title = "Something went wrong on our side"


def pointer(location: Iterable[str | int]) -> str:
    """An RFC 6901 pointer as a URI fragment: ``("zones", 0, "a/b")`` is ``#/zones/0/a~1b``."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def invalid(error: ValidationError) -> Invalid:
    """The refusal that names every place a schema was broken."""
    faults = [Fault(pointer(item["loc"]), item["msg"]) for item in error.errors(include_url=False)]
    places = ", ".join(fault.pointer.removeprefix("#/") or "the body" for fault in faults)
    return Invalid(f"These members are not valid: {places}.", faults=faults)


def document(error: DomainError, request_id: str) -> dict[str, Any]:
    """The problem document of a refusal."""
    body: dict[str, Any] = {
        "type": TYPE_PREFIX + error.slug,
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "request_id": request_id,
    }
    if error.faults:
        body["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in error.faults]
    return body | error.extra


def response(error: DomainError, request_id: str) -> dict[str, Any]:
    """The payload 2.0 response of a refusal."""
    return {
        "statusCode": error.status,
        "headers": {"content-type": MEDIA_TYPE, "cache-control": "no-store"} | error.headers,
        "body": json.dumps(document(error, request_id)),
    }
