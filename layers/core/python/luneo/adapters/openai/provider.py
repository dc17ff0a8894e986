"""Images from OpenAI, streamed. Facts about sizes, backgrounds and events: the SDK's own types, openai 3.54."""

import base64
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final, Literal

import openai

from luneo.adapters.openai.failures import broken_off, translated
from luneo.imaging.masks import with_hole
from luneo.ports.images import (
    Capabilities,
    GeneratedImage,
    ImageRequest,
    Partial,
    ProviderUnavailable,
    Sizes,
)
from luneo.providers.abilities import ABILITIES
from luneo.settings import OPENAI

PARTIAL_IMAGES = 2
MAX_PICTURES: Final = 16
"""As many as the endpoint of edits looks at."""
REFERENCES: Final = (
    "The pictures given show the brand's look: take after their colours, line and mood. Copy nothing that they show."
)
REFERENCES_EDITED: Final = f"The first picture is the one to change. {REFERENCES.replace('given', 'after it')}"
OUTPUT_FORMAT: Final = "png"
PARTIAL_EVENTS = frozenset({"image_generation.partial_image", "image_edit.partial_image"})
COMPLETED_EVENTS = frozenset({"image_generation.completed", "image_edit.completed"})
Quality = Literal["low", "medium", "high", "auto"]


def connect(api_key: str, *, timeout_s: float, **options: Any) -> openai.OpenAI:
    """A client that never retries: Step Functions does, behind a claim, so that no picture is paid for twice."""
    return openai.OpenAI(api_key=api_key, timeout=timeout_s, max_retries=0, **options)


class OpenAIImages:
    """The image endpoints with partial images; ``model`` is configuration because models retire."""

    name: ClassVar[str] = OPENAI
    capabilities: ClassVar[Capabilities] = Capabilities(
        can=ABILITIES[OPENAI],
        sizes=Sizes(step_px=16, max_ratio=3),
    )

    def __init__(self, client: openai.OpenAI, *, model: str, quality: Quality = "auto") -> None:
        self._client = client
        self._model = model
        self._quality = quality

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        """Make one picture; see :class:`luneo.ports.images.ImageMaker` for what it raises."""
        options = self._options(request)
        with translated():
            if request.edit or request.references:
                return self._collect(self._client.images.edit(**options, **_files(request)), on_partial)
            return self._collect(self._client.images.generate(**options), on_partial)

    def _options(self, request: ImageRequest) -> dict[str, Any]:
        return {
            "model": self._model,
            "prompt": wording(request),
            "n": 1,
            "size": size_text(request.size_px),
            "background": "transparent" if request.transparent else "opaque",
            "output_format": OUTPUT_FORMAT,
            "quality": self._quality,
            "partial_images": PARTIAL_IMAGES,
            "stream": True,
            "safety_identifier": request.shopper_hash,
            "extra_headers": {"Idempotency-Key": request.idempotency_key},
        }

    def _collect(self, stream: Iterable[Any], on_partial: Callable[[Partial], None]) -> GeneratedImage:
        for event in stream:
            if event.type in PARTIAL_EVENTS:
                on_partial(Partial(event.partial_image_index, _decode(event.b64_json), _media_type(event)))
            elif event.type in COMPLETED_EVENTS:
                return self._finished(event)
        # A JSON answer to a streamed request comes here too: the SDK reads no event from it.
        raise broken_off()

    def _finished(self, event: Any) -> GeneratedImage:
        return GeneratedImage(
            data=_decode(event.b64_json),
            media_type=_media_type(event),
            provider=self.name,
            model=self._model,
            usage=_counters(event.usage),
        )


def _files(request: ImageRequest) -> dict[str, Any]:
    """What the endpoint of edits looks at: the picture to change first, as the mask is for that one."""
    edit = request.edit
    pictures = [("image.png", edit.image, "image/png")] if edit else []
    pictures += [(f"reference-{at}.png", data, "image/png") for at, data in enumerate(request.references, 1)]
    # The endpoint takes one picture and several under different names of the form's field; the SDK chooses by the type.
    files: dict[str, Any] = {"image": pictures[0] if len(pictures) == 1 else pictures[:MAX_PICTURES]}
    return files | ({"mask": ("mask.png", with_hole(edit.mask), "image/png")} if edit and edit.mask else {})


def _counters(usage: Any) -> dict[str, int]:
    """Tokens by the kinds that have a price of their own."""
    if not usage:
        return {}
    read = usage.input_tokens_details
    return {
        "text_input_tokens": read.text_tokens,
        "image_input_tokens": read.image_tokens,
        "image_output_tokens": usage.output_tokens,
    }


def wording(request: ImageRequest) -> str:
    """The prompt as sent: OpenAI has no fields for palette and negatives, so they stand in plain words."""
    parts = [request.prompt]
    if request.references:
        parts.append(REFERENCES_EDITED if request.edit else REFERENCES)
    if request.palette:
        parts.append(f"Colours: {', '.join(request.palette)}.")
    if request.negative:
        parts.append(f"Leave out: {request.negative}.")
    return "\n".join(parts)


def size_text(size_px: tuple[int, int]) -> str:
    """``1024x1536``: both sides to a multiple of the step, the longer within the ratio."""
    sizes = OpenAIImages.capabilities.sizes
    width, height = size_px
    bounded = (min(width, sizes.max_ratio * height), min(height, sizes.max_ratio * width))
    sides = (max(sizes.step_px, round(side / sizes.step_px) * sizes.step_px) for side in bounded)
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
