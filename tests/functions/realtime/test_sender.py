import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EndpointConnectionError

from luneo import aws
from luneo.progress.socket import SocketSender
from luneo.progress.subscriptions import ConnectionGone
from luneo.resources import Socket
from luneo.settings import physical_name
from tests.stack import SOCKET_URL, Stack


class Raw:
    """A response body."""

    def stream(self, **_options: object):
        yield b"{}"


@pytest.fixture
def gateway(cloud: Stack):
    """Requests to the management endpoint, answered with the status that the test sets."""
    sent, status = [], {"code": 200, "error": None}

    def answer(request, **_kwargs):
        sent.append(request)
        if status["error"]:
            raise status["error"]
        kind = {"x-amzn-ErrorType": "GoneException"} if status["code"] == 410 else {}
        return AWSResponse(request.url, status["code"], kind, Raw())

    with cloud.everything():
        events = aws.client("apigatewaymanagementapi", endpoint_url=physical_name(Socket.PROGRESS)).meta.events
        events.register_first("before-send", answer)
        yield sent, status
        events.unregister("before-send", answer)


def test_a_frame_goes_to_its_connection(gateway):
    sent, _ = gateway

    SocketSender().send("abc=", '{"seq": 1}')

    assert sent[0].url == f"{SOCKET_URL}/@connections/abc%3D"
    assert sent[0].body == b'{"seq": 1}'


def test_a_client_that_left_is_told_apart(gateway):
    _, status = gateway
    status["code"] = 410

    with pytest.raises(ConnectionGone):
        SocketSender().send("abc", "{}")


def test_an_endpoint_that_does_not_answer_is_a_failure(gateway):
    _, status = gateway
    status["error"] = EndpointConnectionError(endpoint_url=SOCKET_URL)

    with pytest.raises(EndpointConnectionError):
        SocketSender().send("abc", "{}")
