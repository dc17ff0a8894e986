"""Sockets that only this machine can reach."""

import socket

from local.engines.errors import EngineUnavailable

HOST = "127.0.0.1"


def listen(port: int) -> socket.socket:
    """A listening socket on ``port``, or on a free one for 0; refused when another process has the port."""
    try:
        return socket.create_server((HOST, port), backlog=128)
    except OSError as error:
        raise EngineUnavailable(
            f"Port {port} on {HOST} cannot be had ({error.strerror}). Stop what uses it, or choose another."
        ) from error


def free_port() -> int:
    """A port that was free a moment ago, for a process that opens its own."""
    with listen(0) as probe:
        return int(probe.getsockname()[1])
