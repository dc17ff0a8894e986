"""An image's bytes replaced inside a GLB's binary chunk, without touching the geometry."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from luneo.three_d.budgets import BUDGETS
from luneo.three_d.container import padding, write_glb
from luneo.three_d.document import Document, Image, Material
from luneo.three_d.errors import InvalidArtwork, InvalidModel
from luneo.three_d.fields import Fields

SIGNATURES: Mapping[bytes, str] = MappingProxyType({b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"})
CLAMP_TO_EDGE = 33071
LINEAR, LINEAR_MIPMAP_LINEAR = 9729, 9987
SAMPLER: Mapping[str, int] = MappingProxyType(
    {"magFilter": LINEAR, "minFilter": LINEAR_MIPMAP_LINEAR, "wrapS": CLAMP_TO_EDGE, "wrapT": CLAMP_TO_EDGE}
)


def swap_image(document: Document, zone: Material, encoded: bytes, extras: Mapping[str, Any] | None = None) -> bytes:
    """The GLB with ``encoded`` (PNG or JPEG) as the zone's base colour texture, its colour factor white.

    An image that other materials use too is left alone and a new one added. ``extras`` joins ``asset.extras``.
    """
    mime = next((mime for start, mime in SIGNATURES.items() if encoded.startswith(start)), None)
    if mime is None:
        raise InvalidArtwork("A texture must be PNG or JPEG.")
    image = _own_image(document, zone)
    if image:
        blob, index = _replace(document, image, encoded), image.index
    else:
        blob, index = _append(document, zone, encoded)
    document.root.items("images")[index]["mimeType"] = mime
    # The factor is baked into the picture, so the material must not apply it again.
    _pbr(document, zone).raw.pop("baseColorFactor", None)
    _add_extras(document, extras or {})
    document.root.children("buffers")[0].raw["byteLength"] = len(blob)
    written = write_glb(document.root.raw, blob)
    BUDGETS["bytes"].refuse_excess(len(written))
    return written


def _own_image(document: Document, zone: Material) -> Image | None:
    """The zone's image if nothing else in the document uses it or its bytes."""
    if zone.base_texture is None:
        return None
    image = document.images[zone.base_texture.image]
    users = [m for m in document.materials for slot in m.slots if slot.image == image.index]
    sharing = [other for other in document.images if other.view == image.view]
    alone = len(users) == 1 and len(sharing) == 1 and not _overlapped(document, image)
    return image if alone else None


def _end(view: Mapping[str, Any]) -> int:
    return int(view.get("byteOffset", 0)) + int(view["byteLength"])


def _spans(document: Document) -> Iterator[tuple[int, int]]:
    for view in document.views:
        start = view.integer("byteOffset", 0)
        yield start, start + view.integer("byteLength", least=1)


def _overlapped(document: Document, image: Image) -> bool:
    read = any(accessor.raw.get("bufferView") == image.view for accessor in document.accessors)
    spans = list(_spans(document))
    start, end = spans.pop(image.view)
    return read or any(low < end and high > start for low, high in spans)


def _replace(document: Document, image: Image, encoded: bytes) -> bytes:
    """New bytes in the image's place; what lies behind moves by a multiple of four, so alignment is kept."""
    view = document.views[image.view].raw
    start, end = view.get("byteOffset", 0), _end(view)
    behind = [other.raw for other in document.views if other.raw.get("byteOffset", 0) >= end]
    growth = len(encoded) - (end - start)
    gap = padding(growth)
    for other in behind:
        other["byteOffset"] += growth + gap
    view["byteLength"] = len(encoded)
    rest = (bytes(gap), document.blob[end:]) if behind else ()
    return b"".join((document.blob[:start], encoded, *rest))


def _append(document: Document, zone: Material, encoded: bytes) -> tuple[bytes, int]:
    """New bytes at the end, with the image, texture and sampler rows that lead to them."""
    if not document.root.items("buffers"):
        _add(document, "buffers", {})
    blob = bytes(document.blob) + bytes(padding(len(document.blob)))
    view = _add(document, "bufferViews", {"buffer": 0, "byteOffset": len(blob), "byteLength": len(encoded)})
    image = _add(document, "images", {"bufferView": view})
    texture = _add(document, "textures", {"source": image, "sampler": _sampler(document, zone)})
    pbr = _pbr(document, zone).raw
    pbr["baseColorTexture"] = {**pbr.get("baseColorTexture", {}), "index": texture}
    return blob + encoded, image


def _sampler(document: Document, zone: Material) -> int:
    samplers = len(document.root.items("samplers"))
    if zone.base_texture is not None:
        old = document.root.children("textures")[zone.base_texture.texture].index("sampler", samplers)
        if old is not None:
            return old
    return _add(document, "samplers", dict(SAMPLER))


def _add(document: Document, table: str, row: dict[str, Any]) -> int:
    rows = document.root.items(table)
    document.root.raw[table] = rows
    rows.append(row)
    return len(rows) - 1


def _pbr(document: Document, zone: Material) -> Fields:
    if zone.index is None:
        raise InvalidModel("The default material cannot be printed on. Give the mesh a material.")
    material = document.root.children("materials")[zone.index]
    pbr = material.child("pbrMetallicRoughness")
    material.raw["pbrMetallicRoughness"] = pbr.raw
    return pbr


def _add_extras(document: Document, extras: Mapping[str, Any]) -> None:
    if extras:
        asset = document.root.child("asset")
        kept = asset.raw.get("extras")
        asset.raw["extras"] = {**(kept if isinstance(kept, dict) else {}), **extras}
