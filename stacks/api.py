"""The routes: a stack per domain folder, all on one HTTP API; the WebSocket routes likewise; and who may call."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from aws_cdk import App, CfnResource

from luneo.errors import DomainError
from luneo.http.authorizer import AuthorizerSpec
from luneo.http.route import Route
from luneo.http.socket import SocketRoute
from luneo.identity.permissions import CallerKind
from stacks.base import LuneoStack, attribute
from stacks.environments import Environment
from stacks.gateway import HTTP_STAGE, SOCKET_STAGE, GatewayStack
from stacks.identity import IdentityStack
from stacks.lambdas import Lambdas, Shared

_API_GATEWAY = "apigateway.amazonaws.com"
_CREDENTIAL = "$request.header.Authorization"
_CONNECTION_EVENTS = frozenset({"$connect", "$disconnect"})
_MEMBERS_ONLY = frozenset({CallerKind.MEMBER})
_AUTHORIZER = "AWS::ApiGatewayV2::Authorizer"


class NoCallerAuthorizer(DomainError):
    """A route admits callers whom only the Lambda authoriser knows, and there is none."""

    slug = "no-caller-authorizer"
    title = "The caller authoriser is missing"


@dataclass(frozen=True, slots=True)
class Authorizers:
    """Ids of the API's two authorisers; ``callers`` is absent where nobody declares one."""

    members: str
    callers: str | None

    def of(self, route: Route) -> tuple[str, str | None]:
        """The authorisation type and the authoriser's id of a route.

        Raises:
            NoCallerAuthorizer: the route needs the Lambda authoriser, which no function declares.
        """
        if route.permission is None:
            return "NONE", None
        if route.callers == _MEMBERS_ONLY:
            return "JWT", self.members
        if self.callers is None:
            raise NoCallerAuthorizer(f"{route.key} is not for members only: declare an @authorizer in functions/.")
        return "CUSTOM", self.callers


class AuthorizersStack(LuneoStack):
    """The members' JWT authoriser, and the Lambda one for callers of several kinds."""

    def __init__(
        self,
        app: App,
        environment: Environment,
        shared: Shared,
        gateway: GatewayStack,
        identity: IdentityStack,
        spec: AuthorizerSpec | None,
    ) -> None:
        super().__init__(app, "authorizers", environment, "Luneo: who is calling")
        self._api_id = gateway.http_id
        properties = {
            "ApiId": self._api_id,
            "AuthorizerType": "JWT",
            "Name": "members",
            "IdentitySource": [_CREDENTIAL],
            "JwtConfiguration": {"Audience": [identity.client_id], "Issuer": identity.issuer},
        }
        members = self.resource("Members", _AUTHORIZER, properties)
        self.authorizers = Authorizers(members.ref, self._callers(shared, spec) if spec else None)

    def _callers(self, shared: Shared, spec: AuthorizerSpec) -> str:
        lambdas = Lambdas(self, shared)
        function = lambdas.add(spec.function)
        properties = {
            "ApiId": self._api_id,
            "AuthorizerType": "REQUEST",
            "Name": "callers",
            "AuthorizerUri": _invocation(self, function),
            "AuthorizerPayloadFormatVersion": "2.0",
            "EnableSimpleResponses": True,
            "IdentitySource": [_CREDENTIAL],
            "AuthorizerResultTtlInSeconds": spec.cache_s,
        }
        made = self.resource("Callers", _AUTHORIZER, properties)
        source = _api_arn(self, self._api_id, f"authorizers/{made.ref}")
        lambdas.permit(spec.function.logical_name, function, _API_GATEWAY, source)
        return made.ref


class DomainStack(LuneoStack):
    """The endpoints of one folder of ``functions/``."""

    def __init__(
        self,
        app: App,
        environment: Environment,
        shared: Shared,
        gateway: GatewayStack,
        authorizers: Authorizers,
        domain: str,
        routes: Iterable[Route | SocketRoute],
    ) -> None:
        super().__init__(app, domain.replace("_", "-"), environment, f"Luneo: the endpoints of {domain}")
        self._lambdas = Lambdas(self, shared)
        self._gateway = gateway
        self._authorizers = authorizers
        for route in routes:
            if isinstance(route, Route):
                self._route(route)
            else:
                self._socket_route(route)

    def _route(self, route: Route) -> None:
        name, api_id = route.function.logical_name, self._gateway.http_id
        function = self._lambdas.add(route.function)
        kind, authorizer = self._authorizers.of(route)
        integration = {
            "ApiId": api_id,
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": attribute(function),
            "PayloadFormatVersion": "2.0",
        }
        properties = {
            "ApiId": api_id,
            "RouteKey": route.key,
            "Target": self._target(name, integration),
            "AuthorizationType": kind,
            "AuthorizerId": authorizer,
        }
        self.resource(f"{name}Route", "AWS::ApiGatewayV2::Route", properties)
        path = re.sub(r"{[^}]+}", "*", route.path)
        source = _api_arn(self, api_id, f"{HTTP_STAGE}/{route.method}{path}")
        self._lambdas.permit(name, function, _API_GATEWAY, source)

    def _socket_route(self, route: SocketRoute) -> None:
        name, api_id = route.function.logical_name, self._gateway.socket_ids[route.socket]
        function = self._lambdas.add(route.function)
        answers = route.key not in _CONNECTION_EVENTS
        uri = _invocation(self, function)
        properties = {
            "ApiId": api_id,
            "RouteKey": route.key,
            "Target": self._target(name, {"ApiId": api_id, "IntegrationType": "AWS_PROXY", "IntegrationUri": uri}),
            # The opening request carries a one-time ticket, which the handler of $connect spends.
            "AuthorizationType": "NONE",
            "RouteResponseSelectionExpression": "$default" if answers else None,
        }
        made = self.resource(f"{name}Route", "AWS::ApiGatewayV2::Route", properties)
        if answers:
            response = {"ApiId": api_id, "RouteId": made.ref, "RouteResponseKey": "$default"}
            self.resource(f"{name}Answer", "AWS::ApiGatewayV2::RouteResponse", response)
        self._lambdas.permit(name, function, _API_GATEWAY, _api_arn(self, api_id, f"{SOCKET_STAGE}/{route.key}"))

    def _target(self, name: str, integration: dict[str, str]) -> str:
        return f"integrations/{self.resource(f'{name}Integration', 'AWS::ApiGatewayV2::Integration', integration).ref}"


def _api_arn(stack: LuneoStack, api_id: str, below: str) -> str:
    return f"arn:{stack.partition}:execute-api:{stack.region}:{stack.account}:{api_id}/{below}"


def _invocation(stack: LuneoStack, function: CfnResource) -> str:
    lambda_path = f"lambda:path/2015-03-31/functions/{attribute(function)}/invocations"
    return f"arn:{stack.partition}:apigateway:{stack.region}:{lambda_path}"
