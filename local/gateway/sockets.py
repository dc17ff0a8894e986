"""A WebSocket API: connect with the right to refuse, routes by the body's action, and the management calls.

Reference: "WebSocket APIs" in API Gateway's developer guide. Frames have at most 128 kB; a gone connection is a 410.
"""

import asyncio
import base64
import json
import secrets
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_plus

from aiohttp import WSCloseCode, WSMsgType, web

from local.gateway.payload import HttpRequest

MAX_FRAME_BYTES = 128 * 1024
CONNECT, DISCONNECT, DEFAULT = "$connect", "$disconnect", "$default"

InvokeAsync = Callable[[str, bytes], Awaitable[tuple[bytes, bool]]]


@dataclass(slots=True)
class Connection:
    """One open socket and what ``GET @connections`` tells of it."""

    id: str
    socket: web.WebSocketResponse
    identity: dict[str, str]
    transport: asyncio.Transport | None = None
    connected_at: float = field(default_factory=time.time)
    active_at: float = field(default_factory=time.time)


@dataclass
class SocketApi:
    """One API; ``routes`` maps a route key to its function's name."""

    api_id: str
    stage: str
    routes: Mapping[str, str]
    invoke: InvokeAsync
    connections: dict[str, Connection] = field(default_factory=dict)
    blocked: bool = False

    async def serve(self, request: web.Request, seen: HttpRequest) -> web.StreamResponse:
        """A client's connection from ``$connect`` to ``$disconnect``."""
        if self.blocked:
            # What a proxy answers that lets no WebSocket through.
            return web.Response(status=403)
        connection = Connection(
            base64.b64encode(secrets.token_bytes(11)).decode(),
            web.WebSocketResponse(max_msg_size=MAX_FRAME_BYTES, autoping=True),
            {"sourceIp": seen.source_ip, "userAgent": seen.header("user-agent") or ""},
        )
        refusal = await self._connect(connection, seen)
        if refusal is not None:
            return refusal
        await connection.socket.prepare(request)
        connection.transport = request.transport
        self.connections[connection.id] = connection
        try:
            async for frame in connection.socket:
                if frame.type is WSMsgType.TEXT:
                    await self._frame(connection, frame.data)
        finally:
            self.connections.pop(connection.id, None)
            await self._call(DISCONNECT, connection, "DISCONNECT", {})
        return connection.socket

    async def manage(self, request: web.Request, connection_id: str) -> web.Response:
        """``POST``, ``GET`` or ``DELETE`` of ``@connections/{id}``, as the SDK calls it."""
        connection = self.connections.get(connection_id)
        if connection is None or connection.socket.closed:
            return _managed(410, "GoneException", None)
        if request.method == "GET":
            return _managed(200, None, _facts(connection))
        if request.method == "DELETE":
            await connection.socket.close()
            return _managed(204, None, None)
        body = await request.read()
        if len(body) > MAX_FRAME_BYTES:
            return _managed(413, "PayloadTooLargeException", None)
        try:
            await connection.socket.send_str(body.decode())
        except (ConnectionError, RuntimeError):
            return _managed(410, "GoneException", None)
        return _managed(200, None, {})

    def cut(self) -> None:
        """Lose every connection as a broken network does: no closing frame, no word to either side."""
        for connection in self.connections.values():
            if connection.transport is not None:
                connection.transport.abort()

    async def close(self) -> None:
        """Close every connection: the gateway is stopping."""
        for connection in list(self.connections.values()):
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _connect(self, connection: Connection, seen: HttpRequest) -> web.Response | None:
        if CONNECT not in self.routes:
            return None
        query = dict(pair.partition("=")[::2] for pair in seen.query.split("&") if pair)
        details = {
            "headers": dict(seen.headers),
            "queryStringParameters": {name: unquote_plus(value) for name, value in query.items()} or None,
        }
        answer, failed = await self._call(CONNECT, connection, "CONNECT", details)
        status = 500 if failed else _status(answer)
        if status < HTTPStatus.MULTIPLE_CHOICES:
            return None
        return web.Response(status=status, text=_body(answer) if not failed else "", content_type="application/json")

    async def _frame(self, connection: Connection, text: str) -> None:
        connection.active_at = time.time()
        key = self._route_key(text)
        if key is None:
            await connection.socket.send_json(_forbidden(connection, "Forbidden"))
            return
        answer, failed = await self._call(key, connection, "MESSAGE", {"body": text})
        if failed:
            await connection.socket.send_json(_forbidden(connection, "Internal server error"))
        elif body := _body(answer):
            await connection.socket.send_str(body)

    def _route_key(self, text: str) -> str | None:
        try:
            action = json.loads(text).get("action")
        except (ValueError, AttributeError):
            action = None
        if isinstance(action, str) and action in self.routes and not action.startswith("$"):
            return action
        return DEFAULT if DEFAULT in self.routes else None

    async def _call(self, key: str, connection: Connection, kind: str, details: dict[str, Any]) -> tuple[bytes, bool]:
        function = self.routes.get(key)
        if function is None:
            return b"{}", False
        event = {"requestContext": self._context(key, connection, kind), "isBase64Encoded": False} | details
        return await self.invoke(function, json.dumps(event).encode())

    def _context(self, key: str, connection: Connection, kind: str) -> dict[str, Any]:
        context: dict[str, Any] = {
            "routeKey": key,
            "eventType": kind,
            "connectionId": connection.id,
            "connectedAt": int(connection.connected_at * 1000),
            "requestTimeEpoch": int(time.time() * 1000),
            "requestId": str(uuid.uuid4()),
            "extendedRequestId": str(uuid.uuid4()),
            "messageDirection": "IN",
            "domainName": "127.0.0.1",
            "stage": self.stage,
            "apiId": self.api_id,
            "identity": connection.identity,
        }
        return context | ({"messageId": str(uuid.uuid4())} if kind == "MESSAGE" else {})


def _status(answer: bytes) -> int:
    document = json.loads(answer or b"{}")
    return int(document.get("statusCode", 200)) if isinstance(document, dict) else 500


def _body(answer: bytes) -> str:
    document = json.loads(answer or b"{}")
    return str(document.get("body") or "") if isinstance(document, dict) else ""


def _forbidden(connection: Connection, text: str) -> dict[str, str]:
    return {"message": text, "connectionId": connection.id, "requestId": str(uuid.uuid4())}


def _facts(connection: Connection) -> dict[str, Any]:
    return {
        "connectedAt": _moment(connection.connected_at),
        "lastActiveAt": _moment(connection.active_at),
        "identity": connection.identity,
    }


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _managed(status: int, error: str | None, document: dict[str, Any] | None) -> web.Response:
    headers = {"x-amzn-errortype": error} if error else {}
    if document is None:
        return web.Response(status=status, headers=headers)
    return web.json_response(document, status=status, headers=headers)
