"""The stack every stack is, and what they hand to each other.

Order of the stacks, each naming only earlier ones, so that CloudFormation never meets a cycle::

    observability-topic ← data ← gateway ← delivery ← identity ← authorizers ← generation ← api domains, events

- The gateway stack holds the bare HTTP and WebSocket APIs without one route. So CloudFront (delivery) can point at the
  API's endpoint and every function, in whatever later stack, can be told CloudFront's address as its public URL.
- Routes, integrations and the functions behind them live in the domains' stacks and name the API by reference.
- Pool triggers live beside the pool, task functions beside their machine: both name each other.
- Bucket policies of the buckets CloudFront reads live in delivery, since they name the distribution.
- Each stack has its own layer versions: a layer version's ARN changes with every build, and an exported value that
  changes while another stack imports it cannot be deployed.

Resources are written as CloudFormation spells them, not through the generated classes of ``aws_cdk.aws_*``: importing
those takes 5.5 s of CPU at every synth, so at every start of the local cloud. cfn-lint holds each property against
AWS's own schema in the tests, which is stricter than the classes' types.
"""

from collections.abc import Mapping
from typing import Any

from aws_cdk import App, CfnDeletionPolicy, CfnResource, Environment, Stack
from constructs import Construct

from stacks import environments


class LuneoStack(Stack):
    """A stack of one stage, named ``luneo-<stage>-<name>``."""

    def __init__(
        self, app: App, name: str, environment: environments.Environment, description: str, *, region: str | None = None
    ) -> None:
        super().__init__(
            app,
            f"{environment.prefix}-{name}",
            description=description,
            env=Environment(account=environment.account, region=region or environment.region),
            termination_protection=environment.keep_data,
            # Only the firewall lies in another region, and only off the laptop.
            cross_region_references=not environment.on_laptop,
            # CloudFormation hands them on to every resource that takes tags.
            tags={"luneo:stage": environment.stage, "luneo:stack": name},
        )
        self.environment_data = environment

    def resource(self, name: str, kind: str, properties: Mapping[str, Any]) -> CfnResource:
        """One resource; ``name`` is its logical id, ``kind`` and ``properties`` are CloudFormation's; Nones go."""
        return CfnResource(self, name, type=kind, properties=_without_none(properties))

    def lasting(self, name: str, kind: str, properties: Mapping[str, Any]) -> CfnResource:
        """A resource that holds data: retained when its stack goes, on stages that keep data."""
        made = self.resource(name, kind, properties)
        policy = CfnDeletionPolicy.RETAIN if self.environment_data.keep_data else CfnDeletionPolicy.DELETE
        made.cfn_options.deletion_policy = policy
        made.cfn_options.update_replace_policy = policy
        return made

    def log_group(self, name: str, **properties: str) -> CfnResource:
        """A log group that keeps lines as long as the stage wants."""
        days = {"RetentionInDays": self.environment_data.log_retention_days}
        return self.lasting(name, "AWS::Logs::LogGroup", days | properties)

    def role(self, name: str, service: str, statements: list[dict[str, Any]]) -> CfnResource:
        """A role that one AWS service takes, with one inline policy."""
        properties = {
            "AssumeRolePolicyDocument": trust(service),
            "Policies": [{"PolicyName": "Declared", "PolicyDocument": policy(*statements)}],
        }
        return self.resource(name, "AWS::IAM::Role", properties)


def attribute(resource: CfnResource, name: str = "Arn") -> str:
    """A reference to an attribute of a resource."""
    return resource.get_att(name).to_string()


def _without_none(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}


def allow(actions: list[str], resources: list[str] | str, **more: Any) -> dict[str, Any]:
    """One statement of an IAM policy."""
    return {"Effect": "Allow", "Action": actions, "Resource": resources} | more


def deny(actions: list[str], resources: list[str] | str, **more: Any) -> dict[str, Any]:
    """One refusing statement of a resource policy, for everybody."""
    return {"Effect": "Deny", "Principal": "*", "Action": actions, "Resource": resources} | more


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """An IAM policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trust(service: str) -> dict[str, Any]:
    """The trust policy that lets one AWS service take a role."""
    return policy({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})


def tls_only(action: str, *resources: str) -> dict[str, Any]:
    """The statement of a resource policy that refuses unencrypted transport."""
    return deny([action], list(resources), Condition={"Bool": {"aws:SecureTransport": "false"}})


def stack_of(scope: Construct) -> LuneoStack:
    """The stack a construct stands in."""
    stack = Stack.of(scope)
    assert isinstance(stack, LuneoStack)
    return stack
