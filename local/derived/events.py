"""The events that API Gateway, its WebSocket API and its authoriser send, built from a route's own declaration."""

import json
from typing import Any

from local.derived.examples import example
from luneo.http.authorizer import Authorizer
from luneo.http.endpoint import Endpoint
from luneo.http.socket import SocketHandler
from luneo.identity.caller import Caller, TenantContext
from luneo.identity.claims import ROLE_CLAIM, TENANT_CLAIM, USER_CLAIM, context_of
from luneo.identity.permissions import CallerKind, Role
from luneo.ids import Prefix, new_id

SOURCE_IP = "203.0.113.7"


def member_claims(caller: Caller, role: Role = Role.OWNER) -> dict[str, str]:
    """What the gateway's JWT authoriser leaves in an event for a member's access token."""
    return {
        "token_use": "access",
        TENANT_CLAIM: caller.tenant.tenant_id,
        ROLE_CLAIM: role,
        USER_CLAIM: caller.subject,
    }


def authorizer_context(endpoint: Endpoint, caller: Caller | None) -> dict[str, Any]:
    """``requestContext.authorizer`` as the authoriser that the route's permission selects would fill it."""
    if endpoint.route.permission is None:
        return {}
    if endpoint.route.callers == {CallerKind.MEMBER}:
        return {"jwt": {"claims": member_claims(caller), "scopes": None}} if caller else {}
    return {"lambda": context_of(caller) if caller else {"fault": ""}}


def http_event(
    endpoint: Endpoint,
    *,
    caller: Caller | None = None,
    body: Any = None,
    path: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    source_ip: str = SOURCE_IP,
) -> dict[str, Any]:
    """A payload 2.0 event for the endpoint's route; ``body`` is sent as JSON, or as it is where it is a string."""
    route = endpoint.route
    raw_path = route.path
    for name, value in (path or {}).items():
        raw_path = raw_path.replace(f"{{{name}}}", value).replace(f"{{{name}+}}", value)
    context = {
        "accountId": "123456789012",
        "apiId": "local",
        "authorizer": authorizer_context(endpoint, caller),
        "http": {
            "method": route.method,
            "path": raw_path,
            "protocol": "HTTP/1.1",
            "sourceIp": source_ip,
            "userAgent": "test",
        },
        "requestId": new_id(Prefix.EVENT),
        "routeKey": route.key,
        "stage": "$default",
        "timeEpoch": 1_795_370_000_000,
    }
    return {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": raw_path,
        "rawQueryString": "&".join(f"{name}={value}" for name, value in (query or {}).items()),
        "headers": {"content-type": "application/json"} | (headers or {}),
        "queryStringParameters": query,
        "pathParameters": path,
        "requestContext": context,
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "isBase64Encoded": False,
    }


def authorizer_event(_handler: Authorizer, credential: str | None) -> dict[str, Any]:
    """What the HTTP API sends its caller authoriser; the credential goes into the ``Authorization`` header as it is."""
    headers = {} if credential is None else {"authorization": credential}
    return {
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": "arn:aws:execute-api:eu-west-1:123456789012:local/$default/GET/api/products",
        "identitySource": [] if credential is None else [credential],
        "headers": headers,
        "requestContext": {"requestId": new_id(Prefix.EVENT), "http": {"sourceIp": SOURCE_IP}},
    }


def socket_event(
    handler: SocketHandler,
    connection_id: str,
    *,
    message: Any = None,
    query: dict[str, str] | None = None,
) -> dict[str, Any]:
    """A WebSocket API event; ``message`` is the frame, sent as JSON or as it is where it is a string."""
    return {
        "requestContext": {
            "connectionId": connection_id,
            "requestId": new_id(Prefix.EVENT),
            "routeKey": handler.route.key,
            "identity": {"sourceIp": SOURCE_IP},
        },
        "queryStringParameters": query,
        "body": message if isinstance(message, str) or message is None else json.dumps(message),
        "isBase64Encoded": False,
    }


def example_event(endpoint: Endpoint) -> dict[str, Any]:
    """An event that this route's function accepts, with an example body: for the Lambda console and for trying out."""
    body = endpoint.signature.body
    schema = body.model_json_schema() if body else {}
    return http_event(
        endpoint,
        caller=_example_caller(endpoint),
        body=example(schema, schema.get("$defs", {})) if body else None,
        path={name: f"example-{name}" for name in endpoint.signature.path} or None,
    )


def _example_caller(endpoint: Endpoint) -> Caller | None:
    kinds = sorted(endpoint.route.callers)
    if not kinds or endpoint.route.permission is None:
        return None
    tenant = TenantContext(new_id(Prefix.TENANT))
    return Caller(kinds[0], tenant, new_id(Prefix.USER), frozenset({endpoint.route.permission}))
