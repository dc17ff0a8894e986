"""The GLB container (glTF 2.0 specification, section 4.4): a 12-byte header, a JSON chunk, a binary chunk."""

import json
import math
import struct
from typing import Any, NamedTuple, NoReturn

from luneo.three_d.budgets import BUDGETS
from luneo.three_d.errors import InvalidModel
from luneo.three_d.fields import Fields

MAGIC = b"glTF"
VERSION = 2
JSON_CHUNK = 0x4E4F534A
BIN_CHUNK = 0x004E4942
ALIGNMENT = 4
_HEADER = struct.Struct("<4sII")
_CHUNK = struct.Struct("<II")


class Glb(NamedTuple):
    """A parsed container. ``root`` is this call's own copy and may be edited; ``blob`` is the binary chunk."""

    root: Fields
    blob: memoryview


def read_glb(data: bytes) -> Glb:
    """Split a GLB; InvalidModel when it is not one, truncated, of another version, over budget or broken."""
    if len(data) < _HEADER.size or data[: len(MAGIC)] != MAGIC:
        raise InvalidModel("The file is not a GLB. Export the model as glTF binary (.glb).")
    BUDGETS["bytes"].refuse_excess(len(data))
    _, version, length = _HEADER.unpack_from(data)
    if version != VERSION:
        raise InvalidModel(f"The file is glTF version {version}; only version {VERSION} can be used.")
    if length != len(data):
        raise InvalidModel(f"The file is truncated or damaged: its header says {length:,} bytes, it has {len(data):,}.")
    chunks = _chunks(memoryview(data))
    if not chunks or chunks[0][0] != JSON_CHUNK:
        raise InvalidModel("The file is damaged: it does not begin with its JSON chunk.")
    blob = chunks[1][1] if len(chunks) > 1 and chunks[1][0] == BIN_CHUNK else memoryview(b"")
    return Glb(Fields(_parse(chunks[0][1]), ""), blob)


def write_glb(root: dict[str, Any], blob: bytes | bytearray) -> bytes:
    """The container's bytes, the same for the same content."""
    text = json.dumps(root, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * padding(len(text))
    body = bytes(blob) + bytes(padding(len(blob)))
    head = _HEADER.pack(MAGIC, VERSION, _HEADER.size + 2 * _CHUNK.size + len(text) + len(body))
    return b"".join((head, _CHUNK.pack(len(text), JSON_CHUNK), text, _CHUNK.pack(len(body), BIN_CHUNK), body))


def padding(length: int, alignment: int = ALIGNMENT) -> int:
    """How many bytes are missing to the next multiple of ``alignment``."""
    return -length % alignment


def _chunks(view: memoryview) -> list[tuple[int, memoryview]]:
    chunks, offset = [], _HEADER.size
    while offset < len(view):
        if offset + _CHUNK.size > len(view):
            raise InvalidModel("The file is truncated inside a chunk header.")
        length, kind = _CHUNK.unpack_from(view, offset)
        offset += _CHUNK.size
        if offset + length > len(view):
            raise InvalidModel("The file is truncated: a chunk reaches beyond its end.")
        chunks.append((kind, view[offset : offset + length]))
        offset += length
    return chunks


def _parse(text: memoryview) -> object:
    try:
        return json.loads(bytes(text).decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise InvalidModel("The JSON inside the file is broken. Export the model again.") from error


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse_constant(text[:32])


def _refuse_constant(name: str) -> NoReturn:
    raise InvalidModel(f"The JSON inside the file has {name} where a number must be.")
