"""Which route a request falls to: API Gateway's priorities for HTTP APIs.

The most specific path wins: a literal segment before a variable, a variable before ``{proxy+}``, ``$default`` last; of
equal paths the exact method before ``ANY``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

DEFAULT = "$default"


@dataclass(frozen=True, slots=True)
class ApiRoute:
    """One route: whom it calls and who is let through. ``authorizer`` is the authoriser's id."""

    key: str
    function: str
    authorizer: str | None = None
    scopes: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """``GET``, or ``ANY``."""
        return self.key.partition(" ")[0]

    @property
    def path(self) -> str:
        """``/api/products/{id}``."""
        return self.key.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Match:
    """A route and the path's variables, as they stand in the path."""

    route: ApiRoute
    parameters: dict[str, str]


@dataclass(frozen=True)
class RouteTable:
    """All routes of one HTTP API."""

    routes: Iterable[ApiRoute]
    _ranked: list[tuple[re.Pattern[str], ApiRoute]] = field(init=False, repr=False)
    _default: ApiRoute | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        routes = sorted((route for route in self.routes if route.key != DEFAULT), key=_specificity)
        object.__setattr__(self, "_ranked", [(_pattern(route.path), route) for route in routes])
        object.__setattr__(self, "_default", next((route for route in self.routes if route.key == DEFAULT), None))

    def match(self, method: str, path: str) -> Match | None:
        """The route for a request, or none; a method no route of the path has is none too."""
        for pattern, route in self._ranked:
            if route.method in {method, "ANY"} and (found := pattern.fullmatch(path)):
                return Match(route, found.groupdict())
        return Match(self._default, {}) if self._default else None


def _specificity(route: ApiRoute) -> tuple[list[int], bool]:
    def rank(segment: str) -> int:
        return 0 if not segment.startswith("{") else 2 if segment.endswith("+}") else 1

    return [rank(segment) for segment in route.path.split("/")], route.method == "ANY"


def _pattern(path: str) -> re.Pattern[str]:
    parts = []
    for segment in path.rstrip("/").split("/"):
        variable = re.fullmatch(r"\{(\w+)(\+?)}", segment)
        if variable is None:
            parts.append(re.escape(segment))
        else:
            parts.append(f"(?P<{variable[1]}>{'.+' if variable[2] else '[^/]+'})")
    return re.compile("/".join(parts) + "/?", re.DOTALL)


def function_of(uri: str) -> str:
    """The function's name in an integration's URI, in either spelling."""
    found = re.search(r":function:([^:/]+)", uri)
    assert found is not None, uri
    return found[1]


def target_of(target: str) -> str:
    """The integration's id in a route's target ``integrations/<id>``."""
    return target.partition("/")[2]


def read_routes(routes: Iterable[Mapping[str, Any]], integrations: Mapping[str, Mapping[str, Any]]) -> list[ApiRoute]:
    """Routes from their resolved properties; ``integrations`` by id."""
    found = []
    for properties in routes:
        integration = integrations[target_of(properties["Target"])]
        found.append(
            ApiRoute(
                key=properties["RouteKey"],
                function=function_of(integration["IntegrationUri"]),
                authorizer=properties.get("AuthorizerId"),
                scopes=tuple(properties.get("AuthorizationScopes", ())),
            )
        )
    return found
