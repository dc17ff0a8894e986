"""``docs/permissions.md``: every route and who may call it, by role; every function and what it may touch."""

from collections.abc import Iterable

from luneo.function import Function
from luneo.http.route import Route
from luneo.identity.permissions import KEY_PERMISSIONS, ROLE_PERMISSIONS, SHOPPER_PERMISSIONS, CallerKind, Permission

_HEAD = """\
# Permissions

Made from the declarations by `make openapi`; do not edit.

## Routes
"""
_GRANTS_HEAD = "\n## Functions and their grants\n"


def page(routes: Iterable[Route], functions: Iterable[Function]) -> str:
    """The whole page, in Markdown."""
    roles = [str(role) for role in ROLE_PERMISSIONS]
    head = ["route", "permission", str(CallerKind.SHOPPER), str(CallerKind.KEY), *roles]
    rows = [_row(route) for route in sorted(routes, key=lambda route: (route.path, route.method))]
    grants = [_grants(function) for function in functions]
    return _HEAD + _table(head, rows) + _GRANTS_HEAD + _table(["function", "uses", "memory (MB)", "time (s)"], grants)


def _row(route: Route) -> list[str]:
    name = f"`{route.key}`"
    if route.permission is None:
        return [name, "open", *[""] * (2 + len(ROLE_PERMISSIONS))]
    holders = [SHOPPER_PERMISSIONS, KEY_PERMISSIONS, *ROLE_PERMISSIONS.values()]
    return [name, f"`{route.permission}`", *(_mark(route.permission, held) for held in holders)]


def _mark(permission: Permission, held: frozenset[Permission]) -> str:
    return "✓" if permission in held else ""


def _grants(function: Function) -> list[str]:
    uses = ", ".join(f"`{grant}`" for grant in function.uses) or "nothing"
    return [f"`{function.module}`", uses, str(function.memory_mb), str(function.timeout_s)]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n" + "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
