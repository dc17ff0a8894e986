"""Numbers out of a glTF accessor, within the file's bounds and the budget's."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.document import Document
from luneo.three_d.errors import InvalidModel
from luneo.three_d.fields import LARGEST_NUMBER, Fields

FloatArray = NDArray[np.float32]
IndexArray = NDArray[np.int64]

FLOAT = 5126
COMPONENT_TYPES: Mapping[int, np.dtype[np.generic]] = MappingProxyType(
    {
        code: np.dtype(name)
        for code, name in {
            5120: "<i1",
            5121: "<u1",
            5122: "<i2",
            5123: "<u2",
            5125: "<u4",
            FLOAT: "<f4",
        }.items()
    }
)
WIDTHS: Mapping[str, int] = MappingProxyType({"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4})


def accessor_count(document: Document, index: int) -> int:
    """How many elements an accessor states, without reading any."""
    return document.accessors[index].integer("count", least=1)


def read_floats(document: Document, index: int, width: int, count: int) -> FloatArray:
    """A (count, width) array; normalised integers are mapped to 0…1 or -1…1 (glTF 2.0, section 3.6.2.2)."""
    fields = document.accessors[index]
    if accessor_count(document, index) != count:
        raise InvalidModel(f"{fields.where} has more or fewer elements than the mesh has vertices.")
    raw = _read(document, fields, width)
    values = raw.astype(np.float32)
    if raw.dtype.kind in "iu" and fields.flag("normalized"):
        values = np.maximum(values / np.iinfo(raw.dtype.str).max, -1.0).astype(np.float32)
    if not bool(np.all(np.abs(values) <= LARGEST_NUMBER)):
        raise InvalidModel(f"{fields.where} has values that are not finite numbers of sensible size.")
    return values


def read_indices(document: Document, index: int, vertices: int) -> IndexArray:
    """A flat array of vertex indices, each below ``vertices``."""
    fields = document.accessors[index]
    raw = _read(document, fields, 1)
    if raw.dtype.kind != "u":
        raise InvalidModel(f"{fields.where} must hold unsigned indices.")
    values = raw.reshape(-1).astype(np.int64)
    if int(values.max()) >= vertices:
        raise InvalidModel(f"{fields.where} points at vertices that are not there.")
    return values


def _read(document: Document, fields: Fields, width: int) -> NDArray[np.generic]:
    dtype = COMPONENT_TYPES.get(fields.integer("componentType"))
    if dtype is None or WIDTHS.get(fields.text("type")) != width:
        raise InvalidModel(f"{fields.where} has the wrong type for its use.")
    count = fields.integer("count", least=1)
    values = _stored(document, fields, dtype, (count, width))
    return _replaced(document, fields, values) if "sparse" in fields else values


def _stored(
    document: Document, fields: Fields, dtype: np.dtype[np.generic], shape: tuple[int, int]
) -> NDArray[np.generic]:
    """Rows of numbers where the fields' buffer view holds them; zeros without one."""
    count, width = shape
    view = fields.index("bufferView", len(document.views))
    if view is None:
        return np.zeros(shape, dtype)
    stride = document.views[view].integer("byteStride", 0) or dtype.itemsize * width
    offset = fields.integer("byteOffset", 0)
    stored = document.view_bytes(view)
    if offset + (count - 1) * stride + dtype.itemsize * width > len(stored):
        raise InvalidModel(f"{fields.where} is out of range: it reaches beyond its buffer view.")
    return np.ndarray(shape, dtype, stored, offset, (stride, dtype.itemsize))


def _replaced(document: Document, fields: Fields, values: NDArray[np.generic]) -> NDArray[np.generic]:
    """The values with those elements changed that a sparse accessor lists (glTF 2.0, section 3.6.2.3)."""
    sparse = fields.child("sparse")
    places, changes = sparse.child("indices"), sparse.child("values")
    count = sparse.integer("count", least=1)
    dtype = COMPONENT_TYPES.get(places.integer("componentType"))
    if dtype is None or dtype.kind != "u" or count > len(values):
        raise InvalidModel(f"{sparse.where} has the wrong type or size for its use.")
    for part in (places, changes):
        if "bufferView" not in part:
            raise InvalidModel(f"{part.where}.bufferView is missing.")
    index = _stored(document, places, dtype, (count, 1)).reshape(-1).astype(np.int64)
    if int(index.max()) >= len(values):
        raise InvalidModel(f"{places.where} points at elements that are not there.")
    changed = values.copy()
    changed[index] = _stored(document, changes, values.dtype, (count, values.shape[1]))
    return changed
