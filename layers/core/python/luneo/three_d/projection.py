"""Texture coordinates for a model that has none: its design is thrown onto it from the front, as by a projector."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.accessors import FLOAT, accessor_count, read_floats
from luneo.three_d.budgets import BUDGETS
from luneo.three_d.container import padding, read_glb, write_glb
from luneo.three_d.document import Document
from luneo.three_d.errors import InvalidModel
from luneo.three_d.fields import Fields
from luneo.three_d.nodes import placements

ADVICE: Final = (
    "The model has no texture coordinates: the design is projected onto it from the front, and mirrored behind. "
    "Unwrap the model for a design that runs around it."
)
_POSITION, _UV = "POSITION", "TEXCOORD_0"
_ARRAY_BUFFER: Final = 34962
_MARK: Final = "luneo_projected"


class _Part(NamedTuple):
    """A part of the model as it stands in the world: what draws it, its material, its vertices in metres."""

    primitive: Fields
    material: int | None
    vertices: NDArray[np.float64]


def projected_glb(data: bytes) -> bytes:
    """A plain model whose parts have texture coordinates; the very same bytes where any part has them already.

    Each material's parts share one square of coordinates, laid over their outline as seen along -z: u runs with x,
    v against y. A mesh that is placed several times is seen where it stands first.

    Raises :class:`InvalidModel` for damaged data, and when the file would be over the hard budget.
    """
    glb = read_glb(data)
    document = Document(glb)
    parts = list(_parts(document))
    if not parts or any(_UV in part.primitive.child("attributes") for part in parts):
        return data
    blob = bytearray(glb.blob)
    for material in {part.material for part in parts}:
        _project([part for part in parts if part.material == material], glb.root.raw, blob)
    written = write_glb(_marked(glb.root.raw, len(blob)), blob)
    BUDGETS["bytes"].refuse_excess(len(written))
    return written


def _marked(root: dict[str, Any], length: int) -> dict[str, Any]:
    buffers, extras = root.get("buffers") or [{}], root.get("extras")
    kept = extras if isinstance(extras, dict) else {}
    return root | {"buffers": [buffers[0] | {"byteLength": length}, *buffers[1:]], "extras": kept | {_MARK: True}}


def is_projected(data: bytes) -> bool:
    """Whether a model has its texture coordinates from :func:`projected_glb`."""
    extras = read_glb(data).root.raw.get("extras")
    return isinstance(extras, dict) and extras.get(_MARK) is True


def _parts(document: Document) -> Iterator[_Part]:
    seen: set[int] = set()
    materials = len(document.root.children("materials"))
    for placement in placements(document):
        if placement.mesh in seen:
            continue
        seen.add(placement.mesh)
        for primitive in document.meshes[placement.mesh].children("primitives"):
            index = primitive.child("attributes").index(_POSITION, len(document.accessors))
            if index is None:
                raise InvalidModel(f"{primitive.where} has no positions.")
            local = read_floats(document, index, 3, accessor_count(document, index)).astype(np.float64)
            world = local @ placement.matrix[:3, :3].T + placement.matrix[:3, 3]
            yield _Part(primitive, primitive.index("material", materials), world)


def _project(parts: list[_Part], root: dict[str, Any], blob: bytearray) -> None:
    outline = np.concatenate([part.vertices[:, :2] for part in parts])
    low, high = outline.min(axis=0), outline.max(axis=0)
    span = np.maximum(high - low, np.finfo(np.float64).tiny)
    shared: dict[int, int] = {}
    for part in parts:
        attributes = part.primitive.child("attributes").raw
        place = attributes[_POSITION]
        if place not in shared:
            across = (part.vertices[:, :2] - low) / span
            shared[place] = _add(root, blob, np.column_stack([across[:, 0], 1 - across[:, 1]]).clip(0, 1))
        attributes[_UV] = shared[place]


def _add(root: dict[str, Any], blob: bytearray, values: NDArray[np.float64]) -> int:
    """Append an accessor; its index."""
    blob.extend(bytes(padding(len(blob))))
    stored = values.astype("<f4").tobytes()
    view = {"buffer": 0, "byteOffset": len(blob), "byteLength": len(stored), "target": _ARRAY_BUFFER}
    root.setdefault("bufferViews", []).append(view)
    blob.extend(stored)
    accessor = {
        "bufferView": len(root["bufferViews"]) - 1,
        "componentType": FLOAT,
        "count": len(values),
        "type": "VEC2",
    }
    root["accessors"].append(accessor)
    return len(root["accessors"]) - 1
