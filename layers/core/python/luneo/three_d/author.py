"""Writing a GLB of our own from surfaces and materials."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from pygltflib import (
    ARRAY_BUFFER,
    ELEMENT_ARRAY_BUFFER,
    FLOAT,
    GLTF2,
    UNSIGNED_INT,
    UNSIGNED_SHORT,
    Accessor,
    Asset,
    Attributes,
    Buffer,
    BufferView,
    Image,
    Material,
    Mesh,
    Node,
    PbrMetallicRoughness,
    Primitive,
    Sampler,
    Scene,
    Texture,
    TextureInfo,
)

from luneo.three_d.container import padding
from luneo.three_d.profiles import Surface
from luneo.three_d.swap import SAMPLER
from luneo.three_d.texture import PLACEHOLDER_SIDE

GENERATOR = "Luneo"
SMALL_INDEX_LIMIT = 65_535


@dataclass(frozen=True, slots=True)
class Finish:
    """A physically based material: 8-bit sRGB colour, and whether it carries a texture to be replaced by artwork."""

    name: str
    colour: tuple[int, int, int]
    roughness: float
    metallic: float = 0.0
    printed: bool = False
    extras: Mapping[str, Any] | None = None


def write_model(name: str, pieces: Sequence[tuple[Surface, Finish]]) -> bytes:
    """A GLB with one mesh, a primitive for each piece; texture coordinates only where a finish is printed."""
    gltf = GLTF2(
        asset=Asset(version="2.0", generator=GENERATOR),
        scene=0,
        scenes=[Scene(nodes=[0])],
        nodes=[Node(name=name, mesh=0)],
    )
    blob = bytearray()
    primitives = [_primitive(gltf, blob, surface, finish) for surface, finish in pieces]
    gltf.meshes = [Mesh(name=name, primitives=primitives)]
    for material, (_, finish) in zip(gltf.materials, pieces, strict=True):
        if finish.printed:
            _add_placeholder(gltf, blob, material, finish)
    gltf.buffers = [Buffer(byteLength=len(blob))]
    gltf.set_binary_blob(bytes(blob))
    return b"".join(gltf.save_to_bytes())


def _primitive(gltf: GLTF2, blob: bytearray, surface: Surface, finish: Finish) -> Primitive:
    attributes = Attributes(
        POSITION=_vectors(gltf, blob, surface.positions, bounds=True),
        NORMAL=_vectors(gltf, blob, surface.normals),
        TEXCOORD_0=_vectors(gltf, blob, surface.uvs) if finish.printed else None,
    )
    gltf.materials.append(_material(finish))
    indices = _indices(gltf, blob, surface.triangles)
    return Primitive(attributes=attributes, indices=indices, material=len(gltf.materials) - 1)


def _material(finish: Finish) -> Material:
    # sRGB's exact curve: the factor is linear light, the finish a designer's colour.
    linear = [((c / 255 + 0.055) / 1.055) ** 2.4 for c in finish.colour]
    return Material(
        name=finish.name,
        pbrMetallicRoughness=PbrMetallicRoughness(
            baseColorFactor=None if finish.printed else [*(round(c, 4) for c in linear), 1.0],
            metallicFactor=finish.metallic,
            roughnessFactor=finish.roughness,
        ),
        alphaCutoff=None,
        extras=dict(finish.extras or {}),
    )


def _add_placeholder(gltf: GLTF2, blob: bytearray, material: Material, finish: Finish) -> None:
    """A plain texture in the finish's colour, last in the file, so that artwork replaces it by moving nothing."""
    buffer = io.BytesIO()
    PilImage.new("RGB", (PLACEHOLDER_SIDE, PLACEHOLDER_SIDE), finish.colour).save(buffer, "PNG")
    gltf.images.append(Image(mimeType="image/png", bufferView=_view(gltf, blob, buffer.getvalue(), None)))
    gltf.samplers.append(Sampler(**SAMPLER))
    gltf.textures.append(Texture(source=len(gltf.images) - 1, sampler=len(gltf.samplers) - 1))
    material.pbrMetallicRoughness.baseColorTexture = TextureInfo(index=len(gltf.textures) - 1)


def _vectors(gltf: GLTF2, blob: bytearray, values: NDArray[np.float64], *, bounds: bool = False) -> int:
    stored = values.astype("<f4")
    gltf.accessors.append(
        Accessor(
            bufferView=_view(gltf, blob, stored.tobytes(), ARRAY_BUFFER),
            componentType=FLOAT,
            count=len(stored),
            type=f"VEC{stored.shape[1]}",
            min=stored.min(axis=0).tolist() if bounds else None,
            max=stored.max(axis=0).tolist() if bounds else None,
        )
    )
    return len(gltf.accessors) - 1


def _indices(gltf: GLTF2, blob: bytearray, triangles: NDArray[np.int64]) -> int:
    small = int(triangles.max()) < SMALL_INDEX_LIMIT
    stored = triangles.reshape(-1).astype("<u2" if small else "<u4")
    gltf.accessors.append(
        Accessor(
            bufferView=_view(gltf, blob, stored.tobytes(), ELEMENT_ARRAY_BUFFER),
            componentType=UNSIGNED_SHORT if small else UNSIGNED_INT,
            count=stored.size,
            type="SCALAR",
        )
    )
    return len(gltf.accessors) - 1


def _view(gltf: GLTF2, blob: bytearray, data: bytes, target: int | None) -> int:
    blob.extend(bytes(padding(len(blob))))
    gltf.bufferViews.append(BufferView(buffer=0, byteOffset=len(blob), byteLength=len(data), target=target))
    blob.extend(data)
    return len(gltf.bufferViews) - 1
