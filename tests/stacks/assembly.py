"""A synthesised assembly as data, with references written out so that they can be compared."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Resource:
    """One resource of one stack."""

    stack: str
    name: str
    kind: str
    properties: dict[str, Any]
    deletion_policy: str | None

    def __str__(self) -> str:
        return f"{self.stack}/{self.name}"


class Assembly:
    """Every template of one stage; ``stacks`` are the names without ``luneo-<stage>-``."""

    def __init__(self, folder: Path, stage: str) -> None:
        self.folder = folder
        self.prefix = f"luneo-{stage}-"
        self.templates = {
            path.name.removesuffix(".template.json").removeprefix(self.prefix): json.loads(path.read_text())
            for path in sorted(folder.glob("*.template.json"))
        }
        self._exports = {
            output["Export"]["Name"]: output["Value"]
            for template in self.templates.values()
            for output in template.get("Outputs", {}).values()
            if "Export" in output
        }

    def all(self) -> Iterator[Resource]:
        for stack, template in self.templates.items():
            for name, body in template.get("Resources", {}).items():
                yield Resource(stack, name, body["Type"], body.get("Properties", {}), body.get("DeletionPolicy"))

    def of(self, kind: str) -> list[Resource]:
        return [resource for resource in self.all() if resource.kind == kind]

    def named(self, name: str) -> Resource:
        (found,) = [resource for resource in self.all() if resource.name == name]
        return found

    def text(self, node: Any) -> Any:  # noqa: PLR0911 - one row an intrinsic function
        """The node with every reference written as ``<Name>`` or ``<Name.Attribute>``, imports followed."""
        if isinstance(node, list):
            return [self.text(item) for item in node]
        if not isinstance(node, dict):
            return node
        match node:
            case {"Ref": str(name)}:
                return f"<{name}>"
            case {"Fn::GetAtt": [name, attribute]}:
                return f"<{name}.{attribute}>"
            case {"Fn::ImportValue": str(name)}:
                return self.text(self._exports[name])
            case {"Fn::Join": [separator, parts]}:
                return separator.join(str(self.text(part)) for part in parts)
        return {name: self.text(value) for name, value in node.items()}

    def statements(self, role: Resource) -> list[dict[str, Any]]:
        return [
            statement
            for policy in self.text(role.properties).get("Policies", [])
            for statement in policy["PolicyDocument"]["Statement"]
        ]


def strings(node: Any) -> Iterator[str]:
    """Every string in a document."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from strings(value)
    elif isinstance(node, list):
        for value in node:
            yield from strings(value)


def listed(value: Any) -> list[Any]:
    """IAM's single values as lists."""
    return value if isinstance(value, list) else [value]
