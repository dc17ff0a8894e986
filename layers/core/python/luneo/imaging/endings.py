"""Where a picture's container ends: what comes behind it is another file, hidden in this one.

Structures: ISO/IEC 15948 (PNG chunks), ITU-T T.81 annex B (JPEG markers), RFC 9649 (WebP's RIFF).
"""

import re
import struct
from typing import Final

MAX_SCANS: Final = 100
"""More scans than any encoder writes; each costs a decoder a pass over the whole picture, however few bytes it has."""
_PADDING: Final = b"\x00\r\n"
_START, _SOS, _EOI = b"\xff\xd8\xff", 0xDA, 0xD9
# A marker that says something: neither a stuffed zero, nor a restart, nor filling. A pattern that begins with one
# plain byte is searched for several times as fast as one that begins with some of them.
_MARKER: Final = re.compile(rb"\xff\xff*([^\x00\x01\xd0-\xd7\xff])")


class TooManyScans(ValueError):
    """A JPEG that would keep a decoder busy for hours."""


def ends_with_the_file(data: bytes, kind: str) -> bool:
    """Whether a ``PNG``, ``WEBP``, ``JPEG`` or ``MPO`` (pictures one behind the other) is all there is.

    Raises:
        TooManyScans: a JPEG has more than :data:`MAX_SCANS`.
    """
    if kind == "PNG":
        return _png_end(data) == len(data)
    if kind == "WEBP":
        declared = struct.unpack_from("<I", data, 4)[0] + 8
        return bool(declared <= len(data) <= declared + 1)
    return _only_jpegs(data)


def _png_end(data: bytes) -> int:
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name, at = data[at + 4 : at + 8], at + 12 + length
        if name == b"IEND":
            return at
    return -1


def _only_jpegs(data: bytes) -> bool:
    rest = memoryview(data)
    while rest:
        end = _jpeg_end(rest)
        if end < 0:
            return False
        behind = bytes(rest[end:]).lstrip(_PADDING)
        rest = memoryview(behind)
    return True


def _jpeg_end(data: memoryview) -> int:
    """The place behind the picture's end marker; -1 where there is no picture, or no end of it."""
    if data[:3] != _START:
        return -1
    at, scans = 2, 0
    while found := _MARKER.search(data, at):
        marker, at = found[1][0], found.end()
        if marker == _EOI:
            return at if scans else -1
        scans += marker == _SOS
        if scans > MAX_SCANS:
            raise TooManyScans(scans)
        at += int.from_bytes(data[at : at + 2], "big")
    return -1
