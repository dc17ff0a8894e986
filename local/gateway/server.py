"""The gateway's socket: one origin for pages, media, API and WebSockets, as the CDN and the API hosts are in AWS."""

import asyncio
import logging
import socket
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from aiohttp import web
from multidict import CIMultiDict

from local.gateway.cdn import Behaviour, Distribution
from local.gateway.edge_functions import EdgeFunctionFailed, EdgeFunctions
from local.gateway.http_api import INTEGRATION_TIMEOUT_S, MAX_BODY_BYTES, SERVICE_UNAVAILABLE, HttpApi
from local.gateway.origins import Folder, fetch_object
from local.gateway.payload import HttpRequest, HttpResponse, message
from local.gateway.sockets import SocketApi
from local.provision.edges import SOCKET_PREFIX

_THREADS = 64
_MANAGEMENT = "@connections/"
# A private bucket refuses what it may not say is missing.
_MISSING = 403
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """All that the gateway serves."""

    http: HttpApi | None
    sockets: Mapping[str, SocketApi]
    distribution: Distribution
    pages: Folder
    s3: Any


class Gateway:
    """Serves a site on an already bound socket, in a thread of its own."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._executor = ThreadPoolExecutor(_THREADS, "gateway")
        self._edge = EdgeFunctions()
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._stopping: asyncio.Event | None = None
        self._site: Site | None = None
        self._thread = threading.Thread(target=self._run, name="gateway", daemon=True)

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:8787``."""
        host, port = self._listener.getsockname()
        return f"http://{host}:{port}"

    def start(self, site: Site) -> None:
        """Answer requests from now on."""
        self._site = site
        self._thread.start()
        self._started.wait()

    def cut_sockets(self) -> None:
        """Break every open WebSocket off without a closing frame, as a lost network does."""
        for api in self._sockets():
            self._loop.call_soon_threadsafe(api.cut)

    def block_sockets(self, *, blocked: bool) -> None:
        """Let no WebSocket through from now on, as some networks do, or let them through again."""
        for api in self._sockets():
            api.blocked = blocked

    def _sockets(self) -> Iterable[SocketApi]:
        assert self._site is not None, "start the gateway first"
        return self._site.sockets.values()

    def stop(self) -> None:
        """Close every connection and end the thread."""
        if self._thread.is_alive() and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
        self._listener.close()
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._edge.close()
        if not self._loop.is_closed():
            self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_default_executor(self._executor)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        application = web.Application(client_max_size=MAX_BODY_BYTES, handler_args={"max_line_size": 16384})
        application.router.add_route("*", "/{tail:.*}", self._handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.SockSite(runner, self._listener).start()
        self._started.set()
        await self._stopping.wait()
        assert self._site is not None
        for api in self._site.sockets.values():
            await api.close()
        await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        assert self._site is not None
        if request.path.startswith(SOCKET_PREFIX + "/"):
            return await self._socket(request, self._site)
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return _to_aiohttp(message(413, "Request Entity Too Large"))
        seen = _seen(request, body)
        behaviour = self._site.distribution.behaviour(seen.raw_path)
        response = await self._answer(seen, behaviour, self._site)
        for added in behaviour.headers:
            if added.override or added.name not in response.headers:
                response.headers[added.name] = added.value
        return response

    async def _answer(self, seen: HttpRequest, behaviour: Behaviour, site: Site) -> web.StreamResponse:
        if seen.method not in behaviour.methods:
            return web.Response(status=403)
        if behaviour.origin.bucket is None:
            return await self._api(seen, site)
        return await self._content(seen, behaviour, site)

    async def _api(self, seen: HttpRequest, site: Site) -> web.Response:
        if site.http is None:
            return _to_aiohttp(message(404, "Not Found"))
        try:
            answer = await asyncio.wait_for(asyncio.to_thread(site.http.answer, seen), INTEGRATION_TIMEOUT_S)
        except TimeoutError:
            answer = SERVICE_UNAVAILABLE
        return _to_aiohttp(answer)

    async def _content(self, seen: HttpRequest, behaviour: Behaviour, site: Site) -> web.StreamResponse:
        path = seen.raw_path
        if path == "/" and site.distribution.root_object:
            path = f"/{site.distribution.root_object}"
        if behaviour.edge_function is not None:
            rewritten = await asyncio.to_thread(self._rewrite, behaviour.edge_function, seen, path)
            if isinstance(rewritten, HttpResponse):
                return _to_aiohttp(rewritten)
            path = rewritten
        path = behaviour.origin.path + path
        if behaviour.origin == site.distribution.default.origin:
            return site.pages.response(path) or _error_page(_MISSING, site)
        answer = await asyncio.to_thread(fetch_object, site.s3, behaviour.origin.bucket or "", path, seen)
        return _error_page(answer.status, site) if answer.status == _MISSING else _to_aiohttp(answer)

    def _rewrite(self, code: str, seen: HttpRequest, path: str) -> str | HttpResponse:
        request = {
            "method": seen.method,
            "uri": path,
            "querystring": {},
            "headers": {name.lower(): {"value": value} for name, value in seen.headers},
            "cookies": {},
        }
        event = {"version": "1.0", "viewer": {"ip": seen.source_ip}, "request": request}
        try:
            answer = self._edge.run(code, event)
        except EdgeFunctionFailed as error:
            log.error("edge function: %s", error)  # noqa: TRY400 - the trace would be of this process
            return HttpResponse(503, ())
        if "statusCode" in answer:
            headers = tuple((name, item["value"]) for name, item in answer.get("headers", {}).items())
            return HttpResponse(int(answer["statusCode"]), headers)
        return str(answer["uri"])

    async def _socket(self, request: web.Request, site: Site) -> web.StreamResponse:
        name, _, rest = request.rel_url.raw_path.removeprefix(SOCKET_PREFIX + "/").partition("/")
        stage, _, below = rest.partition("/")
        api = site.sockets.get(name)
        if api is None or stage != api.stage:
            return _to_aiohttp(message(403, "Forbidden"))
        if below.startswith(_MANAGEMENT):
            return await api.manage(request, unquote(below.removeprefix(_MANAGEMENT)))
        return await api.serve(request, _seen(request, b""))


def _seen(request: web.Request, body: bytes) -> HttpRequest:
    return HttpRequest(
        method=request.method,
        raw_path=request.rel_url.raw_path,
        query=request.rel_url.raw_query_string,
        headers=tuple(request.headers.items()),
        body=body,
        source_ip=request.remote or "",
        host=request.host,
    )


def _error_page(status: int, site: Site) -> web.StreamResponse:
    page, shown = site.distribution.errors.get(status, ("", status))
    return site.pages.response(page, shown) or web.Response(status=shown, text="There is no such page.\n")


def _to_aiohttp(answer: HttpResponse) -> web.Response:
    headers: CIMultiDict[str] = CIMultiDict()
    for name, value in answer.headers:
        if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
            headers.add(name, value)
    return web.Response(status=answer.status, headers=headers, body=answer.body)
