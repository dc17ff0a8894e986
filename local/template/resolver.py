"""Intrinsic functions, resolved lazily: a resource is identified when something first refers to it.

Reference: CloudFormation's intrinsic function reference. Exports and imports are followed across stacks at once, so the
order of stacks does not matter; a circle of references is reported with its members.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from local.template.model import Assembly, Identity, Resource, Stack, TemplateError

Identify = Callable[[Resource], Identity]
_PLACEHOLDER = re.compile(r"\$\{(!?[^}]+)}")
URL_SUFFIX = "amazonaws.com"
_NOTHING = object()


class Resolver:
    """Turns template nodes into values for one account and region."""

    def __init__(self, assembly: Assembly, identify: Identify, *, account: str, region: str) -> None:
        self.account = account
        self.region = region
        self._assembly = assembly
        self._identify = identify
        self._identities: dict[Resource, Identity] = {}
        self._under_way: list[Resource] = []
        self._exports = dict(_exports(assembly))

    def properties(self, resource: Resource) -> dict[str, Any]:
        """A resource's properties, every reference in them resolved."""
        resolved: dict[str, Any] = self.value(resource.stack, dict(resource.properties))
        return resolved

    def identity(self, resource: Resource) -> Identity:
        """What the resource is called; identifies it at the first call.

        Raises:
            TemplateError: identifying it needs its own identity.
        """
        if resource not in self._identities:
            if resource in self._under_way:
                circle = " → ".join(item.logical_id for item in [*self._under_way, resource])
                raise TemplateError(f"These resources refer to each other in a circle: {circle}.")
            self._under_way.append(resource)
            try:
                self._identities[resource] = self._identify(resource)
            finally:
                self._under_way.pop()
        return self._identities[resource]

    def is_wanted(self, resource: Resource) -> bool:
        """Whether the resource's condition, if it has one, holds."""
        return resource.condition is None or self._condition(resource.stack, resource.condition)

    def value(self, stack: Stack, node: Any) -> Any:
        """A node with all intrinsic functions in it replaced by their values.

        Raises:
            TemplateError: a reference leads nowhere, or a function is not known.
        """
        value = self._value(stack, node)
        return None if value is _NOTHING else value

    def _value(self, stack: Stack, node: Any) -> Any:
        if isinstance(node, list):
            values = (self._value(stack, item) for item in node)
            return [value for value in values if value is not _NOTHING]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            ((name, argument),) = node.items()
            if name == "Ref":
                return self._ref(stack, argument)
            if name.startswith("Fn::"):
                return self._function(stack, name, argument)
        members = ((key, self._value(stack, member)) for key, member in node.items())
        return {key: value for key, value in members if value is not _NOTHING}

    def _ref(self, stack: Stack, name: str) -> Any:
        pseudo = {
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": URL_SUFFIX,
            "AWS::StackName": stack.name,
            "AWS::StackId": f"arn:aws:cloudformation:{self.region}:{self.account}:stack/{stack.name}/local",
            "AWS::NoValue": _NOTHING,
        }
        if name in pseudo:
            return pseudo[name]
        if name in stack.resources:
            return self.identity(stack.resources[name]).ref
        parameter = stack.template.get("Parameters", {}).get(name)
        if parameter is None or "Default" not in parameter:
            raise TemplateError(f"{stack.name} refers to {name}, which has no value.")
        return parameter["Default"]

    def _function(self, stack: Stack, name: str, argument: Any) -> Any:
        function = _FUNCTIONS.get(name)
        if function is None:
            raise TemplateError(f"{stack.name} uses {name}, which local/template/resolver.py does not know.")
        return function(self, stack, argument)

    def _get_att(self, stack: Stack, argument: Any) -> str:
        logical_id, _, attribute = (
            argument.partition(".") if isinstance(argument, str) else (argument[0], "", argument[1])
        )
        resource = stack.resources.get(logical_id)
        if resource is None:
            raise TemplateError(f"{stack.name} asks for {attribute} of {logical_id}, which it does not have.")
        attributes = self.identity(resource).attributes
        if attribute not in attributes:
            raise TemplateError(f"The local cloud knows no attribute {attribute} of {resource}.")
        return attributes[attribute]

    def _sub(self, stack: Stack, argument: Any) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument
        values = self.value(stack, own)

        def fill(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in values:
                return str(values[name])
            return str(self._get_att(stack, name) if "." in name else self._ref(stack, name))

        return _PLACEHOLDER.sub(fill, text)

    def _join(self, stack: Stack, argument: Any) -> str:
        separator, items = argument
        return str(separator).join(_as_text(item) for item in self.value(stack, items))

    def _select(self, stack: Stack, argument: Any) -> Any:
        index, items = self.value(stack, argument)
        return items[int(index)]

    def _split(self, stack: Stack, argument: Any) -> list[str]:
        separator, text = self.value(stack, argument)
        return str(text).split(separator)

    def _import(self, stack: Stack, argument: Any) -> Any:
        name = self.value(stack, argument)
        if name not in self._exports:
            raise TemplateError(f"{stack.name} imports {name}, which no stack exports.")
        exporter, node = self._exports[name]
        return self.value(exporter, node)

    def _find_in_map(self, stack: Stack, argument: Any) -> Any:
        mapping, first, second = self.value(stack, argument)
        return stack.template["Mappings"][mapping][first][second]

    def _if(self, stack: Stack, argument: Any) -> Any:
        name, then, otherwise = argument
        return self._value(stack, then if self._condition(stack, name) else otherwise)

    def _condition(self, stack: Stack, name: str) -> bool:
        return self._holds(stack, stack.template["Conditions"][name])

    def _holds(self, stack: Stack, node: Mapping[str, Any]) -> bool:
        ((name, argument),) = node.items()
        if name == "Condition":
            return self._condition(stack, argument)
        if name == "Fn::Equals":
            left, right = self.value(stack, argument)
            return bool(left == right)
        parts = [self._holds(stack, part) for part in argument]
        return {"Fn::And": all(parts), "Fn::Or": any(parts), "Fn::Not": not parts[0]}[name]


def _exports(assembly: Assembly) -> Mapping[str, tuple[Stack, Any]]:
    return {
        output["Export"]["Name"]: (stack, output["Value"])
        for stack in assembly.stacks
        for output in stack.template.get("Outputs", {}).values()
        if "Export" in output
    }


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


_FUNCTIONS: dict[str, Callable[[Resolver, Stack, Any], Any]] = {
    "Fn::GetAtt": Resolver._get_att,  # noqa: SLF001 - the table of this class's own methods
    "Fn::Sub": Resolver._sub,  # noqa: SLF001
    "Fn::Join": Resolver._join,  # noqa: SLF001
    "Fn::Select": Resolver._select,  # noqa: SLF001
    "Fn::Split": Resolver._split,  # noqa: SLF001
    "Fn::ImportValue": Resolver._import,  # noqa: SLF001
    "Fn::FindInMap": Resolver._find_in_map,  # noqa: SLF001
    "Fn::If": Resolver._if,  # noqa: SLF001
    "Fn::Base64": lambda self, stack, node: base64.b64encode(str(self.value(stack, node)).encode()).decode(),
    "Fn::GetAZs": lambda self, _stack, _node: [f"{self.region}{zone}" for zone in "abc"],
    "Fn::ToJsonString": lambda self, stack, node: json.dumps(self.value(stack, node)),
}
