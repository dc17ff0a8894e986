"""One HTTP API: route, authorise, call, answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from local.gateway.authorizers import Authorizer, Invoke
from local.gateway.payload import HttpRequest, HttpResponse, Matched, event_of, message, response_of
from local.gateway.routes import RouteTable

MAX_BODY_BYTES = 10 * 1024 * 1024
INTEGRATION_TIMEOUT_S = 30
SERVICE_UNAVAILABLE = message(503, "Service Unavailable")


@dataclass(frozen=True, slots=True)
class HttpApi:
    """An API as its template describes it; :meth:`answer` may be called from any thread."""

    api_id: str
    account: str
    routes: RouteTable
    authorizers: Mapping[str, Authorizer]
    invoke: Invoke

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The response to a request, the gateway's own refusals included."""
        response = self._answer(request)
        return HttpResponse(
            response.status, (*response.headers, ("apigw-requestid", request.request_id)), response.body
        )

    def _answer(self, request: HttpRequest) -> HttpResponse:
        match = self.routes.match(request.method, request.raw_path)
        if match is None:
            return message(404, "Not Found")
        if len(request.body) > MAX_BODY_BYTES:
            return message(413, "Request Entity Too Large")
        parameters = {name: unquote(value) for name, value in match.parameters.items()}
        route = Matched(self.api_id, self.account, match.route.key, parameters)
        context = None
        if match.route.authorizer is not None:
            context, refusal = self.authorizers[match.route.authorizer].judge(request, route, match.route.scopes)
            if refusal is not None:
                return refusal
        payload, failed = self.invoke(match.route.function, json.dumps(event_of(request, route, context)).encode())
        return message(500, "Internal Server Error") if failed else response_of(payload)
