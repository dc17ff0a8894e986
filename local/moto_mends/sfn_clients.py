"""The boto3 clients through which Step Functions' service integrations make their calls."""

import os
from threading import Lock
from typing import Any

import boto3

from local.moto_mends.settings import current

_POOL_CONNECTIONS = 100


class CachedClients:
    """Stands where moto's ``boto_client`` module looks for ``boto3``: one client a service and region.

    moto passes an endpoint only when it runs as a server, and then always its default port.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._clients: dict[tuple[str, str, str | None], Any] = {}

    def client(self, *, service_name: str, region_name: str, config: Any, **kwargs: Any) -> Any:
        """Same parameters as ``boto3.client``; the answer is shared and safe to use from many threads."""
        as_server = kwargs.pop("endpoint_url", None) is not None
        endpoint = _endpoint(service_name) if as_server else None
        key = (service_name, region_name, endpoint)
        with self._lock:
            if key not in self._clients:
                pooled = config.merge(type(config)(max_pool_connections=_POOL_CONNECTIONS))
                self._clients[key] = boto3.session.Session().client(
                    service_name, region_name=region_name, endpoint_url=endpoint, config=pooled, **kwargs
                )
            return self._clients[key]


def _endpoint(service_name: str) -> str | None:
    own = os.environ.get(f"AWS_ENDPOINT_URL_{service_name.upper().replace('-', '_')}")
    return own or current.settings.endpoint_url
