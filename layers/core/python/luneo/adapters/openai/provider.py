"""Images from OpenAI, streamed. Facts about sizes, backgrounds and events: the SDK's own types, openai 3.54."""

import base64
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final, Literal

import openai

from luneo.adapters.openai.failures import translated
from luneo.ports.images import GeneratedImage, ImageRequest, Partial, ProviderUnavailable

PARTIAL_IMAGES = 2
SIZE_STEP_PX = 16
MAX_RATIO = 3
OUTPUT_FORMAT: Final = "png"
Quality = Literal["low", "medium", "high", "auto"]


def connect(api_key: str, *, timeout_s: float, **options: Any) -> openai.OpenAI:
    """A client that never retries: Step Functions does, behind a claim, so that no picture is paid for twice."""
    return openai.OpenAI(api_key=api_key, timeout=timeout_s, max_retries=0, **options)


class OpenAIImages:
    """The ``images.generate`` endpoint with partial images; ``model`` is configuration because models retire."""

    name: ClassVar[str] = "openai"

    def __init__(self, client: openai.OpenAI, *, model: str, quality: Quality = "auto") -> None:
        self._client = client
        self._model = model
        self._quality = quality

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        """Make one picture; see :class:`luneo.ports.images.ImageProvider` for what it raises."""
        with translated():
            stream = self._client.images.generate(
                model=self._model,
                prompt=wording(request),
                n=1,
                size=size_text(request.size_px),
                background="transparent" if request.transparent else "opaque",
                output_format=OUTPUT_FORMAT,
                quality=self._quality,
                partial_images=PARTIAL_IMAGES,
                stream=True,
                safety_identifier=request.shopper_hash,
                extra_headers={"Idempotency-Key": request.idempotency_key},
            )
            return self._collect(stream, on_partial)

    def _collect(self, stream: Iterable[Any], on_partial: Callable[[Partial], None]) -> GeneratedImage:
        for event in stream:
            if event.type == "image_generation.partial_image":
                on_partial(Partial(event.partial_image_index, _decode(event.b64_json), _media_type(event)))
            elif event.type == "image_generation.completed":
                return self._finished(event)
        raise ProviderUnavailable("The image provider's stream ended without a picture.")

    def _finished(self, event: Any) -> GeneratedImage:
        usage = event.usage
        counters = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens} if usage else {}
        return GeneratedImage(
            data=_decode(event.b64_json),
            media_type=_media_type(event),
            provider=self.name,
            model=self._model,
            usage=counters,
        )


def wording(request: ImageRequest) -> str:
    """The prompt as sent: OpenAI has no fields for palette and negatives, so they stand in plain words."""
    parts = [request.prompt]
    if request.palette:
        parts.append(f"Colours: {', '.join(request.palette)}.")
    if request.negative:
        parts.append(f"Leave out: {request.negative}.")
    return "\n".join(parts)


def size_text(size_px: tuple[int, int]) -> str:
    """``1024x1536``: both sides to a multiple of 16, the longer at most three times the shorter."""
    width, height = size_px
    bounded = (min(width, MAX_RATIO * height), min(height, MAX_RATIO * width))
    sides = (max(SIZE_STEP_PX, round(side / SIZE_STEP_PX) * SIZE_STEP_PX) for side in bounded)
    return "x".join(str(side) for side in sides)


def _decode(text: str | None) -> bytes:
    if not text:
        raise ProviderUnavailable("The image provider answered without a picture.")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ProviderUnavailable("The image provider's picture cannot be read.") from error


def _media_type(event: Any) -> str:
    return f"image/{event.output_format}"
