"""The functions that the workers run, read from the templates: code, environment, limits and what they may do."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from local.guard.policy import Hint, RolePolicy, Statement
from local.provision.edges import Addresses
from local.provision.run import Provisioned
from local.provision.workbench import ACCOUNT, REGION
from local.template.model import Resource
from local.workers.function import DeployedFunction
from luneo import resources
from luneo.settings import BEDROCK_REGION

_DEFAULT_TIMEOUT_S = 3
_DEFAULT_MEMORY_MB = 128
_POLICY_TYPES = frozenset({"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"})
_ARNS = {
    resources.Table: f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{}}",
    resources.Bucket: "arn:aws:s3:::{}",
    resources.Pool: f"arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{{}}",
    resources.Bus: f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{{}}",
    resources.Model: f"arn:aws:bedrock:{BEDROCK_REGION}::foundation-model/{{}}",
}


def deployed_functions(
    deployed: Provisioned, addresses: Addresses, platform_environment: Mapping[str, str]
) -> dict[str, DeployedFunction]:
    """Every function by its physical name. Those whose code lies in the template itself (CDK's helpers) are left out.

    ``platform_environment`` is what points SDKs at the embedded AWS.
    """
    wanted = [item for item in deployed.assembly.resources("AWS::Lambda::Function") if "S3Key" in _code(item)]
    properties = {resource: deployed.resolver.properties(resource) for resource in wanted}
    environments = {
        resource: {name: addresses.localise(str(value)) for name, value in _environment(properties[resource]).items()}
        for resource in wanted
    }
    hints = tuple(_hints(environments.values()))
    found = {}
    for resource in wanted:
        root = deployed.assembly.asset(properties[resource]["Code"]["S3Key"])
        if not _is_python(properties[resource], root):
            continue
        name = deployed.resolver.identity(resource).ref
        found[name] = _function(
            deployed, resource, properties[resource], environments[resource], hints, dict(platform_environment), root
        )
    return found


def _code(resource: Resource) -> Mapping[str, Any]:
    code: Mapping[str, Any] = resource.properties.get("Code", {})
    return code


def _is_python(properties: Mapping[str, Any], root: Path) -> bool:
    return str(properties.get("Runtime", "")).startswith("python") and root.is_dir() and (root / "functions").is_dir()


def _environment(properties: Mapping[str, Any]) -> dict[str, Any]:
    variables: dict[str, Any] = properties.get("Environment", {}).get("Variables", {})
    return variables


def _function(
    deployed: Provisioned,
    resource: Resource,
    properties: Mapping[str, Any],
    environment: dict[str, str],
    hints: tuple[Hint, ...],
    platform_environment: dict[str, str],
    root: Path,
) -> DeployedFunction:
    identity = deployed.resolver.identity(resource)
    handler = str(properties["Handler"])
    statements = tuple(_statements(deployed, resource))
    return DeployedFunction(
        name=identity.ref,
        arn=identity.attributes["Arn"],
        handler=handler,
        root=root,
        environment=environment,
        memory_mb=int(properties.get("MemorySize", _DEFAULT_MEMORY_MB)),
        timeout_s=float(properties.get("Timeout", _DEFAULT_TIMEOUT_S)),
        account=ACCOUNT,
        region=REGION,
        policy=RolePolicy(handler.rpartition(".")[0], statements, hints),
        concurrency=properties.get("ReservedConcurrentExecutions"),
        platform_environment=platform_environment,
    )


def _statements(deployed: Provisioned, function: Resource) -> Iterator[Statement]:
    role_id = function.properties["Role"]["Fn::GetAtt"][0]
    role = deployed.resolver.properties(function.stack.resources[role_id])
    documents = [policy["PolicyDocument"] for policy in role.get("Policies", [])]
    documents += [
        deployed.resolver.properties(attached)["PolicyDocument"]
        for attached in function.stack.resources.values()
        if attached.type in _POLICY_TYPES and {"Ref": role_id} in attached.properties.get("Roles", [])
    ]
    for document in documents:
        yield from (Statement.of(statement) for statement in document["Statement"])


def _hints(environments: Any) -> Iterator[Hint]:
    """One hint for each resource that any function was given, learned from the environments themselves."""
    known = {name: value for environment in environments for name, value in environment.items()}
    for kind in resources.Resource.__subclasses__():
        for resource in kind:
            if resource.env in known:
                arn = _ARNS.get(kind, "{}").format(known[resource.env])
                accesses = {word: list(actions) for word, actions in resource.accesses.items()}
                yield Hint(f"{kind.__name__}.{resource.name}", arn, accesses)
