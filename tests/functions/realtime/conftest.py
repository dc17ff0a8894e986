import json
from collections import defaultdict

import pytest

from luneo import aws
from luneo.progress import socket
from luneo.progress.subscriptions import ConnectionGone
from luneo.resources import Socket
from luneo.settings import physical_name
from tests import grants
from tests.functions.ai.conftest import generation

__all__ = ["generation", "socket_api"]


class FakeSocket:
    """The WebSocket API's management side: keeps every frame by connection, loses whom it is told to."""

    def __init__(self) -> None:
        self.frames: dict[str, list[dict]] = defaultdict(list)
        self.gone: set[str] = set()
        self.failing: list[Exception] = []

    def send(self, connection_id: str, frame: str) -> None:
        gateway = aws.client("apigatewaymanagementapi", endpoint_url=physical_name(Socket.PROGRESS))
        grants.judge(gateway, "PostToConnection", {"ConnectionId": connection_id})
        if self.failing:
            raise self.failing.pop(0)
        if connection_id in self.gone:
            raise ConnectionGone(connection_id)
        self.frames[connection_id].append(json.loads(frame))

    def numbers(self, connection_id: str) -> list[int]:
        return [frame["seq"] for frame in self.frames[connection_id]]


@pytest.fixture
def socket_api(monkeypatch: pytest.MonkeyPatch) -> FakeSocket:
    fake = FakeSocket()
    monkeypatch.setattr(socket, "SocketSender", lambda: fake)
    return fake
