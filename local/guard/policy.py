"""IAM's answer for one role: does any statement allow this action on this resource, and none deny it?

Conditions are not evaluated, so a statement counts whether or not its condition would hold.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its lists written out."""

    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Statement":
        """Read a resolved policy statement; a single string stands for a list of one, as in IAM."""
        return cls(
            document["Effect"] == "Allow", _listed(document.get("Action", ())), _listed(document.get("Resource", ()))
        )

    def covers(self, action: str, arn: str) -> bool:
        """Whether the statement speaks about this action on this resource."""
        return any(_pattern(text.lower()).fullmatch(action.lower()) for text in self.actions) and any(
            _pattern(text).fullmatch(arn) for text in self.resources
        )


@dataclass(frozen=True, slots=True)
class Hint:
    """How the declaration would grant a resource: ``accesses`` maps the word in ``uses=`` to its IAM actions."""

    name: str
    arn: str
    accesses: dict[str, list[str]]

    def word_for(self, action: str) -> str | None:
        """The narrowest access word that brings the action."""
        fitting = [(len(actions), word) for word, actions in self.accesses.items() if action in actions]
        return min(fitting)[1] if fitting else None


@dataclass(frozen=True, slots=True)
class RolePolicy:
    """Everything a worker needs to judge its own calls; plain data, so that it crosses to the worker as JSON."""

    function: str
    statements: tuple[Statement, ...]
    hints: tuple[Hint, ...] = field(default=())

    def allows(self, action: str, arn: str) -> bool:
        """IAM's rule: an explicit deny wins, then any allow, else no."""
        fitting = [statement for statement in self.statements if statement.covers(action, arn)]
        return bool(fitting) and all(statement.allows for statement in fitting)

    def refusal(self, action: str, arn: str) -> str:
        """What is missing, in the words of the declaration."""
        hint = next((hint for hint in self.hints if arn == hint.arn or arn.startswith(hint.arn + "/")), None)
        if hint is None:
            return f"{self.function} calls {action} on {arn}, which no resource of luneo.resources stands for."
        short = hint.name.split(".")[1].lower().replace("_", "-")
        word = hint.word_for(action)
        if word is None:
            return f"{self.function} calls {action} on {short}: no access word of {hint.name} brings that action."
        return f"{self.function} calls {action} on {short}: add {hint.name}.{word} to its uses=."

    def to_json(self) -> dict[str, Any]:
        """Plain data; :meth:`from_json` reads it back."""
        return {
            "function": self.function,
            "statements": [[item.allows, item.actions, item.resources] for item in self.statements],
            "hints": [[item.name, item.arn, item.accesses] for item in self.hints],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RolePolicy":
        """Read what :meth:`to_json` wrote."""
        statements = tuple(
            Statement(allows, tuple(actions), tuple(resources)) for allows, actions, resources in data["statements"]
        )
        return cls(data["function"], statements, tuple(Hint(*hint) for hint in data["hints"]))


def _listed(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@lru_cache(maxsize=2048)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
