"""The OpenAPI 3.1 document, made from the endpoints' signatures: what clients are generated from."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from local.derived import problem_schema
from luneo.http import problem
from luneo.http.binding import Signature
from luneo.http.idempotency import MAX_KEY
from luneo.http.reply import Reply
from luneo.http.route import Route
from luneo.identity.permissions import CallerKind

VERSION = "1.0.0"
_REF = "#/components/schemas/{model}"
_SCHEMES = {
    CallerKind.SHOPPER: {
        "type": "http",
        "scheme": "bearer",
        "description": "Widget token from POST /api/widget/sessions, at most 15 minutes old, bound to the page.",
    },
    CallerKind.MEMBER: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Access token of a brand's member, from POST /api/auth/login.",
    },
    CallerKind.KEY: {
        "type": "http",
        "scheme": "bearer",
        "description": "Secret key of a brand (`sk_…`). Servers only, never in a page.",
    },
}


class NameClash(Exception):
    """Two different models carry one schema name, which would overwrite each other silently."""


def document(routes: Iterable[Route]) -> dict[str, Any]:
    """The document of these routes; preflight answers are left out, since no client writes them.

    Raises:
        NameClash: two models share a name.
    """
    public = [route for route in routes if route.method != "OPTIONS"]
    schemas, references = _schemas(public)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Luneo API",
            "version": VERSION,
            "summary": "AI product personalisation: products, generations, designs.",
            "description": _DESCRIPTION,
        },
        "servers": [{"url": "/", "description": "The origin this document came from"}],
        "tags": [{"name": name} for name in sorted({route.function.domain for route in public})],
        "paths": _paths(public, references),
        "components": {
            "schemas": schemas | problem_schema.SCHEMAS,
            "responses": problem_schema.RESPONSES,
            "securitySchemes": {str(kind): scheme for kind, scheme in _SCHEMES.items()},
        },
    }


_DESCRIPTION = """\
JSON in snake_case; ids are prefixed ULIDs; times are RFC 3339 in UTC; money is an integer of minor units plus an
ISO 4217 code; lengths are millimetres. Errors are `application/problem+json` (RFC 9457) with a stable `type`. Lists
take `limit` and `cursor`. A POST that creates or charges honours `Idempotency-Key` for 24 hours."""


def _schemas(routes: Iterable[Route]) -> tuple[dict[str, Any], dict[tuple[type[BaseModel], str], Any]]:
    wanted: list[tuple[type[BaseModel], Any]] = []
    for route in routes:
        signature = Signature.of(route.operation, route.path)
        wanted += [(model, "validation") for model in (signature.body, signature.query) if model]
        wanted += [(model, "serialization") for model in _answers(signature)]
    _refuse_clashes(model for model, _ in wanted)
    references, definitions = models_json_schema(list(dict.fromkeys(wanted)), ref_template=_REF)
    schemas = {_plain(name): schema for name, schema in definitions.get("$defs", {}).items()}
    return _renamed(schemas), _renamed(references)


def _answers(signature: Signature) -> list[type[BaseModel]]:
    candidates = get_args(signature.returns) or (signature.returns,)
    kinds = [item for item in (signature.returns, *candidates) if isinstance(item, type)]
    return [kind for kind in dict.fromkeys(kinds) if issubclass(kind, BaseModel)]


def _refuse_clashes(models: Iterable[type[BaseModel]]) -> None:
    names: dict[str, type[BaseModel]] = {}
    for model in models:
        if names.setdefault(model.__name__, model) is not model:
            raise NameClash(
                f"{model.__name__} names two models: {names[model.__name__].__module__}, {model.__module__}"
            )


def _plain(name: str) -> str:
    return re.sub(r"\W+", "_", name).strip("_")


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _reference(item) if key == "$ref" else _renamed(item) for key, item in value.items()}
    return [_renamed(item) for item in value] if isinstance(value, list) else value


def _reference(ref: str) -> str:
    prefix, _, name = ref.rpartition("/")
    return f"{prefix}/{_plain(name)}"


def _paths(routes: Iterable[Route], references: dict[Any, Any]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for route in sorted(routes, key=lambda item: (item.path, item.method)):
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, references)
    return paths


def _operation(route: Route, references: dict[Any, Any]) -> dict[str, Any]:
    signature = Signature.of(route.operation, route.path)
    summary, _, details = route.function.description.partition("\n\n")
    operation: dict[str, Any] = {
        "operationId": route.function.logical_name[0].lower() + route.function.logical_name[1:],
        "tags": [route.function.domain],
        "summary": summary.replace("\n", " ").rstrip("."),
        "description": details or summary,
        "parameters": [*_path_parameters(signature), *_query_parameters(signature), *_headers(route)],
        "responses": _responses(route, signature, references),
        "security": [{str(kind): []} for kind in sorted(route.callers)],
    }
    if route.permission:
        operation["x-permission"] = str(route.permission)
    if signature.body:
        schema = references[(signature.body, "validation")]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return operation


def _path_parameters(signature: Signature) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in signature.path]


def _query_parameters(signature: Signature) -> list[dict[str, Any]]:
    if not signature.query:
        return []
    properties = signature.query.model_json_schema(ref_template=_REF)["properties"]
    return [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in properties.items()]


def _headers(route: Route) -> list[dict[str, Any]]:
    if not route.idempotent:
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": MAX_KEY}
    told = "The same key and body replay the first answer for 24 hours."
    return [{"name": "Idempotency-Key", "in": "header", "required": False, "schema": schema, "description": told}]


def _responses(route: Route, signature: Signature, references: dict[Any, Any]) -> dict[str, Any]:
    answers = _answers(signature)
    success: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
    if answers:
        schema = references[(answers[0], "serialization")]
        success["content"] = {"application/json": {"schema": schema}}
    elif signature.returns not in (None, type(None), Reply):
        raise TypeError(f"{route.key} answers {signature.returns!r}, which is no view")
    failures = {str(int(status)): {"$ref": f"#/components/responses/{name}"} for status, name in _failures(route)}
    return {str(route.status): success} | failures


def _failures(route: Route) -> list[tuple[HTTPStatus, str]]:
    found = [(HTTPStatus.INTERNAL_SERVER_ERROR, problem.InternalError.__name__)]
    if route.permission:
        found += [(HTTPStatus.UNAUTHORIZED, "Unauthenticated"), (HTTPStatus.FORBIDDEN, "Forbidden")]
    if "{" in route.path:
        found.append((HTTPStatus.NOT_FOUND, "NotFound"))
    if route.method in {"POST", "PUT", "PATCH"}:
        found += [(HTTPStatus.BAD_REQUEST, "MalformedBody"), (HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid")]
        found.append((HTTPStatus.CONFLICT, "Conflict"))
    if route.limit:
        found.append((HTTPStatus.TOO_MANY_REQUESTS, "TooManyRequests"))
    return sorted(found)
