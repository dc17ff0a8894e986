"""``@endpoint``: the Lambda entry point that carries its own declaration.

The wrapper authorises, limits, binds, honours the idempotency key, calls, encodes, logs. There is no router: a function
with one route needs none, and the OpenAPI document is made at build time.
"""

import inspect
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from luneo import metrics
from luneo.errors import DomainError
from luneo.function import Function
from luneo.http import problem
from luneo.http.binding import Signature
from luneo.http.idempotency import Attempt
from luneo.http.origin import check_origin_key
from luneo.http.rate_limit import Limit, spend
from luneo.http.reply import encode
from luneo.http.request import Request
from luneo.http.route import Route
from luneo.identity.caller import Caller, Forbidden
from luneo.identity.claims import caller_from
from luneo.identity.permissions import CallerKind, Permission, callers_of
from luneo.observe import logger
from luneo.resources import Grant, Layer, Table

Response = dict[str, Any]


class Endpoint:
    """The decorated handler: call it with a payload 2.0 event, read ``.route`` for its declaration."""

    def __init__(self, route: Route) -> None:
        self.route = route
        self.signature = Signature.of(route.operation, route.path)
        self.__doc__ = route.operation.__doc__
        self.__name__ = route.function.stem

    @property
    def declaration(self) -> Route:
        """The declaration, under the name every kind of function shares."""
        return self.route

    def __call__(self, event: dict[str, Any], _context: object) -> Response:
        """Handle one request; every failure becomes a problem document."""
        with metrics.invocation():
            return self._handle(event)

    def _handle(self, event: dict[str, Any]) -> Response:
        started = time.perf_counter()
        request = Request.from_event(event)
        logger.set_correlation_id(request.request_id)
        caller: Caller | None = None
        try:
            check_origin_key(request)
            caller = self._authorise(request)
            response = self._answer(request, caller)
        except DomainError as error:
            response = problem.response(error, request.request_id)
        except Exception:  # noqa: BLE001 - the last resort: a client gets a problem document, the log the traceback
            logger.exception("unhandled")
            response = problem.response(_OUR_FAULT, request.request_id)
        self._log(request, caller, response, started)
        return self._with_origin(response, request)

    def _authorise(self, request: Request) -> Caller | None:
        if self.route.permission is None:
            return None
        caller = caller_from(request.authorizer)
        caller.require(self.route.permission)
        if caller.origin and request.origin and caller.origin != request.origin:
            raise Forbidden("This widget token was made for another site. Open a new widget session on this page.")
        return caller

    def _answer(self, request: Request, caller: Caller | None) -> Response:
        scope = f"{caller.tenant.partition}#{caller.subject}" if caller else f"IP#{request.source_ip}"
        if self.route.limit:
            spend(self.route.limit, scope, self.route.key)
        arguments = self.signature.bind(request, caller)
        if not (self.route.idempotent and request.idempotency_key is not None):
            return encode(self.route.operation(**arguments), self.route.status)
        attempt = Attempt.of(scope, self.route.key, request.idempotency_key, _payload(request))
        return attempt.begin() or self._first(attempt, arguments, request)

    def _first(self, attempt: Attempt, arguments: dict[str, Any], request: Request) -> Response:
        try:
            response = encode(self.route.operation(**arguments), self.route.status)
        except DomainError as error:
            response = problem.response(error, request.request_id)
        except Exception:  # noqa: BLE001 - the last resort: a client gets a problem document, the log the traceback
            logger.exception("unhandled")
            response = problem.response(_OUR_FAULT, request.request_id)
        attempt.finish(response)
        return response

    def _with_origin(self, response: Response, request: Request) -> Response:
        if self.route.cross_origin and request.origin:
            response["headers"] |= {
                "access-control-allow-origin": request.origin,
                "access-control-expose-headers": EXPOSED_HEADERS,
                "vary": "origin",
            }
        return response

    def _log(self, request: Request, caller: Caller | None, response: Response, started: float) -> None:
        status = response["statusCode"]
        who = {"tenant": caller.tenant.tenant_id, "subject": caller.subject} if caller else {}
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        logger.info("request", route=self.route.key, status=status, ms=milliseconds, **who)
        metrics.measure(metrics.Metric.REQUESTS, status_class=f"{status // 100}xx")
        if self.route.audit and status < HTTPStatus.BAD_REQUEST:
            logger.info("audit", action=self.route.audit, path=request.path, **who)


EXPOSED_HEADERS = "retry-after, ratelimit, ratelimit-policy, idempotency-replayed"
_OUR_FAULT = problem.InternalError("Something went wrong on our side. Try again; if it stays, quote the request id.")


def _payload(request: Request) -> bytes:
    path = "\0".join(f"{name}={value}" for name, value in sorted(request.path.items()))
    return path.encode() + b"\0" + request.body


def endpoint(
    method: str,
    path: str,
    *,
    permission: Permission | None,
    status: int = 200,
    uses: Iterable[Grant] = (),
    audit: str | None = None,
    idempotent: bool = False,
    limit: Limit | None = None,
    cross_origin: bool = False,
    layers: Iterable[Layer] = (Layer.CORE, Layer.WEB),
    memory_mb: int = 512,
    timeout_s: int = 10,
    settings: Iterable[str] = (),
) -> Callable[[Callable[..., Any]], Endpoint]:
    """Declare the function below as one route of the HTTP API.

    ``permission`` ``None`` means open. ``status`` is the success status. ``uses`` lists every resource it touches.
    ``audit`` names the entry written on success. ``limit`` bounds a caller (or, on open routes, an address).
    ``cross_origin`` marks open routes that brands' pages call; routes for shoppers are so anyway. ``settings`` names
    extra environment variables of :mod:`luneo.settings`.
    """

    def declare(operation: Callable[..., Any]) -> Endpoint:
        grants = [*uses]
        grants += [Table.IDEMPOTENCY.read_write] if idempotent else []
        grants += [Table.RATE_LIMITS.read_write] if limit else []
        route = Route(
            method=method,
            path=path,
            permission=permission,
            status=status,
            function=Function(
                module=operation.__module__,
                description=inspect.getdoc(operation) or "",
                uses=tuple(grants),
                layers=tuple(layers),
                memory_mb=memory_mb,
                timeout_s=timeout_s,
                environment=tuple(settings),
            ),
            operation=operation,
            audit=audit,
            idempotent=idempotent,
            limit=limit,
            cross_origin=cross_origin or CallerKind.SHOPPER in callers_of(permission),
        )
        return Endpoint(route)

    return declare
