"""The text layer of a USD stage: meshes in world space and UsdPreviewSurface materials.

Names and types of inputs follow OpenUSD's "UsdPreviewSurface Specification"; glTF's v runs down, USD's up.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.document import Material, TextureSlot, UvMapping
from luneo.three_d.scene import Part, Scene

ROOT = "Model"
MATERIALS = f"/{ROOT}/Materials"
PRIMVAR = "st{}"
METRE_DIGITS = 6
UNIT_DIGITS = 4
UV_DIGITS = 5
INDENT = "    "
WRAPS = {33071: "clamp", 33648: "mirror", 10497: "repeat"}
REPEAT = 10497


class Names:
    """Unique USD identifiers: letters, digits and underscores, never a digit first."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, wanted: str) -> str:
        base = re.sub(r"[^A-Za-z0-9_]", "_", wanted)[:60] or "unnamed"
        base = f"_{base}" if base[0].isdigit() else base
        name, count = base, 1
        while name in self._taken:
            count += 1
            name = f"{base}_{count}"
        self._taken.add(name)
        return name


def write_stage(scene: Scene, textures: Mapping[int, str]) -> str:
    """The whole layer; ``textures`` are the package's file names by image index."""
    names = Names()
    names.unique("Materials")
    materials = {part.material.index: part.material for part in scene.parts}
    inside = Names()
    paths = {index: inside.unique(material.name) for index, material in materials.items()}
    lines = ["#usda 1.0", *_header(scene), f'def Xform "{ROOT}" (', f'{INDENT}kind = "component"', ")", "{"]
    for part in scene.parts:
        lines += _indented(_mesh(names.unique(part.name), part, f"{MATERIALS}/{paths[part.material.index]}"))
    lines += _indented(['def Scope "Materials"', "{"])
    for index, material in materials.items():
        surface = _Surface(scene, material, textures, f"{MATERIALS}/{paths[index]}")
        lines += _indented(_indented(list(surface.lines(paths[index]))))
    return "\n".join([*lines, INDENT + "}", "}", ""])


def _header(scene: Scene) -> list[str]:
    extras = scene.document.root.child("asset").raw.get("extras")
    about = [f"{INDENT}customLayerData = {{", f"{INDENT * 2}string extras = {_quoted(extras)}", INDENT + "}"]
    return [
        "(",
        *(about if extras else []),
        f'{INDENT}defaultPrim = "{ROOT}"',
        f"{INDENT}metersPerUnit = 1",
        f'{INDENT}upAxis = "Y"',
        ")",
        "",
    ]


def _quoted(value: object) -> str:
    """JSON as a USD string: it is ASCII without line breaks, and backslashes and quotes are escaped once more."""
    return '"' + json.dumps(value, sort_keys=True).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _indented(lines: Sequence[str]) -> list[str]:
    return [INDENT + line for line in lines]


def _mesh(name: str, part: Part, material: str) -> list[str]:
    corners = part.triangles.reshape(-1)
    low, high = part.positions.min(axis=0), part.positions.max(axis=0)
    body = [
        f"uniform bool doubleSided = {int(part.material.double_sided)}",
        f"float3[] extent = {_tuples(np.stack([low, high]), METRE_DIGITS)}",
        f"int[] faceVertexCounts = [{', '.join(['3'] * len(part.triangles))}]",
        f"int[] faceVertexIndices = [{', '.join(map(str, corners.tolist()))}]",
        f"rel material:binding = <{material}>",
        f"normal3f[] normals = {_tuples(part.normals, UNIT_DIGITS)} (",
        f'{INDENT}interpolation = "vertex"',
        ")",
        f"point3f[] points = {_tuples(part.positions, METRE_DIGITS)}",
        *_primvars(part),
        'uniform token subdivisionScheme = "none"',
    ]
    head = [f'def Mesh "{name}" (', f'{INDENT}prepend apiSchemas = ["MaterialBindingAPI"]', ")", "{"]
    return [*head, *_indented(body), "}"]


def _primvars(part: Part) -> Iterator[str]:
    for number, mapping in enumerate(mappings_of(part.material)):
        if mapping in part.uvs:
            flipped = part.uvs[mapping] * np.array([1, -1], np.float32) + np.array([0, 1], np.float32)
            yield f"texCoord2f[] primvars:{PRIMVAR.format(number)} = {_tuples(flipped, UV_DIGITS)} ("
            yield f'{INDENT}interpolation = "vertex"'
            yield ")"


def mappings_of(material: Material) -> tuple[UvMapping, ...]:
    """The distinct mappings of a material's textures, in a fixed order."""
    return tuple(dict.fromkeys(slot.mapping for slot in material.slots))


def _tuples(values: NDArray[np.float32], digits: int) -> str:
    rounded = np.round(values.astype(np.float64), digits) + 0.0
    each = "(" + ", ".join([f"%.{digits}g"] * rounded.shape[1]) + ")"
    # All at once: a mesh has tens of thousands of them.
    return "[" + ", ".join([each] * len(rounded)) % tuple(rounded.ravel().tolist()) + "]"


class _Surface:
    """One material's prims: the surface, a reader for each texture-coordinate set, a sampler for each texture."""

    def __init__(self, scene: Scene, material: Material, textures: Mapping[int, str], path: str) -> None:
        self._scene, self._material, self._textures, self._path = scene, material, textures, path
        self._samplers: list[str] = []

    def lines(self, name: str) -> Iterator[str]:
        inputs = list(self._inputs())
        yield from (f'def Material "{name}"', "{")
        yield f"{INDENT}token outputs:surface.connect = <{self._path}/Surface.outputs:surface>"
        surface = ['uniform token info:id = "UsdPreviewSurface"', *inputs, "token outputs:surface"]
        yield from _indented(['def Shader "Surface"', "{", *_indented(surface), "}"])
        for number, _ in enumerate(mappings_of(self._material)):
            yield from _indented(_reader(number))
        yield from _indented(self._samplers)
        yield "}"

    def _inputs(self) -> Iterator[str]:
        m = self._material
        colour = m.base_colour
        base = self._sampler("BaseColor", m.base_texture, "sRGB", scale=colour)
        yield _input("color3f", "diffuseColor", base and base + ".outputs:rgb", _colour(colour[:3]))
        packed = self._sampler(
            "MetallicRoughness", m.metallic_roughness_texture, "raw", scale=(1.0, m.roughness, m.metallic, 1.0)
        )
        yield _input("float", "metallic", packed and packed + ".outputs:b", f"{m.metallic:.6g}")
        yield _input("float", "roughness", packed and packed + ".outputs:g", f"{m.roughness:.6g}")
        glow = self._sampler("Emissive", m.emissive_texture, "sRGB", scale=(*m.emissive, 1.0))
        yield _input("color3f", "emissiveColor", glow and glow + ".outputs:rgb", _colour(m.emissive))
        yield from self._opacity(base)
        yield from self._relief()

    def _opacity(self, base: str) -> Iterator[str]:
        m = self._material
        if m.alpha_mode != "OPAQUE":
            yield _input("float", "opacity", base and base + ".outputs:a", f"{m.base_colour[3]:.6g}")
        if m.alpha_mode == "MASK":
            yield _input("float", "opacityThreshold", "", f"{m.alpha_cutoff:.6g}")

    def _relief(self) -> Iterator[str]:
        m = self._material
        if m.normal_texture:
            bumps = self._sampler("Normal", m.normal_texture, "raw", scale=(2, 2, 2, 1), bias=(-1, -1, -1, 0))
            yield _input("normal3f", "normal", bumps + ".outputs:rgb", "")
        if m.occlusion_texture:
            shade = self._sampler("Occlusion", m.occlusion_texture, "raw")
            yield _input("float", "occlusion", shade + ".outputs:r", "")

    def _sampler(
        self,
        name: str,
        slot: TextureSlot | None,
        space: str,
        *,
        scale: Sequence[float] = (1, 1, 1, 1),
        bias: Sequence[float] = (0, 0, 0, 0),
    ) -> str:
        """Add a texture reader and return its path; empty without a texture."""
        if slot is None:
            return ""
        wrap_s, wrap_t = self._wraps(slot)
        reader = f"{self._path}/Uv{mappings_of(self._material).index(slot.mapping)}.outputs:result"
        body = [
            'uniform token info:id = "UsdUVTexture"',
            f"float4 inputs:bias = {_colour(bias)}",
            f"asset inputs:file = @{self._textures[slot.image]}@",
            f"float4 inputs:scale = {_colour(scale)}",
            f'token inputs:sourceColorSpace = "{space}"',
            f"float2 inputs:st.connect = <{reader}>",
            f'token inputs:wrapS = "{wrap_s}"',
            f'token inputs:wrapT = "{wrap_t}"',
            *(f"float outputs:{channel}" for channel in "rgba"),
            "float3 outputs:rgb",
        ]
        self._samplers += [f'def Shader "{name}"', "{", *_indented(body), "}"]
        return f"{self._path}/{name}"

    def _wraps(self, slot: TextureSlot) -> tuple[str, str]:
        root = self._scene.document.root
        samplers = root.children("samplers")
        index = root.children("textures")[slot.texture].index("sampler", len(samplers))
        if index is None:
            return WRAPS[REPEAT], WRAPS[REPEAT]
        codes = (samplers[index].integer(name, REPEAT) for name in ("wrapS", "wrapT"))
        wrap_s, wrap_t = (WRAPS.get(code, WRAPS[REPEAT]) for code in codes)
        return wrap_s, wrap_t


def _reader(number: int) -> list[str]:
    body = [
        'uniform token info:id = "UsdPrimvarReader_float2"',
        f'string inputs:varname = "{PRIMVAR.format(number)}"',
        "float2 outputs:result",
    ]
    return [f'def Shader "Uv{number}"', "{", *_indented(body), "}"]


def _input(kind: str, name: str, source: str, value: str) -> str:
    return f"{kind} inputs:{name}.connect = <{source}>" if source else f"{kind} inputs:{name} = {value}"


def _colour(values: Sequence[float]) -> str:
    return "(" + ", ".join(f"{value:.6g}" for value in values) + ")"
