"""A customer's GLB made plain: compressions are undone once, when a product is published.

A plain file can be dressed with any artwork by changing a few bytes (:mod:`luneo.three_d.swap`), which no compressed
file can. What comes out is within the budgets, or refused.
"""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luneo.three_d import draco, meshopt
from luneo.three_d.accessors import COMPONENT_TYPES, FLOAT, WIDTHS
from luneo.three_d.budgets import BUDGETS
from luneo.three_d.container import padding, read_glb, write_glb
from luneo.three_d.document import Document
from luneo.three_d.errors import InvalidModel
from luneo.three_d.fields import Fields
from luneo.three_d.pictures import PACKED_TEXTURES, decode_packed_texture

DRACO = "KHR_draco_mesh_compression"
MESHOPT = frozenset({"EXT_meshopt_compression", "KHR_meshopt_compression"})
UNPACKED = frozenset({DRACO, *MESHOPT, *PACKED_TEXTURES})
PACKED_MIME = frozenset(f"image/{name.lower()}" for name in PACKED_TEXTURES.values())
QUANTISATION = "KHR_mesh_quantization"
FLOATS_OF_CORE = frozenset({"POSITION", "NORMAL", "TANGENT"})
"""Attributes that glTF itself allows as floating point numbers only."""
TRIANGLES = 4
JPEG_QUALITY = 92


def plain_glb(data: bytes) -> bytes:
    """The model without Draco, meshopt, WebP and AVIF; the very same bytes when it uses none of them.

    Raises :class:`InvalidModel` for damaged data, and when the plain file would be over the hard budget.
    """
    glb = read_glb(data)
    if not UNPACKED & {*glb.root.texts("extensionsUsed"), *glb.root.texts("extensionsRequired")}:
        return data
    _declare(glb.root)
    document = Document(glb)
    unpacking = _Unpacking(document)
    unpacking.run()
    written = write_glb(document.root.raw, unpacking.blob())
    BUDGETS["bytes"].refuse_excess(len(written))
    return written


def _declare(root: Fields) -> None:
    """The lists of extensions as they are once these are gone."""
    for name in ("extensionsUsed", "extensionsRequired"):
        kept = [extension for extension in root.texts(name) if extension not in UNPACKED]
        root.raw.pop(name, None)
        if kept:
            root.raw[name] = kept


def _require(root: Fields, extension: str) -> None:
    for name in ("extensionsUsed", "extensionsRequired"):
        root.raw[name] = sorted({*root.texts(name), extension})


class _Unpacking:
    """One document's buffer views, as they are and as they become."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root = document.root
        self._made: dict[int, bytes] = {}
        self._room = BUDGETS["bytes"].hard

    def run(self) -> None:
        for index, view in enumerate(self._document.views):
            self._unpack_view(index, view)
        for mesh in self._document.meshes:
            for primitive in mesh.children("primitives"):
                self._unpack_primitive(primitive)
        for texture in self._root.children("textures"):
            self._unpack_texture(texture)
        for image in self._root.children("images"):
            self._unpack_image(image)
        if self._quantised():
            _require(self._root, QUANTISATION)

    def _quantised(self) -> bool:
        """Whether vertices are integers, which a filter of meshopt's makes and only an extension allows."""
        attributes = (p.child("attributes") for mesh in self._document.meshes for p in mesh.children("primitives"))
        accessors = (self._accessor(a, name) for a in attributes for name in a.raw if name in FLOATS_OF_CORE)
        return any(accessor.integer("componentType") != FLOAT for accessor in accessors)

    def blob(self) -> bytes:
        """The binary chunk with only the views in use, which are renumbered in the document."""
        users = list(_view_users(self._root, len(self._document.views)))
        numbers = {old: new for new, old in enumerate(sorted({user["bufferView"] for user in users}))}
        blob, rows = bytearray(), []
        for old in numbers:
            content = self._content(old)
            blob.extend(bytes(padding(len(blob))))
            row = dict(self._document.views[old].raw) | {
                "buffer": 0,
                "byteOffset": len(blob),
                "byteLength": len(content),
            }
            rows.append(row)
            blob.extend(content)
        for user in users:
            user["bufferView"] = numbers[user["bufferView"]]
        self._root.raw["bufferViews"] = rows
        self._root.raw["buffers"] = [{"byteLength": len(blob)}]
        return bytes(blob)

    def _content(self, view: int) -> bytes:
        made = self._made.get(view)
        return bytes(self._document.view_bytes(view)) if made is None else made

    def _unpack_view(self, index: int, view: Fields) -> None:
        extensions = view.child("extensions")
        for name in MESHOPT & extensions.raw.keys():
            packed = extensions.child(name)
            del extensions.raw[name]
            self._made[index] = self._meshopt(packed)
        if "extensions" in view and not extensions.raw:
            del view.raw["extensions"]

    def _meshopt(self, packed: Fields) -> bytes:
        count, stride = packed.integer("count", least=1), packed.integer("byteStride", least=1)
        self._take(count * stride)
        source = self._document.span(packed)
        return meshopt.unpack(bytes(source), count, stride, packed.text("mode"), packed.text("filter", "NONE"))

    def _take(self, size: int) -> None:
        """Refuse what would not fit into the plain file, before it is unpacked."""
        self._room -= size
        if self._room < 0:
            BUDGETS["bytes"].refuse_excess(BUDGETS["bytes"].hard - self._room)

    def _unpack_primitive(self, primitive: Fields) -> None:
        extensions = primitive.child("extensions")
        if DRACO not in extensions:
            return
        packed = extensions.child(DRACO)
        view = packed.index("bufferView", len(self._document.views))
        if view is None:
            raise InvalidModel(f"{packed.where}.bufferView is missing.")
        mesh = draco.unpack(self._content(view))
        del extensions.raw[DRACO]
        if not extensions.raw:
            del primitive.raw["extensions"]
        attributes = primitive.child("attributes")
        for name in packed.child("attributes").raw:
            values = mesh.attributes.get(packed.child("attributes").integer(name))
            if values is None or name not in attributes:
                raise InvalidModel(draco.DAMAGED)
            self._fill(self._accessor(attributes, name), values, bounds=name == "POSITION")
        indices = self._accessor(primitive, "indices")
        primitive.raw["mode"] = TRIANGLES
        self._fill(indices, mesh.triangles.reshape(-1, 1), bounds=False)

    def _accessor(self, owner: Fields, name: str) -> Fields:
        index = owner.index(name, len(self._document.accessors))
        if index is None:
            raise InvalidModel(f"{owner.place(name)} is missing.")
        return self._document.accessors[index]

    def _fill(self, accessor: Fields, values: NDArray[np.generic], *, bounds: bool) -> None:
        """Let the accessor read the values, from a view of their own."""
        dtype = COMPONENT_TYPES.get(accessor.integer("componentType"))
        if dtype is None or WIDTHS.get(accessor.text("type")) != values.shape[1]:
            raise InvalidModel(f"{accessor.where} has the wrong type for its use.")
        if dtype.kind in "iu" and not _fits(values, dtype):
            raise InvalidModel(f"{accessor.where} is too small for the numbers in its Draco data.")
        row = values.shape[1] * dtype.itemsize
        stride = row + padding(row) if values.shape[1] > 1 else row
        self._take(len(values) * stride)
        stored = np.zeros((len(values), stride), np.uint8)
        stored[:, :row] = np.ascontiguousarray(values.astype(dtype)).view(np.uint8).reshape(len(values), row)
        accessor.raw["bufferView"] = self._view(stored.tobytes(), stride if stride != row else None)
        accessor.raw["count"] = len(values)
        accessor.raw.pop("byteOffset", None)
        if bounds:
            low, high = (values.astype(dtype).astype(float) for values in (values.min(axis=0), values.max(axis=0)))
            accessor.raw |= {"min": low.tolist(), "max": high.tolist()}

    def _view(self, content: bytes, stride: int | None = None) -> int:
        row: dict[str, Any] = {"buffer": 0, "byteLength": len(content)}
        if stride is not None:
            row["byteStride"] = stride
        views = self._document.views
        views.append(Fields(row, f"bufferViews[{len(views)}]"))
        self._made[len(views) - 1] = content
        return len(views) - 1

    def _unpack_texture(self, texture: Fields) -> None:
        extensions = texture.child("extensions")
        for name in sorted(PACKED_TEXTURES.keys() & extensions.raw.keys()):
            source = extensions.child(name).index("source", len(self._root.items("images")))
            del extensions.raw[name]
            if source is not None:
                texture.raw.setdefault("source", source)
        if "extensions" in texture and not extensions.raw:
            del texture.raw["extensions"]

    def _unpack_image(self, image: Fields) -> None:
        view = image.index("bufferView", len(self._document.views))
        if view is None or image.text("mimeType") not in PACKED_MIME:
            return
        picture = decode_packed_texture(self._content(view), image.where)
        buffer = io.BytesIO()
        if picture.mode == "RGBA":
            picture.save(buffer, "PNG", compress_level=6)
        else:
            picture.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling="4:4:4")
        self._take(buffer.tell())
        image.raw["mimeType"] = "image/png" if picture.mode == "RGBA" else "image/jpeg"
        image.raw["bufferView"] = self._view(buffer.getvalue())


def _fits(values: NDArray[np.generic], dtype: np.dtype[np.generic]) -> bool:
    limits = np.iinfo(dtype.str)
    return bool(limits.min <= values.min() and values.max() <= limits.max)


def _view_users(root: Fields, views: int) -> Iterator[dict[str, Any]]:
    """The JSON objects that read one of so many buffer views."""
    accessors = root.children("accessors")
    sparse = [a.child("sparse").child(part) for a in accessors if "sparse" in a for part in ("indices", "values")]
    for owner in (*accessors, *sparse, *root.children("images")):
        if owner.index("bufferView", views) is not None:
            yield owner.raw
