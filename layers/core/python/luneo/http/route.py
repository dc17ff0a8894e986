"""An endpoint's declaration as data: what API Gateway, IAM, OpenAPI and the permission table are derived from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from luneo.function import Function
from luneo.http.rate_limit import Limit
from luneo.identity.permissions import CallerKind, Permission, callers_of


@dataclass(frozen=True, slots=True)
class Route:
    """One row of the API.

    ``operation`` is the undecorated function, whose signature and docstring are the contract. ``cross_origin`` routes
    are called from brands' pages.
    """

    method: str
    path: str
    permission: Permission | None
    status: int
    function: Function
    operation: Callable[..., Any]
    audit: str | None
    idempotent: bool
    limit: Limit | None
    cross_origin: bool

    @property
    def key(self) -> str:
        """API Gateway's route key: ``POST /api/products``."""
        return f"{self.method} {self.path}"

    @property
    def callers(self) -> frozenset[CallerKind]:
        """Who can hold the permission; empty for an open route."""
        return callers_of(self.permission)
