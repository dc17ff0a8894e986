"""Still WebP pictures bound into one that moves; container as in RFC 9649, "WebP Image Format".

Pillow's own encoder weighs each picture against the one before and against itself, though it is told to store it
whole; binding pictures that are encoded already takes no time at all.
"""

import io
import struct
from collections.abc import Iterator, Sequence
from typing import Final

from PIL import Image as PilImage

_ANIMATED: Final = 0x02
_TRANSPARENT: Final = 0x10
_NOT_BLENDED: Final = 0x02
_PICTURE: Final = frozenset({b"ALPH", b"VP8 ", b"VP8L"})
_HEADER_BYTES: Final = 12
_FOR_EVER: Final = 0


def animated(views: Sequence[PilImage.Image], *, view_ms: int, quality: int, method: int) -> bytes:
    """An endless animated WebP of pictures of one size, without metadata; each is stored whole, ``view_ms`` long.

    ``quality`` and ``method`` are libwebp's. Transparency is kept.
    """
    width, height = views[0].size
    flags = _ANIMATED | (_TRANSPARENT if any("A" in view.getbands() for view in views) else 0)
    canvas = struct.pack("<I", flags) + _three(width - 1) + _three(height - 1)
    body = _chunk(b"VP8X", canvas) + _chunk(b"ANIM", struct.pack("<IH", 0, _FOR_EVER))
    place = _three(0) * 2 + _three(width - 1) + _three(height - 1) + _three(view_ms) + bytes([_NOT_BLENDED])
    body += b"".join(_chunk(b"ANMF", place + _still(view, quality, method)) for view in views)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _still(view: PilImage.Image, quality: int, method: int) -> bytes:
    """The chunks that hold the pixels of one picture."""
    buffer = io.BytesIO()
    view.save(buffer, "WEBP", quality=quality, method=method)
    return b"".join(_chunk(kind, data) for kind, data in _chunks(buffer.getvalue()) if kind in _PICTURE)


def _chunks(webp: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _HEADER_BYTES
    while at < len(webp):
        kind, length = struct.unpack_from("<4sI", webp, at)
        yield kind, webp[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _three(value: int) -> bytes:
    return value.to_bytes(3, "little")
