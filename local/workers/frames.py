"""Length-prefixed messages between the pool and its workers."""

import json
import select
import socket
import struct
import time
from typing import Any

_HEADER = struct.Struct("!II")


class Closed(ConnectionError):
    """The other side is gone."""


class Late(TimeoutError):
    """Nothing whole arrived before the deadline."""


def send(channel: socket.socket, meta: dict[str, Any], payload: bytes = b"") -> None:
    """Write one message.

    Raises:
        Closed: the other side is gone.
    """
    head = json.dumps(meta).encode()
    try:
        channel.sendall(_HEADER.pack(len(head), len(payload)) + head + payload)
    except OSError as error:
        raise Closed(str(error)) from None


def receive(channel: socket.socket, deadline: float | None = None) -> tuple[dict[str, Any], bytes]:
    """Read one message; ``deadline`` is on the monotonic clock.

    Raises:
        Closed: the other side is gone.
        Late: the deadline passed.
    """
    head_size, payload_size = _HEADER.unpack(_read(channel, _HEADER.size, deadline))
    head = json.loads(_read(channel, head_size, deadline))
    return head, _read(channel, payload_size, deadline)


def _read(channel: socket.socket, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        if deadline is not None and not select.select([channel], [], [], max(0.0, deadline - time.monotonic()))[0]:
            raise Late
        try:
            part = channel.recv(min(size, 1 << 20))
        except OSError as error:
            raise Closed(str(error)) from None
        if not part:
            raise Closed
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
