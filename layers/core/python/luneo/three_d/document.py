"""A glTF document's tables, read on demand: materials, images, buffer views, required extensions."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from luneo.three_d.container import Glb, read_glb
from luneo.three_d.errors import InvalidModel
from luneo.three_d.fields import Fields

USABLE_EXTENSIONS = frozenset(
    {
        "KHR_lights_punctual",
        "KHR_materials_clearcoat",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_volume",
        "KHR_mesh_quantization",
        "KHR_texture_transform",
    }
)

# What each compression is called by the people who meet it in an exporter's dialogue.
COMPRESSIONS: Mapping[str, str] = MappingProxyType(
    {
        "KHR_draco_mesh_compression": "Draco mesh compression",
        "EXT_meshopt_compression": "meshopt compression",
        "KHR_meshopt_compression": "meshopt compression",
        "KHR_texture_basisu": "KTX2 (Basis Universal) textures",
        "EXT_texture_webp": "WebP textures",
        "EXT_texture_avif": "AVIF textures",
    }
)

IMAGE_SUFFIXES: Mapping[str, str] = MappingProxyType({"image/png": "png", "image/jpeg": "jpg"})


@dataclass(frozen=True, slots=True)
class UvMapping:
    """Which texture coordinates a texture uses, and how KHR_texture_transform moves them."""

    uv_set: int = 0
    offset: tuple[float, ...] = (0.0, 0.0)
    rotation: float = 0.0
    scale: tuple[float, ...] = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class TextureSlot:
    """A material's use of a texture: indices into the document's textures and images, and the mapping."""

    texture: int
    image: int
    mapping: UvMapping
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Material:
    """The metallic-roughness parameters in use; colours are linear, as in glTF."""

    index: int | None
    name: str
    base_colour: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    metallic: float = 1.0
    roughness: float = 1.0
    emissive: tuple[float, ...] = (0.0, 0.0, 0.0)
    alpha_mode: str = "OPAQUE"
    alpha_cutoff: float = 0.5
    double_sided: bool = False
    base_texture: TextureSlot | None = None
    metallic_roughness_texture: TextureSlot | None = None
    normal_texture: TextureSlot | None = None
    occlusion_texture: TextureSlot | None = None
    emissive_texture: TextureSlot | None = None

    @property
    def slots(self) -> tuple[TextureSlot, ...]:
        """The textures in use, base colour first."""
        every = (
            self.base_texture,
            self.metallic_roughness_texture,
            self.normal_texture,
            self.occlusion_texture,
            self.emissive_texture,
        )
        return tuple(slot for slot in every if slot is not None)


DEFAULT_MATERIAL = Material(index=None, name="default")


@dataclass(frozen=True, slots=True)
class Image:
    """An embedded picture as stored, PNG or JPEG, with the buffer view that holds it."""

    index: int
    name: str
    mime: str
    view: int
    encoded: memoryview


class Document:
    """A GLB whose tables are checked as they are first read; ``root`` may be edited and written again."""

    def __init__(self, glb: Glb) -> None:
        self.root, self.blob = glb
        self._refuse_version()
        self._refuse_required_extensions()

    @classmethod
    def parse(cls, data: bytes) -> "Document":
        return cls(read_glb(data))

    @cached_property
    def views(self) -> list[Fields]:
        return self.root.children("bufferViews")

    @cached_property
    def accessors(self) -> list[Fields]:
        return self.root.children("accessors")

    @cached_property
    def meshes(self) -> list[Fields]:
        return self.root.children("meshes")

    @cached_property
    def images(self) -> list[Image]:
        return [self._image(i, fields) for i, fields in enumerate(self.root.children("images"))]

    @cached_property
    def materials(self) -> list[Material]:
        return [self._material(i, fields) for i, fields in enumerate(self.root.children("materials"))]

    @cached_property
    def extensions(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.root.texts("extensionsUsed"))))

    def view_bytes(self, index: int) -> memoryview:
        """The bytes of a buffer view; only the binary chunk may be their buffer."""
        return self.span(self.views[index])

    def span(self, fields: Fields) -> memoryview:
        """The bytes of the binary chunk that ``buffer``, ``byteOffset`` and ``byteLength`` name."""
        self._refuse_foreign_buffer(fields)
        start, length = fields.integer("byteOffset", 0), fields.integer("byteLength", least=1)
        if start + length > len(self.blob):
            raise InvalidModel(f"{fields.where} reaches beyond the end of the file's binary data.")
        return self.blob[start : start + length]

    def _refuse_foreign_buffer(self, view: Fields) -> None:
        buffers = self.root.children("buffers")
        buffer = view.index("buffer", len(buffers))
        if buffer is None:
            raise InvalidModel(f"{view.where}.buffer is missing.")
        if "uri" in buffers[buffer]:
            raise InvalidModel("The model keeps data in another file or a data URI. Export one single GLB.")
        if buffer != 0:
            raise InvalidModel("The model's data is not in the GLB's binary chunk. Export without meshopt.")

    def _refuse_version(self) -> None:
        version = self.root.child("asset").text("version")
        if version.split(".")[0] != "2":
            raise InvalidModel(f"The model states glTF version {version[:16]!r}; only version 2 can be used.")

    def _refuse_required_extensions(self) -> None:
        for name in self.root.texts("extensionsRequired"):
            if name in COMPRESSIONS:
                raise InvalidModel(
                    f"The model needs {COMPRESSIONS[name]} ({name}), which cannot be personalised. "
                    "Export it without compression and with PNG or JPEG textures."
                )
            if name not in USABLE_EXTENSIONS:
                raise InvalidModel(f"The model requires the extension {name[:64]!r}, which is not supported.")

    def _image(self, index: int, fields: Fields) -> Image:
        if "uri" in fields:
            raise InvalidModel("The model refers to an image outside the file. Export it with images embedded.")
        view = fields.index("bufferView", len(self.views))
        mime = fields.text("mimeType")
        if view is None:
            raise InvalidModel(f"{fields.where} holds no image.")
        if mime not in IMAGE_SUFFIXES:
            raise InvalidModel(f"{fields.where} is {mime[:32]!r}; textures must be PNG or JPEG.")
        return Image(index, fields.text("name"), mime, view, self.view_bytes(view))

    def _material(self, index: int, fields: Fields) -> Material:
        pbr = fields.child("pbrMetallicRoughness")
        mode = fields.text("alphaMode", "OPAQUE")
        if mode not in {"OPAQUE", "MASK", "BLEND"}:
            raise InvalidModel(f"{fields.where}.alphaMode must be OPAQUE, MASK or BLEND.")
        return Material(
            index=index,
            name=fields.text("name", f"material_{index}"),
            base_colour=_unit(pbr.numbers("baseColorFactor", (1.0, 1.0, 1.0, 1.0))),
            metallic=_unit((pbr.number("metallicFactor", 1.0),))[0],
            roughness=_unit((pbr.number("roughnessFactor", 1.0),))[0],
            emissive=_unit(fields.numbers("emissiveFactor", (0.0, 0.0, 0.0))),
            alpha_mode=mode,
            alpha_cutoff=fields.number("alphaCutoff", 0.5),
            double_sided=fields.flag("doubleSided"),
            base_texture=self._slot(pbr, "baseColorTexture"),
            metallic_roughness_texture=self._slot(pbr, "metallicRoughnessTexture"),
            normal_texture=self._slot(fields, "normalTexture", "scale"),
            occlusion_texture=self._slot(fields, "occlusionTexture", "strength"),
            emissive_texture=self._slot(fields, "emissiveTexture"),
        )

    def _slot(self, owner: Fields, name: str, factor: str = "") -> TextureSlot | None:
        if name not in owner:
            return None
        info, textures = owner.child(name), self.root.children("textures")
        texture = info.index("index", len(textures))
        if texture is None:
            raise InvalidModel(f"{info.where}.index is missing.")
        image = textures[texture].index("source", len(self.root.items("images")))
        if image is None:
            raise InvalidModel(f"textures[{texture}] has no PNG or JPEG image. Export textures as PNG or JPEG.")
        return TextureSlot(texture, image, _mapping(info), info.number(factor, 1.0) if factor else 1.0)


def _mapping(info: Fields) -> UvMapping:
    transform = info.child("extensions").child("KHR_texture_transform")
    return UvMapping(
        uv_set=transform.integer("texCoord", info.integer("texCoord", 0)),
        offset=transform.numbers("offset", (0.0, 0.0)),
        rotation=transform.number("rotation", 0.0),
        scale=transform.numbers("scale", (1.0, 1.0)),
    )


def _unit(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(min(1.0, max(0.0, value)) for value in values)
