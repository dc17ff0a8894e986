"""Pictures that come from outside: opened within limits, or refused."""

import io
import struct
from collections.abc import Mapping
from types import MappingProxyType

from PIL import Image as PilImage

from luneo.three_d.budgets import BUDGETS
from luneo.three_d.document import Image
from luneo.three_d.errors import InvalidArtwork, InvalidModel

# Everything that Pillow's readers raise on damaged files; its warnings too, where they are made errors.
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    IndexError,
    OverflowError,
    TypeError,
    struct.error,
    MemoryError,
    PilImage.DecompressionBombError,
    Warning,
)
TEXTURE_FORMATS = ("PNG", "JPEG")
PACKED_TEXTURES: Mapping[str, str] = MappingProxyType({"EXT_texture_webp": "WEBP", "EXT_texture_avif": "AVIF"})
"""Extensions for textures that Pillow reads, and the format of each."""
ARTWORK_FORMATS = ("PNG", "JPEG", "WEBP")
MAX_ARTWORK_PIXELS = 40_000_000


def decode_texture(image: Image) -> PilImage.Image:
    """A model's embedded image as RGB or RGBA; its size is checked before its pixels are decoded."""
    try:
        with PilImage.open(io.BytesIO(image.encoded), formats=TEXTURE_FORMATS) as opened:
            BUDGETS["texture_side"].refuse_excess(max(opened.size))
            return _rgb(opened)
    except UNREADABLE as error:
        raise InvalidModel(f"images[{image.index}] is damaged. Export the model's textures again.") from error


def decode_packed_texture(encoded: bytes, where: str) -> PilImage.Image:
    """A texture in one of the formats of :data:`PACKED_TEXTURES`, as RGB or RGBA; its size is checked first."""
    try:
        with PilImage.open(io.BytesIO(encoded), formats=tuple(PACKED_TEXTURES.values())) as opened:
            BUDGETS["texture_side"].refuse_excess(max(opened.size))
            return _rgb(opened)
    except UNREADABLE as error:
        raise InvalidModel(f"{where} is damaged. Export the model's textures again.") from error


def open_artwork(artwork: PilImage.Image | bytes) -> PilImage.Image:
    """Artwork as RGB or RGBA; :class:`InvalidArtwork` when it cannot be read or has too many pixels."""
    if isinstance(artwork, PilImage.Image):
        return _rgb(artwork)
    try:
        with PilImage.open(io.BytesIO(artwork), formats=ARTWORK_FORMATS) as opened:
            if opened.width * opened.height > MAX_ARTWORK_PIXELS:
                raise InvalidArtwork(f"The artwork has more than {MAX_ARTWORK_PIXELS:,} pixels.")
            return _rgb(opened)
    except UNREADABLE as error:
        raise InvalidArtwork("The artwork is not a readable PNG, JPEG or WebP picture.") from error


def _rgb(picture: PilImage.Image) -> PilImage.Image:
    has_alpha = picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")
