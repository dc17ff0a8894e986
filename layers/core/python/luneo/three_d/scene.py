"""A GLB's geometry in world space: one part for each mesh primitive that a scene's node places."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.accessors import (
    FloatArray,
    IndexArray,
    accessor_count,
    read_floats,
    read_indices,
)
from luneo.three_d.budgets import BUDGETS
from luneo.three_d.document import DEFAULT_MATERIAL, Document, Material, UvMapping
from luneo.three_d.errors import InvalidModel
from luneo.three_d.fields import LARGEST_NUMBER, Fields
from luneo.three_d.nodes import Placement, placements

TRIANGLES, TRIANGLE_STRIP, TRIANGLE_FAN = 4, 5, 6
TEXCOORD = "TEXCOORD_{}"
SMALLEST_NORMAL = 1e-6


@dataclass(frozen=True, slots=True)
class Part:
    """A triangle mesh in world space, in metres.

    ``positions`` and unit ``normals`` are (n, 3), ``triangles`` (m, 3) counter-clockwise seen from outside;
    ``uvs`` has (n, 2) coordinates for each mapping that the material's textures use, and the first set under
    the default mapping when the mesh has one.
    """

    name: str
    positions: FloatArray
    normals: FloatArray
    triangles: IndexArray
    uvs: dict[UvMapping, FloatArray]
    material: Material


@dataclass(frozen=True, slots=True)
class Scene:
    """All parts of a model and the document that they came from."""

    document: Document
    parts: tuple[Part, ...]
    vertices: int
    triangles: int
    nodes: int

    @property
    def points(self) -> NDArray[np.float64]:
        """All vertices, (n, 3), in metres."""
        return np.concatenate([part.positions for part in self.parts]).astype(np.float64)

    @property
    def bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The lowest and the highest corner, in metres."""
        lows = np.array([part.positions.min(axis=0) for part in self.parts], np.float64)
        highs = np.array([part.positions.max(axis=0) for part in self.parts], np.float64)
        return lows.min(axis=0), highs.max(axis=0)


def load_scene(data: bytes) -> Scene:
    """Decode a GLB's default scene; InvalidModel for anything that cannot be used or is over a hard budget."""
    document = Document.parse(data)
    placed = list(placements(document))
    drawn = [
        (placement, fields)
        for placement in placed
        for fields in document.meshes[placement.mesh].children("primitives")
        if fields.integer("mode", TRIANGLES) in {TRIANGLES, TRIANGLE_STRIP, TRIANGLE_FAN}
    ]
    if not drawn:
        raise InvalidModel("The model has no mesh with triangles in its scene.")
    vertices, triangles = _refuse_excess(document, [fields for _, fields in drawn])
    parts = tuple(_part(document, placement, fields) for placement, fields in drawn)
    scene = Scene(document, parts, vertices, triangles, len(document.root.items("nodes")))
    if not sum(map(_area, parts)) > 0:
        raise InvalidModel("The model has no surface: its triangles are points or lines.")
    return scene


def _area(part: Part) -> float:
    a, b, c = (part.positions[part.triangles[:, k]].astype(np.float64) for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum())


def _refuse_excess(document: Document, drawn: list[Fields]) -> tuple[int, int]:
    """Count before anything is decoded, so that a small file cannot ask for much memory."""
    BUDGETS["draw_calls"].refuse_excess(len(drawn))
    vertices = triangles = 0
    for fields in drawn:
        own = accessor_count(document, _attribute(document, fields, "POSITION"))
        indices = fields.index("indices", len(document.accessors))
        corners = own if indices is None else accessor_count(document, indices)
        vertices += own
        strip = fields.integer("mode", TRIANGLES) != TRIANGLES
        triangles += max(corners - 2, 0) if strip else corners // 3
        BUDGETS["vertices"].refuse_excess(vertices)
        BUDGETS["triangles"].refuse_excess(triangles)
    return vertices, triangles


def _attribute(document: Document, fields: Fields, name: str) -> int:
    index = fields.child("attributes").index(name, len(document.accessors))
    if index is None:
        raise InvalidModel(f"{fields.where} has no {name}.")
    return index


def _part(document: Document, placement: Placement, fields: Fields) -> Part:
    position = _attribute(document, fields, "POSITION")
    positions = read_floats(document, position, 3, accessor_count(document, position))
    triangles = _triangles(document, fields, len(positions))
    material_index = fields.index("material", len(document.materials))
    material = DEFAULT_MATERIAL if material_index is None else document.materials[material_index]
    uvs = dict(_uvs(document, fields, material, len(positions)))
    normals = _stored_normals(document, fields, len(positions))
    if normals is None:
        corners = triangles.reshape(-1)
        positions, uvs = positions[corners], {key: uv[corners] for key, uv in uvs.items()}
        triangles = np.arange(len(corners), dtype=np.int64).reshape(-1, 3)
        normals = _flat_normals(positions)
    return _place(placement, Part(placement.name, positions, normals, triangles, uvs, material))


def _place(placement: Placement, part: Part) -> Part:
    linear = placement.matrix[:3, :3]
    positions = part.positions.astype(np.float64) @ linear.T + placement.matrix[:3, 3]
    if not bool(np.all(np.abs(positions) <= LARGEST_NUMBER)):
        raise InvalidModel(f"The node {placement.name[:64]!r} places its mesh too far away to be a product.")
    mirrored = float(np.linalg.det(linear)) < 0
    # The cofactor matrix is the inverse transpose up to a positive factor, and exists for flattened nodes too.
    rows = np.cross(linear[[1, 2, 0]], linear[[2, 0, 1]]) * (-1 if mirrored else 1)
    return Part(
        part.name,
        positions.astype(np.float32),
        _unit(part.normals.astype(np.float64) @ rows.T),
        np.ascontiguousarray(part.triangles[:, ::-1]) if mirrored else part.triangles,
        part.uvs,
        part.material,
    )


def _triangles(document: Document, fields: Fields, vertices: int) -> IndexArray:
    accessor = fields.index("indices", len(document.accessors))
    corners = np.arange(vertices, dtype=np.int64) if accessor is None else read_indices(document, accessor, vertices)
    mode = fields.integer("mode", TRIANGLES)
    if mode == TRIANGLES:
        triangles = corners[: len(corners) // 3 * 3].reshape(-1, 3)
    elif mode == TRIANGLE_FAN:
        triangles = np.stack([corners[1:-1], corners[2:], np.full(max(len(corners) - 2, 0), corners[0])], 1)
    else:
        triangles = np.stack([corners[:-2], corners[1:-1], corners[2:]], axis=1)
        triangles[1::2] = triangles[1::2, [1, 0, 2]]
    if not len(triangles):
        raise InvalidModel(f"{fields.where} has no complete triangle.")
    return triangles


def _uvs(
    document: Document, fields: Fields, material: Material, vertices: int
) -> Iterator[tuple[UvMapping, FloatArray]]:
    attributes = fields.child("attributes")
    for mapping in {UvMapping(), *(slot.mapping for slot in material.slots)}:
        index = attributes.index(TEXCOORD.format(mapping.uv_set), len(document.accessors))
        if index is None:
            continue
        yield mapping, _map_uv(read_floats(document, index, 2, vertices), mapping)


def _map_uv(uv: FloatArray, mapping: UvMapping) -> FloatArray:
    """KHR_texture_transform: scale, then rotate, then offset."""
    cosine, sine = np.cos(mapping.rotation), np.sin(mapping.rotation)
    turn = np.array([[cosine, sine], [-sine, cosine]])
    scaled = uv.astype(np.float64) * np.array(mapping.scale)
    mapped: FloatArray = (scaled @ turn.T + np.array(mapping.offset)).astype(np.float32)
    return mapped


def _stored_normals(document: Document, fields: Fields, vertices: int) -> FloatArray | None:
    """The mesh's unit normals; None when there are none or some have no direction."""
    index = fields.child("attributes").index("NORMAL", len(document.accessors))
    if index is None:
        return None
    normals = read_floats(document, index, 3, vertices)
    return normals if float(np.linalg.norm(normals, axis=1).min()) >= SMALLEST_NORMAL else None


def _flat_normals(corners: FloatArray) -> FloatArray:
    a, b, c = corners.reshape(-1, 3, 3).astype(np.float64).transpose(1, 0, 2)
    return np.repeat(_unit(np.cross(b - a, c - a)), 3, axis=0)


def _unit(vectors: NDArray[np.float64]) -> FloatArray:
    """Unit vectors; those without a direction point up."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    safe = np.where(lengths > 0, vectors / np.where(lengths > 0, lengths, 1.0), (0.0, 1.0, 0.0))
    return safe.astype(np.float32)
