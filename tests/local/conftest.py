"""An in-process AWS with the mends applied, and functions that are plain Python callables."""

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from local import moto_mends
from local.moto_mends import InvocationContext, InvocationResult
from local.moto_mends.awslambda import failure

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/any"
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


_session = boto3.session.Session(aws_access_key_id="testing", aws_secret_access_key="testing", region_name=REGION)
_config = Config(account_id_endpoint_mode="disabled")  # moto does not know the account's own host names


@cache
def client_at(url: str | None, service: str) -> Any:
    """Clients hold no state of a test and are slow to make, so they are shared."""
    return _session.client(service, endpoint_url=url, config=_config)


@dataclass
class Aws:
    """Clients, and the callables that stand for deployed functions."""

    functions: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    contexts: list[InvocationContext] = field(default_factory=list)
    codes: list[tuple[str, ...]] = field(default_factory=list)

    def client(self, service: str) -> Any:
        return client_at(None, service)

    def invoke(self, name: str, payload: bytes, context: InvocationContext) -> InvocationResult:
        self.contexts.append(context)
        try:
            return InvocationResult(json.dumps(self.functions[name](json.loads(payload))).encode())
        except Exception as error:  # noqa: BLE001
            return failure(error)

    def function(self, name: str, body: Callable[[Any], Any]) -> str:
        """Deploy ``body``; its ARN."""
        self.functions[name] = body
        created = self.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.11",
            Role=ROLE,
            Handler="any.handler",
            Code={"ZipFile": _empty_zip()},
            Timeout=7,
        )
        return created["FunctionArn"]

    def machine(self, definition: dict[str, Any], name: str = "machine") -> str:
        created = self.client("stepfunctions").create_state_machine(
            name=name, definition=json.dumps(definition), roleArn=ROLE
        )
        return created["stateMachineArn"]

    def run(self, definition: dict[str, Any], data: Any = None) -> dict[str, Any]:
        """One execution to its end, with ``output`` parsed."""
        return self.finished(self.start(self.machine(definition), data))

    def start(self, machine_arn: str, data: Any = None, **more: Any) -> str:
        started = self.client("stepfunctions").start_execution(
            stateMachineArn=machine_arn, input=json.dumps({} if data is None else data), **more
        )
        return started["executionArn"]

    def finished(self, execution_arn: str) -> dict[str, Any]:
        states = self.client("stepfunctions")
        described = wait_until(
            lambda: states.describe_execution(executionArn=execution_arn),
            lambda execution: execution["status"] != "RUNNING",
        )
        if "output" in described:
            described["output"] = json.loads(described["output"])
        return described

    def queue(self, name: str) -> str:
        self.client("sqs").create_queue(QueueName=name)
        return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"

    def messages(self, queue_arn: str) -> list[Any]:
        sqs = self.client("sqs")
        url = sqs.get_queue_url(QueueName=queue_arn.rsplit(":", 1)[1])["QueueUrl"]
        received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        return [json.loads(message["Body"]) for message in received]


def _empty_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("any.py", "")
    return buffer.getvalue()


def wait_until(read: Callable[[], Any], done: Callable[[Any], bool], seconds: float = 20) -> Any:
    """Read until ``done``; a test that waits in vain fails with what it saw last."""
    deadline = time.monotonic() + seconds
    while not done(value := read()):
        if time.monotonic() > deadline:
            pytest.fail(f"It did not happen within {seconds} s; last seen: {value}")
        time.sleep(0.005)
    return value


@pytest.fixture
def aws() -> Iterator[Aws]:
    made = Aws()
    moto_mends.apply(
        invoke_lambda=made.invoke,
        deliver_code=lambda *code: made.codes.append(code),
        time_scale=0.01,
        timeout_scale=0.05,
    )
    with mock_aws():
        made.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument=json.dumps(_TRUST))
        yield made
        moto_mends.stepfunctions.stop_all_executions()
    moto_mends.apply()
