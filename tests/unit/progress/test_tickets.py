import pytest

from luneo.progress.tickets import stream_url
from luneo.resources import Socket


@pytest.mark.parametrize(
    ("endpoint", "stream"),
    [
        ("https://abc.execute-api.eu-west-1.amazonaws.com/live", "wss://abc.execute-api.eu-west-1.amazonaws.com/live"),
        ("http://127.0.0.1:8787/socket", "ws://127.0.0.1:8787/socket"),
    ],
)
def test_clients_connect_where_the_management_endpoint_is(endpoint: str, stream: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(Socket.PROGRESS.env, endpoint)

    assert stream_url() == stream
