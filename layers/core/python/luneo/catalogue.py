"""All that is declared under ``functions/``, found by importing it: the source of every derivation at build time."""

import importlib
import pkgutil
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import TypeVar

from luneo.function import Function
from luneo.http.authorizer import AuthorizerSpec
from luneo.http.route import Route
from luneo.http.socket import SocketRoute
from luneo.workflow.subscriber import Subscription
from luneo.workflow.task import TaskSpec

Declaration = Route | SocketRoute | TaskSpec | Subscription | AuthorizerSpec
Kind = TypeVar("Kind", Route, SocketRoute, TaskSpec, Subscription, AuthorizerSpec)
FUNCTIONS_PACKAGE = "functions"


@dataclass(frozen=True)
class Catalogue:
    """Every declaration, in the order of their modules' names."""

    declarations: tuple[Declaration, ...]

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """The declarations of one kind."""
        return tuple(item for item in self.declarations if isinstance(item, kind))

    @property
    def functions(self) -> tuple[Function, ...]:
        """Every Lambda function."""
        return tuple(item.function for item in self.declarations)


class NotAFunction(Exception):
    """A module under ``functions/`` does not end in a declared ``handler``."""


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Import ``functions`` whole and collect its declarations.

    Raises:
        NotAFunction: a file there declares no handler.
    """
    package = importlib.import_module(FUNCTIONS_PACKAGE)
    found = pkgutil.walk_packages(package.__path__, f"{FUNCTIONS_PACKAGE}.")
    names = sorted(module.name for module in found if not module.ispkg)
    return Catalogue(tuple(_declaration(importlib.import_module(name)) for name in names))


def _declaration(module: ModuleType) -> Declaration:
    declaration = getattr(getattr(module, "handler", None), "declaration", None)
    if not isinstance(declaration, Declaration):
        raise NotAFunction(f"{module.__name__} has no `handler` declared by @endpoint, @task, @subscriber …")
    return declaration
