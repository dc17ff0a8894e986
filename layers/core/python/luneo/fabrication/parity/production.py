"""A production file as the picture that it will print: its trim area, at any resolution, and what it states."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NoReturn

import numpy as np
from PIL.Image import Image

from luneo.errors import DomainError
from luneo.fabrication.outline import Tool
from luneo.fabrication.parity.light import Box, Light, sample

MM_PER_INCH: Final = 25.4
Words = tuple[str, str]
"""The same in English and French."""


class UnreadablePrint(DomainError):
    """The bytes are not a production file of ours; the detail says what was found instead."""

    status = 422
    slug = "unreadable-print"
    title = "The production file cannot be read"


class Medium(StrEnum):
    """How a file draws: with pixels, which must be the artwork's own, or with traced shapes, which come near them.

    A ``SKETCH`` is traced shapes that say that they could not keep all shades, an ``OUTLINE`` what a tool follows.
    """

    RASTER = "raster"
    VECTOR = "vector"
    SKETCH = "sketch"
    OUTLINE = "outline"


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A picture in sRGB and where the trimmed area lies on it, in its pixels; the area may reach beyond it."""

    image: Image
    trim: Box


@dataclass(frozen=True, slots=True, eq=False)
class Production:
    """What was read from a file.

    ``size_mm`` is the finished size that the file states, ``None`` when it states none. ``profile`` is the ICC profile
    that explains its numbers, ``profile_fault`` what is wrong with it.
    """

    medium: Medium
    placed: tuple[Placed, ...]
    size_mm: tuple[float, float] | None
    profile: bytes | None
    profile_fault: Words | None = None

    @property
    def native_px(self) -> tuple[float, float]:
        """The pixels that the file has for the trimmed area; the finest of its pictures counts."""
        spans = [(each.trim[2] - each.trim[0], each.trim[3] - each.trim[1]) for each in self.placed]
        return max(spans, default=(1.0, 1.0))

    def part(self, of_px: tuple[int, int], box: tuple[int, int, int, int]) -> "Production":
        """A part of the trimmed area; ``box`` is in pixels of a picture of the whole that is ``of_px`` large."""

        def cut(trim: Box) -> Box:
            wide, high = (trim[2] - trim[0]) / of_px[0], (trim[3] - trim[1]) / of_px[1]
            left, top, right, bottom = box
            return trim[0] + left * wide, trim[1] + top * high, trim[0] + right * wide, trim[1] + bottom * high

        return replace(self, placed=tuple(replace(each, trim=cut(each.trim)) for each in self.placed))

    def at(self, size: tuple[int, int]) -> Light:
        """The trimmed area at that size (width, height): every picture laid over those before it."""
        light = np.zeros((size[1], size[0], 4), np.float32)
        for each in self.placed:
            top = sample(each.image, each.trim, size)
            light = top + light * (1 - top[..., 3:])
        return light


def read_production(
    data: bytes, media_type: str, bleed_mm: float, drawn_px: float, tool: Tool | None = None
) -> Production:
    """Read a PNG (bleed included, resolution stated), PDF (with a TrimBox) or SVG (trimmed) that this house wrote.

    ``bleed_mm`` is what the PNG carries beyond the trim on each side; the others say so themselves. ``drawn_px`` is the
    longer side at which shapes are turned into pixels. With a ``tool`` an SVG must hold outlines for it.

    Raises:
        UnreadablePrint: it is none of these, is damaged, or draws what none of ours does.
    """
    readers: dict[str, Callable[[], Production]] = {
        "image/png": lambda: _png(data, bleed_mm),
        "application/pdf": lambda: _pdf(data),
        "image/svg+xml": lambda: _svg(data, drawn_px, tool),
    }
    if media_type not in readers:
        refuse(f"A production file is PNG, PDF or SVG, not {media_type}.")
    return readers[media_type]()


def refuse(detail: str, cause: BaseException | None = None) -> NoReturn:
    """Say that the file cannot be read."""
    raise UnreadablePrint(detail) from cause


def _png(data: bytes, bleed_mm: float) -> Production:
    from luneo.fabrication.parity.raster import read_png

    return read_png(data, bleed_mm)


def _pdf(data: bytes) -> Production:
    from luneo.fabrication.parity.page import read_pdf

    return read_pdf(data)


def _svg(data: bytes, drawn_px: float, tool: Tool | None) -> Production:
    from luneo.fabrication.parity.vector import read_outline, read_svg

    return read_svg(data, drawn_px) if tool is None else read_outline(data, tool, drawn_px)
