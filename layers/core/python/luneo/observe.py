"""Logs and traces through Powertools, imported at first use; figures are in :mod:`luneo.metrics`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from luneo.settings import SERVICE

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Tracer

# Lambda sets it where traces are collected; a laptop and the tests have none.
XRAY_DAEMON = "AWS_XRAY_DAEMON_ADDRESS"


class _LazyLogger:
    """Powertools' structured logger, built at the first line."""

    @staticmethod
    @lru_cache(maxsize=1)
    def _logger() -> "Logger":
        from aws_lambda_powertools.logging import Logger

        return Logger(service=SERVICE, use_rfc3339=True, utc=True)

    def set_correlation_id(self, correlation_id: str) -> None:
        """Stamp every further line of this invocation."""
        self._logger().set_correlation_id(correlation_id)

    def info(self, message: str, **fields: Any) -> None:
        """One structured line; fields must hold no personal data and no prompt."""
        self._logger().info(message, **fields)

    def warning(self, message: str, **fields: Any) -> None:
        """One structured line about something that mended itself."""
        self._logger().warning(message, **fields)

    def exception(self, message: str, **fields: Any) -> None:
        """One structured line with the active exception's traceback."""
        self._logger().exception(message, **fields)


logger = _LazyLogger()


@lru_cache(maxsize=1)
def _tracer() -> "Tracer":
    """X-Ray segments by hand; patching every library would cost 157 ms at each cold start."""
    from aws_lambda_powertools.tracing import Tracer

    return Tracer(service=SERVICE, auto_patch=False)


@contextmanager
def subsegment(name: str) -> Iterator[None]:
    """Time what happens inside as a part of the invocation's trace; nothing is loaded where nobody collects traces."""
    if XRAY_DAEMON not in os.environ:
        yield
        return
    with _tracer().provider.in_subsegment(name):
        yield
