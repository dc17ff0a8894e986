"""moto as a server in this process: every AWS service but those that the caller points elsewhere.

The mends of :mod:`local.moto_mends` are applied before the first request. moto's own ``ThreadedMotoServer``
leaves its socket and the threads of kept-alive connections behind; this one ends with all of them.
"""

import io
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self

from moto.core import DEFAULT_ACCOUNT_ID
from moto.moto_api._internal.models import moto_api_backend
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import ThreadedWSGIServer

from local import moto_mends
from local.engines.loopback import HOST, listen
from local.moto_mends import CodeDelivery, Invoker, stepfunctions

OnRequest = Callable[[str, bytes], None]
"""``(operation, body)``: the ``X-Amz-Target``, or ``s3:`` and the method."""

ACCOUNT_ID: str = DEFAULT_ACCOUNT_ID
_BACKGROUND_WORKERS = 16
_STOP_SECONDS = 10.0


class MotoServer:
    """``with MotoServer(8788, invoke_lambda=...) as aws:`` serves AWS at ``aws.endpoint_url`` until the block ends.

    ``port`` 0 takes a free one. ``on_request`` is told every request: its operation and its body. The other parameters
    are those of :func:`local.moto_mends.apply`, of which there is one set per process: one server at a time. Clients
    may use any credentials; the account is :data:`ACCOUNT_ID` in every region. A user pool's issuer is
    ``https://cognito-idp.<region>.amazonaws.com/<pool id>`` as in AWS, and its keys are at :meth:`jwks_url`. Raises
    ``EngineUnavailable`` when the port is taken.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        invoke_lambda: Invoker | None = None,
        deliver_code: CodeDelivery | None = None,
        time_scale: float = 1.0,
        timeout_scale: float = 1.0,
        max_executions: int = 64,
        on_request: OnRequest | None = None,
    ) -> None:
        self._port = port
        self._on_request = on_request
        self._hooks: dict[str, Any] = {
            "invoke_lambda": invoke_lambda,
            "deliver_code": deliver_code,
            "time_scale": time_scale,
            "timeout_scale": timeout_scale,
            "max_executions": max_executions,
        }
        self._server: _Server | None = None
        self._thread: Thread | None = None
        self._background: ThreadPoolExecutor | None = None

    @property
    def endpoint_url(self) -> str:
        """What ``AWS_ENDPOINT_URL`` must say; known once the server has started."""
        return f"http://{HOST}:{self._port}"

    def jwks_url(self, pool_id: str) -> str:
        """Where a JWT authoriser fetches the public keys of a user pool."""
        return f"{self.endpoint_url}/{pool_id}/.well-known/jwks.json"

    def start(self) -> None:
        """Serve from now on; the port answers when this returns."""
        with listen(self._port) as listener:
            self._port = listener.getsockname()[1]
            self._server = _Server(HOST, self._port, _application(self._on_request), _Handler, fd=listener.fileno())
        self._background = ThreadPoolExecutor(_BACKGROUND_WORKERS, thread_name_prefix="aws-background")
        moto_mends.apply(**self._hooks, background=self._background, endpoint_url=self.endpoint_url)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="aws")
        self._thread.start()
        self._background.submit(stepfunctions.load)

    def stop(self) -> None:
        """End executions, connections and threads, and forget all resources: moto keeps them for the process's life.

        What a function is doing meanwhile is waited for.
        """
        if self._server is None or self._thread is None or self._background is None:
            return
        self._background.shutdown(wait=False, cancel_futures=True)
        busy = stepfunctions.stop_all_executions()
        self._server.shutdown()
        self._thread.join()
        self._server.close_connections()
        self._server.server_close()
        self._background.shutdown(wait=True)
        deadline = monotonic() + _STOP_SECONDS
        for thread in busy:
            thread.join(max(0.0, deadline - monotonic()))
        self.reset()
        self._server = self._thread = self._background = None

    def reset(self) -> None:
        """Forget all resources and data, as after a fresh start."""
        moto_api_backend.reset()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _application(on_request: OnRequest | None) -> Any:
    application = DomainDispatcherApplication(create_backend_app)
    return _overheard(application, on_request) if on_request else application


def _overheard(application: Any, on_request: OnRequest) -> Any:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        # Only S3 speaks REST here; the other services name their operation.
        on_request(environ.get("HTTP_X_AMZ_TARGET") or f"s3:{environ['REQUEST_METHOD']}", body)
        return application(environ, start_response)

    return answer


class _Handler(MotoRequestHandler):  # type: ignore[misc]
    disable_nagle_algorithm = True  # headers and body are sent apart: Nagle holds the second back for 40 ms

    def log_request(self, *_: object) -> None:
        """Requests are many and say nothing; errors are still logged."""


class _Server(ThreadedWSGIServer):  # type: ignore[misc]
    """Knows its connections, so that it can end them and the threads that wait on them."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._lock = Lock()
        self._connections: set[socket.socket] = set()
        super().__init__(*args, **kwargs)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Tell whoever holds a connection that it is over; a request under way still gets its answer."""
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RD)
                except OSError:  # the other side was faster
                    continue
