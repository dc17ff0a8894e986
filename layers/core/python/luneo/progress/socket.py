"""The WebSocket API as a sender of frames."""

from luneo import aws
from luneo.progress.subscriptions import ConnectionGone
from luneo.resources import Socket
from luneo.settings import physical_name


class SocketSender:
    """Sends through API Gateway's management endpoint."""

    def send(self, connection_id: str, frame: str) -> None:
        """Deliver one frame.

        Raises:
            ConnectionGone: nobody is there any more.
        """
        gateway = aws.client("apigatewaymanagementapi", endpoint_url=physical_name(Socket.PROGRESS))
        try:
            gateway.post_to_connection(ConnectionId=connection_id, Data=frame.encode())
        except gateway.exceptions.GoneException:
            raise ConnectionGone(connection_id) from None
