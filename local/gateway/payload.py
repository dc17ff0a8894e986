"""The HTTP API's payload format 2.0: from a request to an event, from a function's answer to a response.

Reference: "Create AWS Lambda proxy integrations for HTTP APIs" in API Gateway's developer guide.
"""

import base64
import json
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

_TEXT_TYPES = frozenset({"application/json", "application/javascript", "application/xml", ""})


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One request as it came in: path and query still encoded, headers in their order with repetitions."""

    method: str
    raw_path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    host: str
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: float = field(default_factory=time.time)

    @property
    def path(self) -> str:
        """The path, decoded."""
        return unquote(self.raw_path)

    def header(self, name: str) -> str | None:
        """All values of a header, joined by commas as the gateway joins them."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ",".join(values) if values else None


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What goes back to the client."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Matched:
    """The API and the route that a request fell to."""

    api_id: str
    account: str
    route_key: str
    path_parameters: dict[str, str]


def event_of(request: HttpRequest, route: Matched, authorizer: dict[str, Any] | None = None) -> dict[str, Any]:
    """The event that the integration's function gets."""
    event = common_event(request, route)
    encoded = is_binary(request)
    if authorizer is not None:
        event["requestContext"]["authorizer"] = authorizer
    if request.body:
        event["body"] = base64.b64encode(request.body).decode() if encoded else request.body.decode()
    event["isBase64Encoded"] = bool(request.body) and encoded
    return event


def common_event(request: HttpRequest, route: Matched) -> dict[str, Any]:
    """What the events for integrations and for authorisers share."""
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route.route_key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": _headers(request),
        "requestContext": _context(request, route),
    }
    if cookies := request.header("cookie"):
        event["cookies"] = [cookie.strip() for cookie in cookies.replace(",", ";").split(";") if cookie.strip()]
    if query := _joined(parse_qsl(request.query, keep_blank_values=True)):
        event["queryStringParameters"] = query
    if route.path_parameters:
        event["pathParameters"] = route.path_parameters
    return event


def is_binary(request: HttpRequest) -> bool:
    """Whether the body goes into the event in base 64: anything but text, JSON, JavaScript and XML, or no UTF-8."""
    media_type = (request.header("content-type") or "").partition(";")[0].strip().lower()
    is_text = media_type in _TEXT_TYPES or media_type.startswith("text/") or media_type.endswith("+json")
    try:
        request.body.decode()
    except UnicodeDecodeError:
        return True
    return not is_text


def _headers(request: HttpRequest) -> dict[str, str]:
    return _joined([(name.lower(), value) for name, value in request.headers if name.lower() != "cookie"])


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _context(request: HttpRequest, route: Matched) -> dict[str, Any]:
    domain = request.host.partition(":")[0]
    return {
        "accountId": route.account,
        "apiId": route.api_id,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": request.header("user-agent") or "",
        },
        "requestId": request.request_id,
        "routeKey": route.route_key,
        "stage": "$default",
        "time": datetime.fromtimestamp(request.at, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(request.at * 1000),
    }


def message(status: int, text: str, *headers: tuple[str, str]) -> HttpResponse:
    """An answer of the gateway itself."""
    body = json.dumps({"message": text}).encode()
    return HttpResponse(status, (("content-type", "application/json"), *headers), body)


def response_of(payload: bytes) -> HttpResponse:
    """The response in a function's answer; an answer without ``statusCode`` is the body itself.

    Anything that is not an answer in format 2.0 gives the gateway's 500.
    """
    try:
        answer = json.loads(payload)
        if not isinstance(answer, dict) or "statusCode" not in answer:
            return HttpResponse(200, (("content-type", "application/json"),), payload)
        return _shaped(answer)
    except (ValueError, TypeError, AttributeError):
        return message(500, "Internal Server Error")


def _shaped(answer: dict[str, Any]) -> HttpResponse:
    text = answer.get("body") or ""
    body = base64.b64decode(text) if answer.get("isBase64Encoded") else str(text).encode()
    headers = [(str(name).lower(), str(value)) for name, value in (answer.get("headers") or {}).items()]
    if "content-type" not in dict(headers) and body:
        headers.append(("content-type", "text/plain;charset=utf-8"))
    headers += [("set-cookie", cookie) for cookie in answer.get("cookies") or []]
    return HttpResponse(int(answer["statusCode"]), tuple(headers), body)
