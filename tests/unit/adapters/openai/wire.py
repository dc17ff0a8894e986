"""OpenAI's answers as bytes on the wire: the real SDK against an in-process transport, no socket."""

import base64
import json

import httpx2

from luneo.adapters.openai.provider import connect
from luneo.ports.images import ImageRequest

PIXEL = base64.b64encode(b"picture bytes").decode()
COMMON = {
    "b64_json": PIXEL,
    "background": "opaque",
    "created_at": 1,
    "output_format": "png",
    "quality": "auto",
    "size": "1024x1024",
}
PARTIAL = COMMON | {"type": "image_generation.partial_image", "partial_image_index": 0}
USAGE = {
    "input_tokens": 7,
    "output_tokens": 272,
    "total_tokens": 279,
    "input_tokens_details": {"image_tokens": 0, "text_tokens": 7},
}
COMPLETED = COMMON | {"type": "image_generation.completed", "usage": USAGE}
REQUEST = ImageRequest(
    prompt="a cat as a woodcut",
    subject="a cat",
    style="woodcut",
    negative="text, frames",
    palette=("#102030", "#ffffff"),
    size_px=(1024, 1536),
    seed=7,
    transparent=True,
    shopper_hash="f00d",
    idempotency_key="gen_1:generate",
)


def stream(*events):
    text = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
    return httpx2.Response(200, headers={"content-type": "text/event-stream"}, text=text)


def problem(status, code, headers=None):
    body = {"error": {"message": "no", "type": "x", "param": None, "code": code}}
    return httpx2.Response(status, headers=headers or {}, json=body)


def client_answering(answer, seen=None):
    def respond(request):
        if seen is not None:
            seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return connect("sk-test", timeout_s=5, http_client=httpx2.Client(transport=httpx2.MockTransport(respond)))
