"""Functions and state machines, as moto must know them; the functions' code runs in :mod:`local.workers`."""

import json
import re
import zipfile
from io import BytesIO
from typing import Any

from local.provision.workbench import Workbench, arn, name_of
from local.template.model import Identity, Resource

_PLACEHOLDER = re.compile(r"\$\{(\w+)}")
_RUNTIME = "python3.11"


def function(resource: Resource, bench: Workbench) -> Identity:
    """A function's name and ARN; nothing else of it is looked at, so that its environment may refer to anything."""
    given = bench.resolver.value(resource.stack, resource.properties.get("FunctionName"))
    name = name_of(resource, given)
    return Identity(name, {"Arn": arn("lambda", f"function:{name}")})


def finish_function(resource: Resource, bench: Workbench) -> None:
    """Tell moto of the function, so that rules, triggers and state machines find it."""
    wanted = bench.properties(resource)
    bench.call(
        "lambda",
        "create_function",
        FunctionName=bench.resolver.identity(resource).ref,
        Runtime=wanted.get("Runtime", _RUNTIME),
        Role=wanted["Role"],
        Handler=wanted["Handler"],
        Code={"ZipFile": _empty_archive()},
        Timeout=wanted.get("Timeout", 3),
        MemorySize=wanted.get("MemorySize", 128),
    )


def _empty_archive() -> bytes:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("README", "The code runs in the local cloud's workers.")
    return archive.getvalue()


def finish_invoke_config(resource: Resource, bench: Workbench) -> None:
    """A function's retries and on-failure queue for asynchronous events."""
    bench.call("lambda", "put_function_event_invoke_config", **bench.properties(resource))


def machine(resource: Resource, bench: Workbench) -> Identity:
    """A state machine whose definition has its placeholders filled in."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.get("StateMachineName"), longest=80)
    made = bench.call(
        "stepfunctions",
        "create_state_machine",
        name=name,
        definition=_definition(wanted, bench),
        roleArn=wanted["RoleArn"],
        type=wanted.get("StateMachineType", "STANDARD"),
    )
    return Identity(made["stateMachineArn"], {"Arn": made["stateMachineArn"], "Name": name})


def _definition(wanted: dict[str, Any], bench: Workbench) -> str:
    if location := wanted.get("DefinitionS3Location"):
        text = bench.asset(location["Key"]).read_text()
    elif "Definition" in wanted:
        text = json.dumps(wanted["Definition"])
    else:
        text = wanted["DefinitionString"]
    substitutions = wanted.get("DefinitionSubstitutions", {})
    return _PLACEHOLDER.sub(lambda match: str(substitutions.get(match[1], match[0])), text)


def role(resource: Resource, bench: Workbench) -> Identity:
    """A role, which moto wants to see before a function may take it; its policies are read by the guard."""
    wanted = bench.properties(resource)
    name = name_of(resource, wanted.get("RoleName"))
    trust = json.dumps(wanted["AssumeRolePolicyDocument"])
    made = bench.call("iam", "create_role", RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
    return Identity(name, {"Arn": made["Arn"], "RoleId": made["RoleId"]})
