"""``@socket_route``: a route of the WebSocket API (``$connect``, ``$disconnect``, ``$default`` or an action's name)."""

import inspect
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError

from luneo.errors import DomainError
from luneo.function import Function
from luneo.http import problem
from luneo.observe import logger
from luneo.resources import Grant, Layer, Socket


@dataclass(frozen=True, slots=True)
class SocketRequest:
    """One frame, or the opening or closing of a connection. ``query`` is set on ``$connect`` only."""

    connection_id: str
    query: dict[str, str]
    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SocketRoute:
    """One WebSocket route's declaration; ``key`` is API Gateway's route key."""

    key: str
    function: Function
    operation: Callable[[SocketRequest], Any]
    socket: Socket


class SocketHandler:
    """The decorated handler: call it with a WebSocket event, read ``.route`` for its declaration."""

    def __init__(self, route: SocketRoute) -> None:
        self.route = route
        self.__doc__ = route.operation.__doc__
        self.__name__ = route.function.stem

    @property
    def declaration(self) -> SocketRoute:
        """The declaration, under the name every kind of function shares."""
        return self.route

    def __call__(self, event: dict[str, Any], _context: object) -> dict[str, Any]:
        """Handle one event. A refused ``$connect`` closes the connection; a refused frame is answered in a frame."""
        request_id = event["requestContext"]["requestId"]
        logger.set_correlation_id(request_id)
        try:
            answer = self.route.operation(_request(event))
        except ValidationError as error:
            return problem.response(problem.invalid(error), request_id)
        except DomainError as error:
            return problem.response(error, request_id)
        body = answer.model_dump_json(exclude_none=True) if answer is not None else ""
        return {"statusCode": HTTPStatus.OK, "body": body}


def _request(event: dict[str, Any]) -> SocketRequest:
    try:
        message = json.loads(event.get("body") or "{}")
    except ValueError:
        message = None
    if not isinstance(message, dict):
        raise problem.MalformedBody("Send a JSON object as a text frame.")
    return SocketRequest(
        connection_id=event["requestContext"]["connectionId"],
        query=event.get("queryStringParameters") or {},
        message=message,
    )


def socket_route(
    key: str, *, socket: Socket = Socket.PROGRESS, uses: Iterable[Grant] = (), timeout_s: int = 10
) -> Callable[[Callable[[SocketRequest], Any]], SocketHandler]:
    """Declare the function below as one route of the WebSocket API."""

    def declare(operation: Callable[[SocketRequest], Any]) -> SocketHandler:
        function = Function(
            module=operation.__module__,
            description=inspect.getdoc(operation) or "",
            uses=tuple(uses),
            layers=(Layer.CORE, Layer.WEB),
            timeout_s=timeout_s,
        )
        return SocketHandler(SocketRoute(key, function, operation, socket))

    return declare
