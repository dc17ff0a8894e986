"""The artwork into a GLB: baked into the base colour texture of the print zone's material.

The same inputs give the same bytes.
"""

import hashlib
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage

from luneo.three_d.budgets import BUDGETS
from luneo.three_d.colour import to_linear, to_srgb_bytes
from luneo.three_d.document import Document, Material
from luneo.three_d.errors import InvalidArtwork, InvalidModel
from luneo.three_d.glb import zone_of
from luneo.three_d.pictures import decode_texture, open_artwork
from luneo.three_d.swap import swap_image

Region = tuple[float, float, float, float]
WHOLE: Region = (0.0, 0.0, 1.0, 1.0)
PLACEHOLDER_SIDE = 4
JPEG_QUALITY = 92


def apply_texture(
    glb: bytes,
    artwork: PilImage.Image | bytes,
    *,
    material: str | None = None,
    region: Region = WHOLE,
    extras: Mapping[str, Any] | None = None,
) -> bytes:
    """The GLB with the artwork printed on a material.

    ``region`` is the zone's rectangle (u0, v0, u1, v1) in the texture, v downwards. Outside it, and where the artwork
    is transparent, the material's own colour and texture stay. The new texture has sides that are powers of two, at
    most the budget's; it is a JPEG, or a PNG where the material lets light through. ``extras`` joins ``asset.extras``.
    Raises :class:`InvalidModel` or :class:`InvalidArtwork`.
    """
    document = Document.parse(glb)
    zone = zone_of(document, material)
    picture = bake(base_of(document, zone), open_artwork(artwork), region)
    room = BUDGETS["bytes"].soft - len(glb)
    return swap_image(document, zone, _encode_within(picture, room, opaque=zone.alpha_mode == "OPAQUE"), extras)


def swap_texture(
    glb: bytes, encoded: bytes, *, material: str | None = None, extras: Mapping[str, Any] | None = None
) -> bytes:
    """The GLB with ready-made PNG or JPEG bytes as the material's whole base colour texture."""
    document = Document.parse(glb)
    return swap_image(document, zone_of(document, material), encoded, extras)


def texture_sha256(glb: bytes, *, material: str | None = None) -> str:
    """The hash of the encoded base colour texture of the print zone's material."""
    document = Document.parse(glb)
    zone = zone_of(document, material)
    if zone.base_texture is None:
        raise InvalidModel(f"The material {zone.name[:64]!r} has no base colour texture.")
    return hashlib.sha256(document.images[zone.base_texture.image].encoded).hexdigest()


def base_of(document: Document, zone: Material) -> PilImage.Image:
    """What the zone looks like unprinted: its texture times its colour factor, as RGBA."""
    factor = np.array(zone.base_colour)
    if zone.base_texture is None:
        pixel = to_srgb_bytes(factor[None, None, :3])
        flat = np.dstack([pixel, np.round(factor[None, None, 3:] * 255).astype(np.uint8)])
        return PilImage.fromarray(flat, "RGBA").resize((PLACEHOLDER_SIDE, PLACEHOLDER_SIDE))
    texture = decode_texture(document.images[zone.base_texture.image]).convert("RGBA")
    return texture if bool(np.all(factor == 1)) else _tint(texture, factor)


def bake(
    base: PilImage.Image,
    artwork: PilImage.Image,
    region: Region,
    *,
    size: tuple[int, int] | None = None,
    resample: PilImage.Resampling = PilImage.Resampling.LANCZOS,
) -> PilImage.Image:
    """The artwork over the base in the region's rectangle, as RGB or RGBA.

    Without ``size`` its sides are the powers of two that keep both pictures' detail, within the budget.
    """
    u0, v0, u1, v1 = _checked(region)
    width, height = size or (
        power_of_two(max(base.width, artwork.width / (u1 - u0))),
        power_of_two(max(base.height, artwork.height / (v1 - v0))),
    )
    if region == WHOLE and artwork.mode == "RGB":
        return artwork.resize((width, height), resample)
    canvas = base.convert("RGBA").resize((width, height), PilImage.Resampling.BICUBIC)
    left, top = round(u0 * width), round(v0 * height)
    box = (max(1, round(u1 * width) - left), max(1, round(v1 * height) - top))
    printed = artwork.convert("RGBA").resize(box, resample)
    canvas.alpha_composite(printed, (left, top))
    return canvas


def _checked(region: Region) -> Region:
    u0, v0, u1, v1 = region
    if not (0 <= u0 < u1 <= 1 and 0 <= v0 < v1 <= 1):
        raise InvalidArtwork("The zone's region must be (u0, v0, u1, v1) with 0 ≤ u0 < u1 ≤ 1 and v likewise.")
    return region


def power_of_two(pixels: float) -> int:
    """The next power of two, at most what a texture may measure."""
    return min(1 << max(0, int(np.ceil(np.log2(pixels)))), BUDGETS["texture_side"].soft)


def _tint(texture: PilImage.Image, factor: NDArray[np.float64]) -> PilImage.Image:
    pixels = np.asarray(texture)
    colour = to_srgb_bytes(to_linear(pixels[..., :3]) * factor[:3])
    alpha = np.round(pixels[..., 3:] * factor[3]).astype(np.uint8)
    return PilImage.fromarray(np.dstack([colour, alpha]), "RGBA")


def _encode_within(picture: PilImage.Image, room: int, *, opaque: bool) -> bytes:
    """Encoded at full size, or at the largest halving that keeps the GLB within its soft budget."""
    while True:
        encoded = _encode(picture.convert("RGB") if opaque else picture)
        if len(encoded) <= room or min(picture.size) <= PLACEHOLDER_SIDE:
            return encoded
        picture = picture.reduce(2)


def _encode(picture: PilImage.Image) -> bytes:
    buffer = io.BytesIO()
    if picture.mode == "RGB":
        picture.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling="4:4:4")
    else:
        picture.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()
