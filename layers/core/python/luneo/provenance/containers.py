"""Where a picture file keeps its Content Credentials, read strictly.

C2PA's hash leaves out the place of the manifest itself, and with it the framing: lengths, checksums, reserved bytes.
Whoever reads :func:`manifest_store` knows that the framing holds nothing but what it must (C2PA 2.2, annex A).
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from luneo.provenance.errors import Unreadable

PNG, JPEG, WEBP, AVIF = "image/png", "image/jpeg", "image/webp", "image/avif"

_PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNK: Final = b"caBX"
_RIFF_CHUNK: Final = b"C2PA"
_JPEG_APP11: Final = b"\xff\xeb"
_JPEG_SCAN: Final = b"\xff\xda"
_JPEG_LEAD: Final = struct.Struct(">HHHII")  # length, "JP", box instance, packet number, the box's size
_JPEG_JUMBF, _JPEG_INSTANCE = 0x4A50, 0x0211
_JUMB: Final = b"jumb"
# ISO base media: C2PA's UUID, version and flags, its purpose, no Merkle tree beside it.
_BMFF_LEAD: Final = bytes.fromhex("d8fec3d61b0e483c92975828877ec481") + bytes(4) + b"manifest\0" + bytes(8)


class BadFraming(Exception):
    """The manifest's place holds what does not belong there; the text says what."""


def media_type_of(data: bytes) -> str | None:
    """The picture's media type by its first bytes; ``None`` for what is none of the four."""
    if data.startswith(_PNG_SIGNATURE):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    return AVIF if data[4:8] == b"ftyp" and b"avif" in data[8:64] else None


def manifest_store(data: bytes) -> bytes:
    """The JUMBF manifest store in a picture; empty if there is none.

    Raises:
        BadFraming: there is more than one, or its frame was tampered with.
        Unreadable: the bytes are no picture of the four kinds.
    """
    media_type = media_type_of(data)
    if media_type is None:
        raise Unreadable("The file is no PNG, JPEG, WebP or AVIF.")
    try:
        found = list(_READERS[media_type](data))
    except (struct.error, IndexError) as fault:
        raise BadFraming("the file ends too early") from fault
    if len(found) > 1:
        raise BadFraming("there is more than one manifest")
    return found[0] if found else b""


def head(data: bytes) -> bytes:
    """What an ISO base media file begins with, which C2PA's hash leaves out; empty for other kinds."""
    return data[: int.from_bytes(data[:4], "big")] if media_type_of(data) == AVIF else b""


def without_png_manifest(data: bytes) -> bytes:
    """A PNG's bytes as they were before it was signed; other files, and those without a manifest, as they are."""
    if not data.startswith(_PNG_SIGNATURE):
        return data
    kept = (data[start:end] for name, start, end in _png_chunks(data) if name != _PNG_CHUNK)
    return _PNG_SIGNATURE + b"".join(kept)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = len(_PNG_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], at, at + 12 + length
        at += 12 + length


def _in_png(data: bytes) -> Iterator[bytes]:
    for name, start, end in _png_chunks(data):
        if name != _PNG_CHUNK:
            continue
        store, checksum = data[start + 8 : end - 4], data[end - 4 : end]
        if zlib.crc32(_PNG_CHUNK + store) != int.from_bytes(checksum, "big"):
            raise BadFraming("the checksum of the manifest's chunk is wrong")
        yield store


def _in_webp(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        content, after = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 8 + length + length % 2]
        if name == _RIFF_CHUNK:
            if after.strip(b"\0") or len(content) != length:
                raise BadFraming("the manifest's chunk is not as long as it says")
            yield content
        at += 8 + length + length % 2


def _in_avif(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"uuid" and data[at + 8 : at + 24] == _BMFF_LEAD[:16]:
            if data[at + 8 : at + 8 + len(_BMFF_LEAD)] != _BMFF_LEAD:
                raise BadFraming("the lead of the manifest's box was changed")
            yield data[at + 8 + len(_BMFF_LEAD) : at + length]
        if length < 8:  # noqa: PLR2004 - a box has a head of eight bytes; 0 says "to the end", which hides nothing after
            return
        at += length


def _in_jpeg(data: bytes) -> Iterator[bytes]:
    parts: list[bytes] = []
    at = 2
    while data[at : at + 1] == b"\xff" and data[at : at + 2] != _JPEG_SCAN:
        (length,) = struct.unpack_from(">H", data, at + 2)
        if data[at : at + 2] == _JPEG_APP11:
            _, *lead, size = _JPEG_LEAD.unpack_from(data, at + 2)
            if lead != [_JPEG_JUMBF, _JPEG_INSTANCE, len(parts) + 1] or data[at + 16 : at + 20] != _JUMB:
                raise BadFraming("a segment of the manifest is out of order or not one of its own")
            # Every segment repeats the head of the box that it is part of.
            parts.append(data[at + (20 if parts else 12) : at + 2 + length])
            if size != int.from_bytes(parts[0][:4], "big"):
                raise BadFraming("the manifest's segments disagree about its size")
        at += 2 + length
    if parts:
        yield b"".join(parts)


_READERS: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    PNG: _in_png,
    JPEG: _in_jpeg,
    WEBP: _in_webp,
    AVIF: _in_avif,
}
CARRIERS: Final = frozenset(_READERS)
"""The media types of pictures that can carry Content Credentials."""
