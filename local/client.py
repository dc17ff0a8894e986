"""A small client of Luneo's public API: what the demo and the end-to-end tests speak."""

import asyncio
import io
import json
import time
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import aiohttp

from luneo.errors import DomainError
from luneo.http.problem import TYPE_PREFIX
from luneo.http.request import MAX_BODY_BYTES

TIMEOUT_S = 60
SILENCE_S = 90
PREPARATION_S = 180
# More often than the API asks for: nobody else waits for this machine.
POLL_S = 0.25
REFUSED, UNPREPARED = 422, 503
Document = dict[str, Any]


class ApiProblem(DomainError):
    """The API refused; ``document`` is its problem document."""

    slug = "api-problem"
    title = "The API refused"

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        faults = [f"{fault['pointer']}: {fault['detail']}" for fault in document.get("errors", [])]
        detail = str(document.get("detail") or document.get("message") or "no detail")
        super().__init__("; ".join(faults) or detail)
        self.http_status = status
        self.document = dict(document)

    @property
    def is_ours(self) -> bool:
        """Whether the caller's input is at fault."""
        return 400 <= self.http_status < 500  # noqa: PLR2004 - HTTP's classes


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to upload: ``kind`` is ``photo`` or ``model``."""

    kind: str
    name: str
    media_type: str
    data: bytes


class Api:
    """``async with Api("http://127.0.0.1:8787") as api:`` — every method raises :class:`ApiProblem` on a refusal."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    @property
    def _http(self) -> aiohttp.ClientSession:
        assert self._session is not None, "enter the context manager first"
        return self._session

    async def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Document:
        """One call with JSON both ways; an answer without a body gives an empty document."""
        sent = dict(headers or {}) | ({"authorization": f"Bearer {token}"} if token else {})
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            sent["content-type"] = "application/json"
        async with self._http.request(method, self.origin + path, data=data, headers=sent) as response:
            text = await response.read()
            document: Document = json.loads(text) if text else {}
            if not response.ok:
                raise ApiProblem(response.status, document)
            return document

    async def register(self, email: str, password: str, brand_name: str) -> Document:
        """Open a brand; a code goes to the address."""
        return await self.call(
            "POST", "/api/auth/register", {"email": email, "password": password, "brand_name": brand_name}
        )

    async def confirm(self, email: str, code: str) -> None:
        """Confirm the address."""
        await self.call("POST", "/api/auth/confirm", {"email": email, "code": code})

    async def login(self, email: str, password: str) -> str:
        """Sign in; the access token."""
        return str((await self.call("POST", "/api/auth/login", {"email": email, "password": password}))["access_token"])

    async def speak(self, token: str, languages: list[str]) -> None:
        """Set the languages that the brand's shops speak besides its own."""
        await self.call("PATCH", "/api/brands/current", {"languages": languages}, token=token)

    async def allow_origins(self, token: str, origins: list[str]) -> None:
        """Set the origins on which the brand's widget may run."""
        await self.call("PUT", "/api/brands/current/domains", {"domains": origins}, token=token)

    async def publishable_key(self, token: str, name: str) -> str:
        """Make a publishable key."""
        made = await self.call("POST", "/api/brands/current/keys", {"kind": "publishable", "name": name}, token=token)
        return str(made["key"])

    async def create_product(self, token: str, product: Document) -> str:
        """Add a product; its id."""
        return str((await self.call("POST", "/api/products", product, token=token, headers=_once()))["id"])

    async def upload(self, token: str, product_id: str, upload: Upload) -> str:
        """Upload a file by the form the API gives out; the upload's id."""
        wanted = {
            "kind": upload.kind,
            "file_name": upload.name,
            "content_type": upload.media_type,
            "size_bytes": len(upload.data),
        }
        form = await self.call("POST", f"/api/products/{product_id}/uploads", wanted, token=token, headers=_once())
        parts = aiohttp.FormData()
        for name, value in form["fields"].items():
            parts.add_field(name, value)
        parts.add_field("file", io.BytesIO(upload.data), filename=upload.name, content_type=upload.media_type)
        async with self._http.post(form["url"], data=parts) as response:
            if not response.ok:
                raise ApiProblem(response.status, {"detail": (await response.text())[:MAX_BODY_BYTES]})
        return str(form["upload_id"])

    async def change_product(self, token: str, product_id: str, change: Document) -> None:
        """Change a product."""
        await self.call("PATCH", f"/api/products/{product_id}", change, token=token)

    async def publish(self, token: str, product_id: str) -> Document:
        """Publish a product and wait until shoppers see it; the product.

        Raises:
            ApiProblem: it is refused, at once or by its preparation, or that came to no end.
        """
        asked = await self.call("POST", f"/api/products/{product_id}/publish", token=token, headers=_once())
        end = time.monotonic() + PREPARATION_S
        while (product := await self.call("GET", asked["status_url"], token=token)).get("retry_after_s"):
            if time.monotonic() > end:
                detail = f"The product was not prepared within {PREPARATION_S} s; see `luneo logs`."
                raise ApiProblem(504, {"detail": detail})
            await asyncio.sleep(POLL_S)
        if product["status"] != "published":
            reason = product["preparation"]["reason"]
            status = REFUSED if product["status"] == "refused" else UNPREPARED
            raise ApiProblem(status, {"type": TYPE_PREFIX + reason["slug"]} | reason)
        return product

    async def open_session(self, key: str, product_id: str, page_origin: str) -> Document:
        """Open a shopper's session as a page of ``page_origin`` does."""
        body = {"publishable_key": key, "product_id": product_id}
        return await self.call("POST", "/api/widget/sessions", body, headers={"origin": page_origin})

    async def generate(self, token: str, wish: Document, page_origin: str) -> Document:
        """Ask for a design as a shopper."""
        return await self.call("POST", "/api/ai/generate", wish, token=token, headers={"origin": page_origin} | _once())

    async def generation(self, token: str, generation_id: str) -> Document:
        """A generation as it stands."""
        return await self.call("GET", f"/api/ai/generations/{generation_id}", token=token)

    async def follow(self, accepted: Mapping[str, Any], *, after: int = 0) -> AsyncIterator[Document]:
        """The events of an accepted generation after the ``after``-th, in order, until the one that ends it.

        To go on after a lost connection, ask for the generation with ``?stream=true``: its view is taken here as well.

        Raises:
            ApiProblem: the stream closed before the end, or nothing came for :data:`SILENCE_S`.
        """
        stream = accepted["stream"]
        async with self._http.ws_connect(stream["url"], params={"ticket": stream["ticket"]}) as socket:
            await socket.send_json({"action": "subscribe", "generation_id": accepted["id"], "after": after})
            seen = after
            while (event := await _next_event(socket)) is not None:
                if event.get("seq", 0) <= seen:
                    continue
                seen = event["seq"]
                yield event
                if event["type"] in FINAL_EVENTS:
                    return
        raise ApiProblem(502, {"detail": "The progress stream closed before the generation ended."})

    async def fetch(self, url: str) -> bytes:
        """A file's bytes."""
        async with self._http.get(url) as response:
            if not response.ok:
                raise ApiProblem(response.status, {"detail": f"{url.partition('?')[0]} could not be fetched."})
            return await response.read()


async def _next_event(socket: aiohttp.ClientWebSocketResponse) -> Document | None:
    try:
        frame = await socket.receive(timeout=SILENCE_S)
    except TimeoutError:
        raise ApiProblem(
            504, {"detail": f"The generation has not moved for {SILENCE_S} s; see `luneo logs`."}
        ) from None
    event: Document | None = json.loads(frame.data) if frame.type is aiohttp.WSMsgType.TEXT else None
    return event


FINAL_EVENTS = frozenset({"generation.succeeded", "generation.failed", "generation.cancelled"})


def _once() -> dict[str, str]:
    return {"idempotency-key": str(uuid.uuid4())}
