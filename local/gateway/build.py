"""The gateway's site, read from the provisioned templates."""

import asyncio
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from local.gateway.authorizers import Invoke, KeySet, read_authorizer
from local.gateway.cdn import read_distribution
from local.gateway.http_api import HttpApi
from local.gateway.origins import Folder
from local.gateway.routes import RouteTable, function_of, read_routes, target_of
from local.gateway.server import Site
from local.gateway.sockets import SocketApi
from local.provision.edges import Addresses
from local.provision.run import Provisioned
from local.provision.workbench import ACCOUNT, Clients
from local.template.model import Resource

_TIMEOUT_S = 10


def build_site(
    deployed: Provisioned,
    addresses: Addresses,
    aws: Clients,
    invoke: Invoke,
    pages: Path,
    jwks_url: Callable[[str], str],
) -> Site:
    """Everything the gateway serves. ``jwks_url`` says where a user pool's key set is."""
    reader = _Apis(deployed, invoke, key_sets(jwks_url))
    return Site(
        http=reader.http(),
        sockets=reader.sockets(),
        distribution=read_distribution(deployed, addresses),
        pages=Folder(pages),
        s3=aws["s3"],
    )


class _Apis:
    def __init__(self, deployed: Provisioned, invoke: Invoke, keys: KeySet) -> None:
        self._deployed = deployed
        self._invoke = invoke
        self._keys = keys
        self._integrations = self._by_id("AWS::ApiGatewayV2::Integration")

    def http(self) -> HttpApi | None:
        api = next(self._apis("HTTP"), None)
        if api is None:
            return None
        api_id = self._deployed.resolver.identity(api).ref
        routes = RouteTable(read_routes(self._routes(api_id), self._integrations))
        authorizers = {
            name: read_authorizer(properties, self._invoke, self._keys)
            for name, properties in self._by_id("AWS::ApiGatewayV2::Authorizer").items()
            if properties["ApiId"] == api_id
        }
        return HttpApi(api_id, ACCOUNT, routes, authorizers, self._invoke)

    def sockets(self) -> dict[str, SocketApi]:
        async def invoke(function: str, payload: bytes) -> tuple[bytes, bool]:
            return await asyncio.to_thread(self._invoke, function, payload)

        found = {}
        for api in self._apis("WEBSOCKET"):
            api_id = self._deployed.resolver.identity(api).ref
            found[api_id] = SocketApi(api_id, self._stage(api_id), self._socket_routes(api_id), invoke)
        return found

    def _socket_routes(self, api_id: str) -> dict[str, str]:
        return {
            route["RouteKey"]: function_of(self._integrations[target_of(route["Target"])]["IntegrationUri"])
            for route in self._routes(api_id)
        }

    def _apis(self, protocol: str) -> Any:
        found = self._deployed.assembly.resources("AWS::ApiGatewayV2::Api")
        return (api for api in found if api.properties.get("ProtocolType") == protocol)

    def _stage(self, api_id: str) -> str:
        stages = self._by_id("AWS::ApiGatewayV2::Stage").values()
        return next((str(stage["StageName"]) for stage in stages if stage["ApiId"] == api_id), "local")

    def _routes(self, api_id: str) -> list[dict[str, Any]]:
        return [route for route in self._by_id("AWS::ApiGatewayV2::Route").values() if route["ApiId"] == api_id]

    def _by_id(self, resource_type: str) -> dict[str, dict[str, Any]]:
        def entry(resource: Resource) -> tuple[str, dict[str, Any]]:
            return self._deployed.resolver.identity(resource).ref, self._deployed.resolver.properties(resource)

        return dict(entry(resource) for resource in self._deployed.assembly.resources(resource_type))


def key_sets(jwks_url: Callable[[str], str]) -> KeySet:
    """Key sets of issuers; a user pool's is the embedded AWS's, another issuer's its own."""

    @lru_cache(maxsize=16)
    def fetch(issuer: str) -> dict[str, Any]:
        host, _, pool_id = issuer.removeprefix("https://").partition("/")
        url = jwks_url(pool_id) if host.startswith("cognito-idp.") else f"{issuer}/.well-known/jwks.json"
        with urlopen(url, timeout=_TIMEOUT_S) as response:  # noqa: S310 - an issuer of our own templates
            document: dict[str, Any] = json.load(response)
            return document

    return fetch
