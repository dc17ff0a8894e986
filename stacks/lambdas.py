"""From a function's declaration to its Lambda: role, log group, function, and an alarm beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aws_cdk import CfnResource
from aws_cdk.aws_s3_assets import Asset

from luneo.errors import DomainError
from luneo.function import Function
from luneo.resources import Layer
from luneo.settings import PUBLIC_URL, SERVICE, STAGE
from stacks.alarms import Alarms, Metric
from stacks.assets import functions_asset, layer_asset
from stacks.base import LuneoStack, allow, attribute
from stacks.directory import Directory
from stacks.platform import ARCHITECTURE, RUNTIME

# X-Ray takes no resource in a policy.
TRACES = allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*")
_SUMMARY_LENGTH = 256


class UnknownSetting(DomainError):
    """A function asks for an environment variable that the environments do not define."""

    slug = "unknown-setting"
    title = "A function's setting has no value"


@dataclass(frozen=True, slots=True)
class Shared:
    """What every function is given, once it is known; ``common`` are environment variables of all."""

    directory: Directory
    public_url: str
    alarms: Alarms
    common: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lambdas:
    """Makes the functions of one stack."""

    stack: LuneoStack
    shared: Shared
    _layers: dict[Layer, CfnResource] = field(default_factory=dict)

    @cached_property
    def _code(self) -> Asset:
        return functions_asset(self.stack)

    def add(self, function: Function, extra: Iterable[dict[str, Any]] = ()) -> CfnResource:
        """The Lambda of a declaration; ``extra`` are statements that its trigger implies."""
        name = function.logical_name
        logs = self.stack.log_group(f"{name}Logs")
        writing = allow(["logs:CreateLogStream", "logs:PutLogEvents"], [attribute(logs)])
        statements = [writing, TRACES, *self.shared.directory.statements(function.uses), *extra]
        role = self.stack.role(f"{name}Role", "lambda.amazonaws.com", statements)
        properties = {
            "Description": function.description.split("\n\n")[0].replace("\n", " ")[:_SUMMARY_LENGTH],
            "Runtime": RUNTIME,
            "Architectures": [ARCHITECTURE],
            "Handler": function.handler,
            "Code": _content(self._code),
            "Layers": [self._layer(layer).ref for layer in dict.fromkeys(function.layers)],
            "Role": attribute(role),
            "MemorySize": function.memory_mb,
            "Timeout": function.timeout_s,
            "Environment": {"Variables": self._variables(function)},
            "LoggingConfig": {"LogGroup": logs.ref},
            "TracingConfig": {"Mode": "Active"},
        }
        made = self.stack.resource(name, "AWS::Lambda::Function", properties)
        where = {"FunctionName": made.ref}
        troubles = (Metric("AWS/Lambda", "Errors", where), Metric("AWS/Lambda", "Throttles", where))
        self.shared.alarms.add(self.stack, f"{name}Failing", f"{name} fails or is throttled", troubles)
        return made

    def permit(self, name: str, function: CfnResource, service: str, source_arn: str) -> None:
        """Let one resource of an AWS service call the function."""
        properties = {
            "Action": "lambda:InvokeFunction",
            "FunctionName": attribute(function),
            "Principal": service,
            "SourceArn": source_arn,
        }
        self.stack.resource(f"{name}Permission", "AWS::Lambda::Permission", properties)

    def _variables(self, function: Function) -> dict[str, str]:
        environment = self.stack.environment_data
        if unknown := set(function.environment) - set(environment.settings):
            raise UnknownSetting(f"{function.module} asks for {unknown}: give it a value in stacks/environments.py.")
        return {
            STAGE: environment.stage,
            PUBLIC_URL: self.shared.public_url,
            "POWERTOOLS_SERVICE_NAME": SERVICE,
            "POWERTOOLS_LOG_LEVEL": environment.log_level,
            **self.shared.common,
            **self.shared.directory.environment(function.uses),
            **{name: environment.settings[name] for name in function.environment},
        }

    def _layer(self, layer: Layer) -> CfnResource:
        if layer not in self._layers:
            asset = layer_asset(self.stack, layer)
            properties = {
                "Description": f"Luneo: {layer.value}",
                "Content": _content(asset),
                "CompatibleArchitectures": [ARCHITECTURE],
                "CompatibleRuntimes": [RUNTIME],
            }
            name = f"{asset.node.id.removesuffix('Content')}Layer"
            self._layers[layer] = self.stack.resource(name, "AWS::Lambda::LayerVersion", properties)
        return self._layers[layer]


def _content(asset: Asset) -> Mapping[str, str]:
    return {"S3Bucket": asset.s3_bucket_name, "S3Key": asset.s3_object_key}
