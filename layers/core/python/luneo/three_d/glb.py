"""What a GLB holds, and whether it can be personalised."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from luneo.three_d.budgets import BUDGETS, warnings_for
from luneo.three_d.document import Document, Image, Material
from luneo.three_d.errors import InvalidModel
from luneo.three_d.pictures import decode_texture
from luneo.three_d.scene import Part, Scene, load_scene

PRINT_ZONE = "print_zone"
LARGEST_PRODUCT_M = 3.0
SMALLEST_PRODUCT_M = 0.005
UV_SLACK = 1e-3

__all__ = ["PRINT_ZONE", "InvalidModel", "MaterialFacts", "ModelFacts", "TextureFacts", "inspect_glb"]


@dataclass(frozen=True, slots=True)
class TextureFacts:
    """An embedded image; sizes in pixels, ``sha256`` over its encoded bytes."""

    name: str
    mime: str
    width: int
    height: int
    bytes: int
    sha256: str

    @property
    def power_of_two(self) -> bool:
        return all(side & (side - 1) == 0 for side in (self.width, self.height))


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """A material that the scene draws with. ``uv_inside`` says its coordinates stay within the texture."""

    name: str
    triangles: int
    has_uv: bool
    uv_inside: bool
    textured: bool
    double_sided: bool


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """The model at a glance; lengths in metres, ``size`` along x, y (up) and z."""

    bytes: int
    triangles: int
    vertices: int
    draw_calls: int
    nodes: int
    materials: tuple[MaterialFacts, ...]
    textures: tuple[TextureFacts, ...]
    bounds_min: tuple[float, float, float]
    bounds_max: tuple[float, float, float]
    extensions: tuple[str, ...]
    generator: str
    warnings: tuple[str, ...]

    @property
    def size(self) -> tuple[float, float, float]:
        low, high = self.bounds_min, self.bounds_max
        return (high[0] - low[0], high[1] - low[1], high[2] - low[2])


def inspect_glb(data: bytes, *, zone_material: str | None = None) -> ModelFacts:
    """The facts of a GLB that can be used; everything in it that is drawn has been decoded once.

    ``zone_material`` names the material that is to be printed on; without it, ``print_zone`` is looked for, then
    the only material. Raises :class:`InvalidModel` with a plain reason for every model that cannot be used.
    """
    scene = load_scene(data)
    document = scene.document
    textures = tuple(_texture(image) for image in document.images)
    materials = tuple(_materials(scene))
    _refuse_zone_without_uv(scene, zone_material)
    measured = _measured(data, scene, textures)
    low, high = ((float(c[0]), float(c[1]), float(c[2])) for c in scene.bounds)
    return ModelFacts(
        **{name: value for name, value in measured.items() if name != "texture_side"},
        materials=materials,
        textures=textures,
        bounds_min=low,
        bounds_max=high,
        extensions=document.extensions,
        generator=document.root.child("asset").text("generator"),
        warnings=(*warnings_for(measured), *_remarks(scene, textures)),
    )


def zone_of(document: Document, name: str | None) -> Material:
    """The material to print on: the named one, else ``print_zone``, else the only one there is."""
    materials = document.materials
    wanted = [m for m in materials if m.name == (name or PRINT_ZONE)]
    if wanted:
        return wanted[0]
    if name is None and len(materials) == 1:
        return materials[0]
    have = ", ".join(repr(m.name[:40]) for m in materials[:8]) or "none"
    if name is None:
        raise InvalidModel(f"Name the material to print on, or call it {PRINT_ZONE!r}. The model has: {have}.")
    raise InvalidModel(f"The model has no material {name[:64]!r}. It has: {have}.")


def _refuse_zone_without_uv(scene: Scene, name: str | None) -> None:
    if name is None and not scene.document.materials:
        return
    try:
        zone = zone_of(scene.document, name)
    except InvalidModel:
        if name is None:
            return
        raise
    parts = [part for part in scene.parts if part.material.index == zone.index]
    if not parts:
        raise InvalidModel(f"Nothing is drawn with the material {zone.name[:64]!r}, so it cannot be printed on.")
    if not all(has_zone_uv(part) for part in parts):
        raise InvalidModel(
            f"The mesh with the material {zone.name[:64]!r} has no UVs (texture coordinates). "
            "Unwrap it in a 3D program and export again."
        )


def has_zone_uv(part: Part) -> bool:
    """Whether a picture can be put on the part through the coordinates of its base colour."""
    slot = part.material.base_texture
    return bool(part.uvs) if slot is None else slot.mapping in part.uvs


def _measured(data: bytes, scene: Scene, textures: tuple[TextureFacts, ...]) -> dict[str, int]:
    return {
        "bytes": len(data),
        "triangles": scene.triangles,
        "vertices": scene.vertices,
        "draw_calls": len(scene.parts),
        "nodes": scene.nodes,
        "texture_side": max((max(t.width, t.height) for t in textures), default=0),
    }


def _texture(image: Image) -> TextureFacts:
    width, height = decode_texture(image).size
    BUDGETS["texture_side"].refuse_excess(max(width, height))
    digest = hashlib.sha256(image.encoded).hexdigest()
    return TextureFacts(image.name, image.mime, width, height, len(image.encoded), digest)


def _materials(scene: Scene) -> Iterator[MaterialFacts]:
    by_material: dict[int | None, list[Part]] = {}
    for part in scene.parts:
        by_material.setdefault(part.material.index, []).append(part)
    for parts in by_material.values():
        material = parts[0].material
        coordinates = [uv for part in parts for uv in part.uvs.values()]
        yield MaterialFacts(
            name=material.name,
            triangles=sum(len(part.triangles) for part in parts),
            has_uv=all(has_zone_uv(part) for part in parts),
            uv_inside=all(uv.min() >= -UV_SLACK and uv.max() <= 1 + UV_SLACK for uv in coordinates),
            textured=bool(material.slots),
            double_sided=material.double_sided,
        )


def _remarks(scene: Scene, textures: tuple[TextureFacts, ...]) -> Iterator[str]:
    largest = float((scene.bounds[1] - scene.bounds[0]).max())
    if not SMALLEST_PRODUCT_M <= largest <= LARGEST_PRODUCT_M:
        yield f"The model is {largest:.3g} m large. glTF's unit is the metre; AR shows it at that size."
    for texture in textures:
        if not texture.power_of_two:
            yield f"A texture is {texture.width} x {texture.height} pixels; powers of two serve every phone."
    root = scene.document.root
    if root.items("animations"):
        yield "The model's animations are kept in the GLB, but the poster and the USDZ show its rest pose."
    if any("targets" in p for mesh in scene.document.meshes for p in mesh.children("primitives")):
        yield "The model's morph targets are not shown in the poster and the USDZ."
