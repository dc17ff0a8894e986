"""Logs, metrics and traces through Powertools, each imported at first use: they cost 50 ms apiece at a cold start."""

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from luneo.settings import SERVICE

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger, Metrics, Tracer

NAMESPACE = "Luneo"


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
def metrics() -> "Metrics":
    """CloudWatch metrics in the embedded metric format: printed, never sent, so they cost no call."""
    from aws_lambda_powertools.metrics import Metrics

    return Metrics(namespace=NAMESPACE, service=SERVICE)


@lru_cache(maxsize=1)
def tracer() -> "Tracer":
    """X-Ray segments by hand; patching every library would cost 157 ms at each cold start."""
    from aws_lambda_powertools.tracing import Tracer

    return Tracer(service=SERVICE, auto_patch=False, disabled="AWS_XRAY_DAEMON_ADDRESS" not in os.environ)
