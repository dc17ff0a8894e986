"""One botocore session a process, one client a service.

Building a client is the dearest part of a cold start, so pynamodb's models and our own adapters share them;
botocore alone is used, since boto3 adds only its resources.
"""

import os
from functools import lru_cache
from typing import Any

CONNECT_TIMEOUT_S = 2
READ_TIMEOUT_S = 8
MAX_ATTEMPTS = 3


@lru_cache(maxsize=1)
def session() -> Any:
    """The process's botocore session."""
    from botocore.session import Session

    return Session()


def client(
    service: str,
    *,
    endpoint_url: str | None = None,
    region: str | None = None,
    attempts: int = MAX_ATTEMPTS,
    **config: object,
) -> Any:
    """The shared client of a service, every call bounded in time and attempts.

    ``region`` is another one than the function's own; ``attempts`` counts the first. ``config`` overrides members of
    ``botocore.config.Config``. A changed ``AWS_ENDPOINT_URL`` gives another client.
    """
    endpoint = endpoint_url or endpoint_override(service)
    where = region or os.environ.get("AWS_REGION")
    return _client(service, endpoint, where, attempts, tuple(sorted(config.items())))


def endpoint_override(service: str) -> str | None:
    """Where the environment says a service is; ``None`` for AWS itself."""
    specific = f"AWS_ENDPOINT_URL_{service.upper().replace('-', '_')}"
    return os.environ.get(specific) or os.environ.get("AWS_ENDPOINT_URL")


@lru_cache(maxsize=32)
def _client(
    service: str, endpoint: str | None, region: str | None, attempts: int, config: tuple[tuple[str, Any], ...]
) -> Any:
    from botocore.config import Config

    settings: dict[str, Any] = {
        "connect_timeout": CONNECT_TIMEOUT_S,
        "read_timeout": READ_TIMEOUT_S,
        "retries": {"total_max_attempts": attempts, "mode": "standard"},
        "max_pool_connections": 32,
        # Without it presigned addresses name the global endpoint, which redirects to the region for a new bucket.
        "s3": {"addressing_style": "virtual"},
    } | dict(config)
    return session().create_client(service, region_name=region, endpoint_url=endpoint, config=Config(**settings))


def forget() -> None:
    """Drop the session and its clients: after a fork, and between tests."""
    session.cache_clear()
    _client.cache_clear()
