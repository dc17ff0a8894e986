"""Meshes packed by Draco, unpacked. What a stream states about its size is read before the decoder is let at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.accessors import IndexArray
from luneo.three_d.budgets import BUDGETS
from luneo.three_d.errors import InvalidModel

MAGIC = b"DRACO"
HEADER_BYTES = 11
MESH, EDGEBREAKER = 1, 1
METADATA_FLAG = 0x80
CURRENT = (2, 2)
LONGEST_VARINT = 5
DAMAGED = "The model's Draco compression is damaged. Export the model again."


@dataclass(frozen=True, slots=True)
class Mesh:
    """(m, 3) triangles, and (n, width) values by the attribute's number in the stream."""

    triangles: IndexArray
    attributes: Mapping[int, NDArray[np.generic]]


def unpack(data: bytes) -> Mesh:
    """The mesh in a Draco stream (bitstream version 2.2). Raises :class:`InvalidModel`."""
    vertices, triangles = _stated_size(data)
    BUDGETS["triangles"].refuse_excess(triangles)
    BUDGETS["vertices"].refuse_excess(vertices)
    decoded = _decoded(data)
    attributes = {int(a["unique_id"]): np.asarray(a["data"]) for a in decoded.attributes}
    faces = np.asarray(decoded.faces, np.int64)
    if not faces.size or any(values.ndim != 2 for values in attributes.values()):  # noqa: PLR2004  # rows of numbers
        raise InvalidModel(DAMAGED)
    return Mesh(faces.reshape(-1, 3), attributes)


class _Decoded(Protocol):
    """What DracoPy hands back, as far as it is used."""

    faces: NDArray[np.uint32]
    attributes: list[dict[str, Any]]


def _decoded(data: bytes) -> _Decoded:
    # Eight megabytes that only a compressed model needs.
    import DracoPy

    try:
        decoded: _Decoded = DracoPy.decode(data)
        _ = decoded.faces
    except (DracoPy.FileTypeException, ValueError, AttributeError, MemoryError, RuntimeError) as error:
        raise InvalidModel(DAMAGED) from error
    return decoded


def _stated_size(data: bytes) -> tuple[int, int]:
    """Vertices and triangles by the stream's own head (Draco's "Bitstream Specification", sections 4 and 5)."""
    if len(data) < HEADER_BYTES or data[: len(MAGIC)] != MAGIC or data[7] != MESH:
        raise InvalidModel(DAMAGED)
    if (data[5], data[6]) != CURRENT or data[10] & METADATA_FLAG:
        raise InvalidModel("The model's Draco compression is too old or carries metadata. Export it without Draco.")
    edgebreaker = data[8] == EDGEBREAKER
    first, place = _varint(data, HEADER_BYTES + int(edgebreaker))
    second, _ = _varint(data, place)
    return (first, second) if edgebreaker else (second, first)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for position, byte in enumerate(data[place : place + LONGEST_VARINT]):
        value |= (byte & 0x7F) << 7 * position
        if byte < 0x80:  # noqa: PLR2004  # the eighth bit says that more follow
            return value, place + position + 1
    raise InvalidModel(DAMAGED)
