"""An image provider and a moderator that answer at once, count what they are asked, and fail on request."""

import io
from collections import deque
from collections.abc import Callable
from contextvars import Context
from functools import lru_cache
from threading import Lock
from typing import ClassVar

from PIL import Image, ImageDraw

from luneo.ports.images import GeneratedImage, ImageRequest, Partial, Verdict

SIZE = (320, 240)


@lru_cache(maxsize=1)
def picture() -> bytes:
    """A sun on navy, as PNG with transparent corners."""
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((4, 4, SIZE[0] - 4, SIZE[1] - 4), 20, fill=(20, 30, 70, 255))
    draw.ellipse((60, 40, 120, 100), fill=(240, 190, 60, 255))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


class FakeImages:
    """Raises or answers what is queued in ``answers`` first, then makes :func:`picture`."""

    name: ClassVar[str] = "fake"

    def __init__(self) -> None:
        self.answers: deque[BaseException | bytes] = deque()
        self.requests: list[ImageRequest] = []
        self.during: Callable[[], None] = lambda: None
        self._lock = Lock()

    def generate(self, request: ImageRequest, on_partial: Callable[[Partial], None]) -> GeneratedImage:
        with self._lock:
            self.requests.append(request)
            answer = self.answers.popleft() if self.answers else picture()
        if isinstance(answer, BaseException):
            raise answer
        on_partial(Partial(0, picture(), "image/png"))
        Context().run(self.during)  # by somebody else, with rights of their own
        return GeneratedImage(answer, "image/png", self.name, "fake-1", request.seed, {"pictures": 1})


class FakeModerator:
    """Raises or gives the verdicts queued for prompts and for images, then says yes."""

    def __init__(self) -> None:
        self.prompts: deque[BaseException | Verdict] = deque()
        self.images: deque[BaseException | Verdict] = deque()
        self.seen: list[str] = []

    def check_prompt(self, prompt: str) -> Verdict:
        self.seen.append(prompt)
        return self._next(self.prompts)

    def check_image(self, image: bytes, media_type: str) -> Verdict:
        return self._next(self.images)

    @staticmethod
    def _next(queued: deque[BaseException | Verdict]) -> Verdict:
        answer = queued.popleft() if queued else Verdict(allowed=True, provider="fake")
        if isinstance(answer, BaseException):
            raise answer
        return answer


class FakeUpscaler:
    """Raises or answers what is queued in ``answers`` first, then makes pictures four times as large a side."""

    def __init__(self) -> None:
        self.answers: deque[BaseException | bytes] = deque()
        self.asked: list[tuple[int, int]] = []
        self.during: Callable[[], None] = lambda: None

    def upscale(self, image: bytes, size_px: tuple[int, int]) -> GeneratedImage:
        self.asked.append(size_px)
        answer = self.answers.popleft() if self.answers else enlarged(image)
        if isinstance(answer, BaseException):
            raise answer
        Context().run(self.during)
        return GeneratedImage(answer, "image/png", "finer", "finer-1", usage={"pictures": 1})


def enlarged(image: bytes, factor: int = 4) -> bytes:
    """The same picture with more pixels, without alpha, as models answer."""
    picture = Image.open(io.BytesIO(image)).convert("RGB")
    large = picture.resize((picture.width * factor, picture.height * factor), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    large.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
