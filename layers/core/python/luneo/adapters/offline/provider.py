"""Pictures without a network, for laptops and tests: the same bytes for the same wish, and every failure on request."""

import io
import time
from collections.abc import Callable
from typing import Any, ClassVar, Final

from luneo.adapters.offline.triggers import Trigger, trigger_in
from luneo.errors import DomainError
from luneo.ports.images import (
    Capabilities,
    Edit,
    GeneratedImage,
    ImageRequest,
    Partial,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    Sizes,
    Verdict,
)
from luneo.providers.abilities import ABILITIES
from luneo.settings import OFFLINE, Stage

SLOW_PAUSE_S = 2.0
PARTIAL_SIDE_PX = 512
ENLARGED: Final = 2
ENLARGES_PX: Final = 2048 * 2048
UPSCALING_MODEL: Final = "luneo-sharpener-1"
_MARK = "luneo-offline"
_PNG, _WEBP = "image/png", "image/webp"
_FAILURES: dict[Trigger, DomainError] = {
    Trigger.THROTTLED: ProviderThrottled("The offline provider was asked to be busy.", retry_after_s=1),
    Trigger.UNAVAILABLE: ProviderUnavailable("The offline provider was asked to be out of order."),
    Trigger.EMPTY: ProviderUnavailable("The offline provider was asked to answer without a picture."),
    Trigger.REJECTED: ProviderRejected("The offline provider was asked to refuse this wish. Describe something else."),
}


def refuse_production(stage: Stage) -> None:
    """Raise :class:`ProviderMisconfigured` in production: procedural pictures and moderation are not for customers."""
    if stage is Stage.PROD:
        raise ProviderMisconfigured("The offline provider does not run in production. Configure a real one.")


class OfflineImages:
    """The procedural engine behind the port. Trigger words in the wish force the failures."""

    name: ClassVar[str] = OFFLINE
    capabilities: ClassVar[Capabilities] = Capabilities(
        can=ABILITIES[OFFLINE],
        # Sides from 64 to 4096 px.
        sizes=Sizes(step_px=1, max_ratio=64),
        enlarges_px=ENLARGES_PX,
    )

    def __init__(self, stage: Stage, *, sleep: Callable[[float], None] = time.sleep) -> None:
        refuse_production(stage)
        self._sleep = sleep

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        """Draw one picture; see :class:`luneo.ports.images.ImageProvider` for what it raises."""
        from luneo.adapters.offline.engine import MODEL, draw
        from luneo.adapters.offline.references import palette_of

        trigger = trigger_in(request.subject)
        if trigger in _FAILURES:
            raise type(_FAILURES[trigger])(_FAILURES[trigger].detail)
        image = None
        palette = palette_of(request.references) or request.palette
        for step in draw(request.subject, request.style, palette, request.seed, request.size_px):
            image = _edited(step.image, request.edit) if request.edit else step.image
            if not step.final:
                on_partial(Partial(step.index, _small(image), _WEBP))
                self._pause(trigger)
        data = _png(image, trigger)
        return GeneratedImage(data, _PNG, self.name, MODEL, request.seed, {"pictures": 1})

    def upscale(self, image: bytes, size_px: tuple[int, int]) -> GeneratedImage:
        """The picture twice as large a side, with steeper edges: a stand-in for models, which invent more than that."""
        from PIL import ImageFilter

        from luneo.imaging.safe import open_image
        from luneo.imaging.upscale import upscale

        wide, high = (side * ENLARGED for side in size_px)
        large = upscale(open_image(image, what="The picture to enlarge"), (wide, high))
        sharp = large.filter(ImageFilter.UnsharpMask(radius=ENLARGED, percent=30, threshold=2))
        return GeneratedImage(_png(sharp, None), _PNG, self.name, UPSCALING_MODEL, usage={"pictures": 1})

    def _pause(self, trigger: Trigger | None) -> None:
        if trigger is Trigger.SLOW:
            self._sleep(SLOW_PAUSE_S)


class OfflineModerator:
    """Says yes, unless a trigger word (in a prompt) or the mark it left (in a picture) asks for a no."""

    name: ClassVar[str] = OFFLINE

    def __init__(self, stage: Stage) -> None:
        refuse_production(stage)

    def check_prompt(self, prompt: str) -> Verdict:
        """Judge a prompt."""
        return self._verdict(trigger_in(prompt) is Trigger.BLOCKED)

    def check_image(self, image: bytes, media_type: str) -> Verdict:
        """Judge a picture of :class:`OfflineImages`; any other passes."""
        marked = media_type == _PNG and f"{_MARK}\0{Trigger.BLOCKED_IMAGE}".encode() in image
        return self._verdict(marked)

    def _verdict(self, blocked: bool) -> Verdict:  # noqa: FBT001 - it says what it is
        return Verdict(allowed=not blocked, categories=("on-request",) if blocked else (), provider=self.name)


def _edited(drawn: Any, edit: Edit) -> Any:
    """The new drawing where the mask is white, the old picture elsewhere, in the old one's size."""
    from PIL import Image

    from luneo.imaging.masks import editable
    from luneo.imaging.safe import open_image

    old = open_image(edit.image, what="The picture to edit").convert("RGBA")
    new = drawn.convert("RGBA").resize(old.size, Image.Resampling.LANCZOS)
    return Image.composite(new, old, editable(edit.mask)) if edit.mask else new


def _small(image: Any) -> bytes:
    from PIL import Image

    small = image.copy()
    small.thumbnail((PARTIAL_SIDE_PX, PARTIAL_SIDE_PX), Image.Resampling.BILINEAR)
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=70, method=0)
    return buffer.getvalue()


def _png(image: Any, trigger: Trigger | None) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    if trigger is Trigger.BLOCKED_IMAGE:
        info.add_text(_MARK, trigger)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1, pnginfo=info)
    data = buffer.getvalue()
    return data[: len(data) // 2] if trigger is Trigger.BROKEN else data
