"""The bare APIs, without one route, so that CloudFront and every function can name them (see :mod:`stacks.base`)."""

import json
from collections.abc import Mapping

from aws_cdk import App, CfnOutput, CfnResource

from luneo.resources import Socket
from stacks.alarms import Alarms, Metric
from stacks.base import LuneoStack, attribute, trust
from stacks.directory import Deployed, Directory
from stacks.environments import Domain, Environment

HTTP_STAGE = "$default"
SOCKET_STAGE = "live"
_ORIGIN_KEY_LENGTH = 48
_METRICS = "AWS/ApiGateway"

_COMMON_LOG = {
    "requestId": "$context.requestId",
    "ip": "$context.identity.sourceIp",
    "time": "$context.requestTimeEpoch",
    "routeKey": "$context.routeKey",
    "status": "$context.status",
    "error": "$context.error.message",
    "integrationError": "$context.integrationErrorMessage",
}
_HTTP_LOG = _COMMON_LOG | {
    "ms": "$context.responseLatency",
    "integrationMs": "$context.integrationLatency",
    "bytes": "$context.responseLength",
    "authorizerError": "$context.authorizer.error",
}
_SOCKET_LOG = _COMMON_LOG | {"event": "$context.eventType", "connection": "$context.connectionId"}


class GatewayStack(LuneoStack):
    """One HTTP API and one WebSocket API a :class:`Socket`, with stages, ceilings and access logs.

    ``host`` is the name at which CloudFront reaches the HTTP API. ``origin_key`` is the secret CloudFront sends with
    each request, as a reference that CloudFormation resolves: it stands in no template. Laptops have none.
    """

    def __init__(self, app: App, environment: Environment, directory: Directory, alarms: Alarms, key_arn: str) -> None:
        super().__init__(app, "gateway", environment, "Luneo: the HTTP and WebSocket APIs")
        self._alarms = alarms
        self.http_id = self._http()
        self.host = self._origin_domain(environment.domain) if environment.domain else self.host_of(self.http_id)
        account = self._logging_account()
        self.socket_ids = {socket: self._socket(socket, directory, account) for socket in Socket}
        self.origin_key = None if environment.on_laptop else self._origin_key(key_arn)

    def host_of(self, api_id: str) -> str:
        """The host name of an API's own endpoint."""
        return f"{api_id}.execute-api.{self.region}.{self.url_suffix}"

    def _http(self) -> str:
        properties = {
            "Name": f"{self.environment_data.prefix}-http",
            "ProtocolType": "HTTP",
            "Description": "Luneo's public API",
            # Without a domain CloudFront has no other way in; then the origin key alone keeps others out.
            "DisableExecuteApiEndpoint": self.environment_data.domain is not None,
        }
        api = self.resource("HttpApi", "AWS::ApiGatewayV2::Api", properties)
        self._stage("HttpApiStage", api.ref, HTTP_STAGE, _HTTP_LOG, {"DetailedMetricsEnabled": True})
        self._alarms.add(self, "HttpApiFailing", "The API answers with 5xx", (_metric("5xx", api.ref),))
        return api.ref

    def _socket(self, socket: Socket, directory: Directory, account: CfnResource) -> str:
        name = f"{socket.value.capitalize()}Socket"
        properties = {
            "Name": f"{self.environment_data.prefix}-{socket.value}",
            "ProtocolType": "WEBSOCKET",
            "Description": f"Luneo: {socket.value} pushed to browsers",
            "RouteSelectionExpression": "$request.body.action",
        }
        api = self.resource(name, "AWS::ApiGatewayV2::Api", properties)
        self._stage(f"{name}Stage", api.ref, SOCKET_STAGE, _SOCKET_LOG, {}).add_resource_dependency(account)
        execute = f"arn:{self.partition}:execute-api:{self.region}:{self.account}:{api.ref}"
        arns = {"*": (f"{execute}/{SOCKET_STAGE}/POST/@connections/*",)}
        directory.add(socket, Deployed({socket.env: f"https://{self.host_of(api.ref)}/{SOCKET_STAGE}"}, arns))
        errors = (_metric("IntegrationError", api.ref), _metric("ExecutionError", api.ref))
        self._alarms.add(self, f"{name}Failing", f"The {socket.value} socket fails", errors)
        return api.ref

    def _stage(
        self, name: str, api_id: str, stage: str, log: Mapping[str, str], more: Mapping[str, object]
    ) -> CfnResource:
        environment = self.environment_data
        properties = {
            "ApiId": api_id,
            "StageName": stage,
            "AutoDeploy": True,
            "AccessLogSettings": {
                "DestinationArn": attribute(self.log_group(f"{name}Logs")),
                "Format": json.dumps(log),
            },
            "DefaultRouteSettings": {
                "ThrottlingBurstLimit": environment.burst,
                "ThrottlingRateLimit": environment.requests_per_second,
                **more,
            },
        }
        return self.resource(name, "AWS::ApiGatewayV2::Stage", properties)

    def _logging_account(self) -> CfnResource:
        # A region-wide setting without which a WebSocket stage that logs cannot be created.
        pushes = f"arn:{self.partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
        trusted = {"AssumeRolePolicyDocument": trust("apigateway.amazonaws.com"), "ManagedPolicyArns": [pushes]}
        role = self.resource("GatewayLogging", "AWS::IAM::Role", trusted)
        return self.resource("GatewayAccount", "AWS::ApiGateway::Account", {"CloudWatchRoleArn": attribute(role)})

    def _origin_domain(self, domain: Domain) -> str:
        certificate = {
            "CertificateArn": domain.origin_certificate_arn,
            "EndpointType": "REGIONAL",
            "SecurityPolicy": "TLS_1_2",
        }
        properties = {"DomainName": domain.origin_name, "DomainNameConfigurations": [certificate]}
        name = self.resource("OriginName", "AWS::ApiGatewayV2::DomainName", properties)
        mapping = {"ApiId": self.http_id, "DomainName": name.ref, "Stage": HTTP_STAGE}
        self.resource("OriginMapping", "AWS::ApiGatewayV2::ApiMapping", mapping)
        record = f"{domain.origin_name} ALIAS {attribute(name, 'RegionalDomainName')}"
        CfnOutput(self, "OriginRecord", value=record)
        return domain.origin_name

    def _origin_key(self, key_arn: str) -> str:
        properties = {
            "Description": "What CloudFront adds to a request so that the API knows it came that way",
            "KmsKeyId": key_arn,
            "GenerateSecretString": {"PasswordLength": _ORIGIN_KEY_LENGTH, "ExcludePunctuation": True},
        }
        secret = self.lasting("OriginKey", "AWS::SecretsManager::Secret", properties)
        return f"{{{{resolve:secretsmanager:{secret.ref}:SecretString}}}}"


def _metric(name: str, api_id: str) -> Metric:
    return Metric(_METRICS, name, {"ApiId": api_id})
