"""``@authorizer``: the HTTP API's own Lambda authoriser, for routes that not only members call.

It authenticates and never refuses: a credential that does not verify gives a context with the reason, and the route's
wrapper answers with a problem document a browser may read. (A refusal by the gateway itself has no CORS headers.)
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from luneo.errors import DomainError
from luneo.function import Function
from luneo.identity.caller import Caller
from luneo.identity.claims import context_of
from luneo.resources import Grant, Layer

BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class AuthorizerSpec:
    """The authoriser's declaration; verified answers are cached by credential for ``cache_s``."""

    function: Function
    operation: Callable[[str], Caller]
    cache_s: int


class Authorizer:
    """The decorated handler: call it with an authoriser event (payload 2.0, simple responses)."""

    def __init__(self, spec: AuthorizerSpec) -> None:
        self.spec = spec
        self.__doc__ = spec.operation.__doc__
        self.__name__ = spec.function.stem

    @property
    def declaration(self) -> AuthorizerSpec:
        """The declaration, under the name every kind of function shares."""
        return self.spec

    def __call__(self, event: dict[str, Any], _context: object) -> dict[str, Any]:
        """Who sent this ``Authorization`` header."""
        header = next(iter(event.get("identitySource") or []), "")
        try:
            caller = self.spec.operation(header[len(BEARER) :] if header.lower().startswith(BEARER) else header)
        except DomainError as error:
            return {"isAuthorized": True, "context": {"fault": error.detail}}
        return {"isAuthorized": True, "context": context_of(caller)}


def authorizer(
    *, uses: Iterable[Grant] = (), cache_s: int = 60, timeout_s: int = 10
) -> Callable[[Callable[[str], Caller]], Authorizer]:
    """Declare the function below, which turns a credential into a caller, as the HTTP API's caller authoriser."""

    def declare(operation: Callable[[str], Caller]) -> Authorizer:
        function = Function(
            module=operation.__module__,
            description=inspect.getdoc(operation) or "",
            uses=tuple(uses),
            layers=(Layer.CORE, Layer.WEB),
            timeout_s=timeout_s,
        )
        return Authorizer(AuthorizerSpec(function, operation, cache_s))

    return declare
