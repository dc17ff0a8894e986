"""The whole stack in this process: moto's AWS with every resource the declarations can name.

Tables are made from the pynamodb models, everything else from :mod:`luneo.resources`. A function runs with the
environment and the rights of its own declaration and nothing more (:mod:`tests.grants`).
"""

import importlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from unittest import mock

from local import moto_mends
from luneo import aws, secrets, settings
from luneo.function import Function
from luneo.resources import Bucket, Bus, Machine, Model, Pool, Resource, Secret, Socket, Table
from luneo.storage import LuneoModel
from luneo.wiring.providers import API_KEY
from stacks.sign_in import CLIENT
from stacks.tables import models
from tests import grants

REGION = "eu-west-1"
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/test"
PUBLIC_URL = "https://luneo.test"
SOCKET_URL = "https://socket.luneo.test/live"
SETTINGS = {
    settings.IMAGE_PROVIDER: "offline",
    settings.IMAGE_MODEL: "offline-1",
    settings.SIGNER: settings.TEST_SIGNER,
}
BASE = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "POWERTOOLS_SERVICE_NAME": settings.SERVICE,
    "POWERTOOLS_LOG_LEVEL": "INFO",
    settings.STAGE: settings.Stage.LOCAL,
    settings.PUBLIC_URL: PUBLIC_URL,
}
# How the interpreter and the tools around it find their files; no function reads these.
_HOST = (
    "PATH",
    "HOME",
    "TMPDIR",
    "LANG",
    "PYTEST_CURRENT_TEST",
    "AWS_ENDPOINT_URL_DYNAMODB",
    "AWS_ENDPOINT_URL_DYNAMODB_STREAMS",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response; ``json`` is the parsed body, ``None`` where there is none."""

    status: int
    headers: dict[str, str]
    json: Any

    @property
    def problem(self) -> str:
        """The slug of a problem document."""
        assert self.headers["content-type"] == "application/problem+json", self.json
        return str(self.json["type"]).removeprefix("/problems/")

    @property
    def pointers(self) -> list[str]:
        """The places a refusal names, in its order."""
        return [fault["pointer"] for fault in self.json.get("errors", [])]


@dataclass
class Stack:
    """The running stack; make one with :func:`running`.

    ``names`` holds every resource's environment variable with its physical name. ``codes`` holds the last confirmation
    code sent to each address. ``functions`` are the Lambda functions registered so far, by physical name; ``keys`` the
    key attributes of each table.
    """

    names: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    functions: dict[str, Callable[..., Any]] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)

    def environment(self, function: Function) -> dict[str, str]:
        """The environment that the stacks would give this function."""
        granted: dict[str, str] = {}
        for grant in function.uses:
            granted |= self._variables(grant.resource)
        return BASE | granted | {name: SETTINGS[name] for name in function.environment}

    def _variables(self, resource: Resource) -> dict[str, str]:
        variables = [resource.env, *([resource.client_env] if isinstance(resource, Pool) else [])]
        return {name: self.names[name] for name in variables}

    def invoke(self, handler: Any, event: dict[str, Any], **environment: str) -> Any:
        """Call a handler in its own environment, overlaid with ``environment``; what it returns or raises comes out."""
        function: Function = handler.declaration.function
        context = SimpleNamespace(function_name=function.logical_name, get_remaining_time_in_millis=lambda: 10_000)
        secrets._providers.clear()  # each function is a process of its own and fetches for itself
        with only(self.environment(function) | environment), self.as_function(function):
            return handler(event, context)

    def as_function(self, function: Function) -> AbstractContextManager[None]:
        """Let this thread do only what the function is granted on the resources that its environment names."""
        return grants.running(function, grants.Place(self.names | os.environ, ACCOUNT, REGION))

    def call(self, handler: Any, event: dict[str, Any], **environment: str) -> Answer:
        """Call an endpoint's handler with a payload 2.0 event."""
        response = self.invoke(handler, event, **environment)
        body = response.get("body")
        return Answer(response["statusCode"], response["headers"], json.loads(body) if body else None)

    @contextmanager
    def everything(self) -> Iterator[None]:
        """An environment in which all resources are granted: for arranging and for looking at the store."""
        with only(BASE | SETTINGS | self.names):
            yield

    def register(self, handler: Any) -> str:
        """Make a declared function callable by AWS itself (triggers, state machines); its ARN."""
        function: Function = handler.declaration.function
        name = function.logical_name
        if name not in self.functions:
            self.functions[name] = handler
            aws.client("lambda").create_function(
                FunctionName=name,
                Runtime="python3.11",
                Role=ROLE,
                Handler=function.handler,
                Code={"ZipFile": b"in process"},
                Timeout=function.timeout_s,
                MemorySize=function.memory_mb,
            )
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"

    def run_function(self, name: str, payload: bytes, _context: Any) -> moto_mends.InvocationResult:
        """What moto calls to run a registered function."""
        try:
            answer = self.invoke(self.functions[name], json.loads(payload))
        except Exception as error:  # noqa: BLE001 - AWS hands on whatever a function raises
            body = {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": []}
            return moto_mends.InvocationResult(json.dumps(body).encode(), "Unhandled")
        return moto_mends.InvocationResult(json.dumps(answer).encode())

    def keep_code(self, _pool: str, _username: str, email: str, code: str, _purpose: str) -> None:
        """Where the pool's messages go."""
        self.codes[email] = code

    def wipe(self) -> None:
        """Empty every table, bucket and pool."""
        self.codes.clear()
        for name, keys in self.keys.items():
            _empty_table(name, keys)
        for bucket in Bucket:
            _empty_bucket(self.names[bucket.env])
        for pool in Pool:
            _empty_pool(self.names[pool.env])


@contextmanager
def only(environment: dict[str, str]) -> Iterator[None]:
    """Run with this environment and what the host needs, and nothing else."""
    host = {name: os.environ[name] for name in _HOST if name in os.environ}
    with mock.patch.dict(os.environ, host | environment, clear=True):
        yield


@contextmanager
def running() -> Iterator[Stack]:
    """Start moto, create every resource, stop at the end; whoever asks meanwhile gets the same stack."""
    if _started:
        yield _started[0]
        return
    from moto import mock_aws

    stack = Stack()
    with only(BASE), mock_aws(), grants.guarding(ACCOUNT):
        aws.forget()
        moto_mends.apply(invoke_lambda=stack.run_function, deliver_code=stack.keep_code, time_scale=0)
        _create(stack)
        _started.append(stack)
        yield stack
        _started.clear()
    aws.forget()


_started: list[Stack] = []


def _create(stack: Stack) -> None:
    anybody = {"Version": "2012-10-17", "Statement": []}
    name = ROLE.rsplit("/", 1)[-1]
    aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(anybody))
    for table in Table:
        stack.names[table.env] = f"test-{table.value}"
    _create_tables(stack)
    for bucket in Bucket:
        stack.names[bucket.env] = f"test-{bucket.value}"
        location = {"LocationConstraint": REGION}
        aws.client("s3").create_bucket(Bucket=stack.names[bucket.env], CreateBucketConfiguration=location)
    for secret in Secret:
        value = json.dumps(dict.fromkeys(("key", API_KEY), f"test-only-{secret.value}-{'0' * 32}"))
        stack.names[secret.env] = aws.client("secretsmanager").create_secret(Name=secret.value, SecretString=value)[
            "ARN"
        ]
    for machine in Machine:
        stack.names[machine.env] = _create_machine(machine)
    for pool in Pool:
        _create_pool(stack, pool)
    for socket in Socket:
        stack.names[socket.env] = SOCKET_URL
    for model in Model:
        stack.names[model.env] = f"test.{model.value}"
    for bus in Bus:
        stack.names[bus.env] = aws.client("events").create_event_bus(Name=bus.value)["EventBusArn"]


def _create_tables(stack: Stack) -> None:
    by_table: dict[Table, list[type[LuneoModel]]] = {}
    for model in models():
        by_table.setdefault(model.table(), []).append(model)
    dynamodb = aws.client("dynamodb")
    for table in Table:
        definition = table_definition(stack.names[table.env], by_table.get(table, []))
        dynamodb.create_table(**definition)
        stack.keys[definition["TableName"]] = [key["AttributeName"] for key in definition["KeySchema"]]


def table_definition(name: str, models: list[type[LuneoModel]]) -> dict[str, Any]:
    """``CreateTable``'s arguments for the models that share a table; a table without models gets a bare key."""
    schemas = [model._get_schema() for model in models]
    attributes = {item["AttributeName"]: item for schema in schemas for item in schema["attribute_definitions"]}
    indexes = {
        index["index_name"]: {
            "IndexName": index["index_name"],
            "KeySchema": _in_order(index["key_schema"]),
            "Projection": index["projection"],
        }
        for schema in schemas
        for index in schema["global_secondary_indexes"]
    }
    bare = {"AttributeName": "partition", "AttributeType": "S"}
    definition: dict[str, Any] = {
        "TableName": name,
        "KeySchema": _in_order(schemas[0]["key_schema"])
        if schemas
        else [{"AttributeName": "partition", "KeyType": "HASH"}],
        "AttributeDefinitions": list(attributes.values()) or [bare],
        "BillingMode": "PAY_PER_REQUEST",
    }
    if indexes:
        definition["GlobalSecondaryIndexes"] = list(indexes.values())
    if any(model.Meta.stream for model in models):
        definition["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert all(_in_order(schema["key_schema"]) == definition["KeySchema"] for schema in schemas), f"{name}: keys differ"
    return definition


def _in_order(key_schema: list[dict[str, str]]) -> list[dict[str, str]]:
    """The partition key first, as DynamoDB wants it; pynamodb lists keys by their names."""
    return sorted(key_schema, key=lambda key: key["KeyType"])


def _create_machine(machine: Machine) -> str:
    """A machine that only starts; what runs inside one is the workflow tests' business."""
    definition = {"StartAt": "Started", "States": {"Started": {"Type": "Pass", "End": True}}}
    created = aws.client("stepfunctions").create_state_machine(
        name=machine.value, definition=json.dumps(definition), roleArn=ROLE
    )
    return str(created["stateMachineArn"])


def _create_pool(stack: Stack, pool: Pool) -> None:
    cognito = aws.client("cognito-idp")
    trigger = importlib.import_module("functions.tasks.enrich_access_token").handler
    created = cognito.create_user_pool(
        PoolName=pool.value,
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        Policies={
            "PasswordPolicy": {
                "MinimumLength": 12,
                "RequireLowercase": True,
                "RequireUppercase": True,
                "RequireNumbers": True,
                "RequireSymbols": False,
            }
        },
        LambdaConfig={
            trigger.subscription.source.name: {"LambdaVersion": "V2_0", "LambdaArn": stack.register(trigger)}
        },
    )
    stack.names[pool.env] = created["UserPool"]["Id"]
    client = cognito.create_user_pool_client(UserPoolId=stack.names[pool.env], **CLIENT)
    stack.names[pool.client_env] = client["UserPoolClient"]["ClientId"]


def _empty_table(name: str, keys: list[str]) -> None:
    dynamodb = aws.client("dynamodb")
    for item in dynamodb.scan(TableName=name)["Items"]:
        dynamodb.delete_item(TableName=name, Key={key: item[key] for key in keys})


def _empty_bucket(name: str) -> None:
    s3 = aws.client("s3")
    for item in s3.list_objects_v2(Bucket=name).get("Contents", []):
        s3.delete_object(Bucket=name, Key=item["Key"])


def _empty_pool(pool_id: str) -> None:
    cognito = aws.client("cognito-idp")
    for user in cognito.list_users(UserPoolId=pool_id)["Users"]:
        cognito.admin_delete_user(UserPoolId=pool_id, Username=user["Username"])
