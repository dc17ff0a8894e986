"""The local cloud, furnished for measuring: one brand, one product, one shopper."""

import asyncio
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from local.client import Api
from local.cloud import LocalCloud
from local.demo.brand import Seeded, seed
from local.demo.product import ProductOptions, product_of
from luneo.identity.claims import context_of, shopper
from luneo.ids import Prefix, new_id


@dataclass(frozen=True)
class Furnished:
    """A running cloud with a brand that is ready to sell."""

    cloud: LocalCloud
    brand: Seeded
    tenant_id: str

    def environment(self, module: str) -> dict[str, str]:
        """What the function of this module finds in its environment."""
        function = next(item for item in self.cloud.functions if item.module == module)
        return function.full_environment()

    def generate_event(self) -> dict[str, Any]:
        """A fresh request for a generation, as the gateway sends it after the caller authoriser."""
        caller = shopper(self.tenant_id, new_id(Prefix.SHOPPER), self.cloud.origin)
        body = {"product_id": self.brand.product_id, "prompt": "a fox in the snow", "style": "woodcut"}
        headers = {"idempotency-key": secrets.token_hex(8), "origin": self.cloud.origin}
        return _event("POST", "/api/ai/generate", headers, json.dumps(body), {"lambda": context_of(caller)})


def health_event() -> dict[str, Any]:
    """A request for the liveness check."""
    return _event("GET", "/api/health", {}, None, {})


def _event(
    method: str, path: str, headers: dict[str, str], body: str | None, authorizer: dict[str, Any]
) -> dict[str, Any]:
    context = {"http": {"method": method, "path": path, "sourceIp": "127.0.0.1"}, "requestId": "benchmark"}
    return {"headers": headers, "body": body, "requestContext": context | {"authorizer": authorizer}}


@contextmanager
def furnished() -> Iterator[Furnished]:
    """Start the cloud on free ports and open the demonstration brand in it."""
    with LocalCloud(port=0, aws_port=0) as cloud:
        yield asyncio.run(_furnish(cloud))


async def _furnish(cloud: LocalCloud) -> Furnished:
    async with Api(cloud.origin) as api:
        brand = await seed(api, cloud.code_for, product_of(ProductOptions()), [cloud.origin], lambda _step: None)
        tenant = await api.call("GET", "/api/brands/current", token=brand.access_token)
    return Furnished(cloud, brand, str(tenant["id"]))
