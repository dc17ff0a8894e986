"""From a request to a handler's arguments, by their annotations, worked out once at import.

``Body`` subclass: the JSON body. ``QueryParams`` subclass: the query string. ``Caller``: who calls. ``Request``: the
request itself. ``str`` named in the path: that path parameter.
"""

import inspect
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import BaseModel, ValidationError

from luneo.http.problem import MalformedBody, PayloadTooLarge, invalid
from luneo.http.request import MAX_BODY_BYTES, Request
from luneo.identity.caller import Caller
from luneo.schema import Body, QueryParams

Source = Callable[[Request, Caller | None], Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """What a handler takes and gives, as the binder and the OpenAPI document read it."""

    body: type[BaseModel] | None
    query: type[BaseModel] | None
    path: tuple[str, ...]
    wants_caller: bool
    returns: Any
    sources: dict[str, Source]

    @classmethod
    def of(cls, operation: Callable[..., Any], path: str) -> "Signature":
        """Read a handler's signature.

        Raises:
            TypeError: a parameter is none of the kinds above, or a path parameter is not taken.
        """
        hints = get_type_hints(operation)
        returns = hints.pop("return", None)
        in_path = tuple(re.findall(r"{(\w+)\+?}", path))
        parameters = [name for name in inspect.signature(operation).parameters if name in hints]
        sources = {name: _source(name, hints[name], in_path) for name in parameters}
        if missing := set(in_path) - set(sources) - {"proxy"}:
            raise TypeError(f"{operation.__module__} does not take {sorted(missing)} of {path}")
        return cls(
            body=_only(hints.values(), Body),
            query=_only(hints.values(), QueryParams),
            path=tuple(name for name in in_path if name in sources),
            wants_caller=Caller in hints.values(),
            returns=returns,
            sources=sources,
        )

    def bind(self, request: Request, caller: Caller | None) -> dict[str, Any]:
        """The arguments of one call.

        Raises:
            DomainError: the body or query breaks its schema; the faults name the places.
        """
        return {name: source(request, caller) for name, source in self.sources.items()}


def _only(hints: Any, base: type[BaseModel]) -> type[BaseModel] | None:
    return next((hint for hint in hints if isinstance(hint, type) and issubclass(hint, base)), None)


def _source(name: str, hint: Any, in_path: tuple[str, ...]) -> Source:
    if hint is Caller:
        return lambda _request, caller: caller
    if hint is Request:
        return lambda request, _caller: request
    if isinstance(hint, type) and issubclass(hint, Body):
        return lambda request, _caller: _body(hint, request)
    if isinstance(hint, type) and issubclass(hint, QueryParams):
        return lambda request, _caller: _query(hint, request)
    if hint is str and name in in_path:
        return lambda request, _caller: request.path[name]
    raise TypeError(f"cannot bind the parameter {name}: {hint!r}")


def _body(model: type[Body], request: Request) -> Body:
    if len(request.body) > MAX_BODY_BYTES:
        raise PayloadTooLarge(f"A body has at most {MAX_BODY_BYTES} bytes; larger things go through an upload.")
    try:
        json.loads(request.body)
    except (ValueError, RecursionError):
        raise MalformedBody("Send a JSON document as the body, in UTF-8.") from None
    try:
        return model.model_validate_json(request.body)
    except ValidationError as error:
        raise invalid(error) from None


def _query(model: type[QueryParams], request: Request) -> QueryParams:
    try:
        return model.model_validate(request.query)
    except ValidationError as error:
        raise invalid(error) from None
