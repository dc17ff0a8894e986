"""What every provisioner works with: clients of the embedded AWS, names, and shapes."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.template.model import Identity, Resource
from local.template.resolver import Resolver

ACCOUNT = "123456789012"
REGION = "eu-west-1"
CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
_MAX_NAME = 63


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the embedded AWS listens; DynamoDB may be an engine of its own."""

    aws: str
    dynamodb: str

    def of(self, service: str) -> str:
        """The URL that serves ``service``."""
        return self.dynamodb if service in {"dynamodb", "dynamodbstreams"} else self.aws

    def environment(self) -> dict[str, str]:
        """What points an SDK here."""
        variables = {"AWS_ENDPOINT_URL": self.aws}
        if self.dynamodb != self.aws:
            variables |= {
                "AWS_ENDPOINT_URL_DYNAMODB": self.dynamodb,
                "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": self.dynamodb,
            }
        return variables


class Clients:
    """botocore clients of the embedded AWS, one a service, shared by all threads."""

    def __init__(self, endpoints: Endpoints) -> None:
        from botocore.session import Session

        self.endpoints = endpoints
        self._session = Session()
        self._clients: dict[str, Any] = {}

    def __getitem__(self, service: str) -> Any:
        if service not in self._clients:
            from botocore.config import Config

            self._clients[service] = self._session.create_client(
                service,
                region_name=REGION,
                endpoint_url=self.endpoints.of(service),
                config=Config(
                    connect_timeout=2,
                    read_timeout=60,
                    retries={"total_max_attempts": 1},
                    max_pool_connections=64,
                    s3={"addressing_style": "path"},
                ),
                **CREDENTIALS,
            )
        return self._clients[service]


@dataclass(slots=True)
class Workbench:
    """The tools of one provisioning run; ``asset`` finds the file behind an asset's object key."""

    aws: Clients
    resolver: Resolver
    asset: Callable[[str], Path]
    notes: list[str] = field(default_factory=list)

    def properties(self, resource: Resource) -> dict[str, Any]:
        """The resource's resolved properties."""
        return self.resolver.properties(resource)

    def call(self, service: str, operation: str, **arguments: Any) -> dict[str, Any]:
        """One call, its arguments cut to the operation's shape."""
        client = self.aws[service]
        shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation]).input_shape
        answer: dict[str, Any] = getattr(client, operation)(**fitted(shape, arguments))
        return answer


Create = Callable[[Resource, Workbench], Identity]
Finish = Callable[[Resource, Workbench], None]


def arn(service: str, resource: str) -> str:
    """An ARN of the local account."""
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def name_of(resource: Resource, given: str | None = None, *, longest: int = _MAX_NAME) -> str:
    """The given physical name, or one made of the stack's and the logical id as CloudFormation does."""
    if given:
        return given
    name = f"{resource.stack.name}-{resource.logical_id}"
    if len(name) <= longest:
        return name
    return f"{name[: longest - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def fitted(shape: Any, value: Any) -> Any:
    """``value`` cut to what a botocore shape takes: unknown members dropped, texts made the numbers they stand for.

    CloudFormation's properties mostly carry the API's own names, plus some that are CloudFormation's alone.
    """
    if shape.type_name == "structure" and isinstance(value, Mapping):
        return {name: fitted(shape.members[name], part) for name, part in value.items() if name in shape.members}
    if shape.type_name == "list" and isinstance(value, list):
        return [fitted(shape.member, part) for part in value]
    if shape.type_name == "map" and isinstance(value, Mapping):
        return {name: fitted(shape.value, part) for name, part in value.items()}
    if shape.type_name in {"integer", "long"} and value is not None:
        return int(value)
    if shape.type_name == "boolean" and isinstance(value, str):
        return value.lower() == "true"
    return str(value) if shape.type_name == "string" and isinstance(value, int) else value
