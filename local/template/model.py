"""A synthesised assembly in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from luneo.errors import DomainError


class TemplateError(DomainError):
    """The templates say something that the local cloud cannot make sense of."""

    slug = "local-template"
    title = "The assembly cannot be brought up locally"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a resource is called once it exists: the value of ``Ref``, and of each ``Fn::GetAtt``."""

    ref: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class Resource:
    """One resource of one stack, its properties as they stand in the template."""

    stack: "Stack"
    logical_id: str
    type: str
    properties: Mapping[str, Any]
    condition: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.stack.name}/{self.logical_id} ({self.type})"


@dataclass(eq=False)
class Stack:
    """One stack; ``assets`` maps an asset's object key to the file or folder it is made of."""

    name: str
    template: Mapping[str, Any]
    assets: Mapping[str, Path] = field(default_factory=dict)
    resources: dict[str, Resource] = field(init=False)

    def __post_init__(self) -> None:
        self.resources = {
            logical_id: Resource(
                self,
                logical_id,
                body["Type"],
                body.get("Properties", {}),
                body.get("Condition"),
                body.get("Metadata", {}),
            )
            for logical_id, body in self.template.get("Resources", {}).items()
        }


@dataclass(eq=False)
class Assembly:
    """Every stack, in the order in which they can be deployed."""

    stacks: list[Stack]

    def resources(self, *types: str) -> Iterator[Resource]:
        """The resources of some types, or all."""
        for stack in self.stacks:
            for resource in stack.resources.values():
                if not types or resource.type in types:
                    yield resource

    def asset(self, key: str) -> Path:
        """The file or folder behind an asset's object key.

        Raises:
            TemplateError: no stack has such an asset.
        """
        for stack in self.stacks:
            if key in stack.assets:
                return stack.assets[key]
        raise TemplateError(f"No asset has the key {key}; synthesise again with `luneo up --fresh`.")
