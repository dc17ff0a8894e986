"""A compiled poster: what artwork is laid into, and how it comes out again as a picture."""

import io
import zipfile
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage

from luneo.three_d.budgets import BUDGETS
from luneo.three_d.errors import InvalidModel
from luneo.three_d.exposure import NO_ZONE, UV_JUMP, Layers
from luneo.three_d.pictures import open_artwork
from luneo.three_d.remap import Lens, developed, lens_of, light_steps, through
from luneo.three_d.texture import Region, bake

Array = NDArray[np.float32]

EXPOSURE = 0.64
LEVELS = 6
FAST_FILTER = PilImage.Resampling.HAMMING
LEVEL_BIAS = 0.35
TEXELS_PER_PIXEL = 1.15
FAINTEST = np.float32(1e-4)


@dataclass(frozen=True, slots=True)
class PosterMaps:
    """``plate`` is the finished picture (RGB or RGBA), true wherever no artwork shows.

    ``mask`` lists the pixels where some does (flat indices), ``lens`` how they see it. ``base`` is the zone unprinted
    (PNG), ``texture`` the size in pixels at which artwork is sampled.
    """

    plate: NDArray[np.uint8]
    mask: NDArray[np.uint32]
    lens: Lens
    base: bytes
    region: Region
    texture: tuple[int, int]

    def to_bytes(self) -> bytes:
        """The maps as a compressed NumPy archive, the same bytes for the same maps."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            allow_pickle=False,
            plate=self.plate,
            mask=self.mask,
            **{field.name: getattr(self.lens, field.name) for field in fields(Lens)},
            base=np.frombuffer(self.base, np.uint8),
            region=np.array(self.region, np.float64),
            texture=np.array(self.texture, np.int32),
        )
        return buffer.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> "PosterMaps":
        """The maps again; InvalidModel when the archive is damaged or from another version."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            u0, v0, u1, v1 = (float(edge) for edge in arrays.pop("region"))
            width, height = (int(side) for side in arrays.pop("texture"))
            base = arrays.pop("base").tobytes()
            lens = Lens(**{field.name: arrays.pop(field.name) for field in fields(Lens)})
            return PosterMaps(
                lens=lens,
                region=(u0, v0, u1, v1),
                texture=(width, height),
                base=base,
                **arrays,
            )
        except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile) as error:
            raise InvalidModel("The poster's stored maps cannot be read. Publish the product again.") from error


def pack_maps(
    layers: Layers, shadow: Array, base: PilImage.Image | None, region: Region, *, transparent: bool
) -> PosterMaps:
    """Layers composed over the table (with its shadow, 0…1 per pixel) and reduced to where artwork shows."""
    light, opacity = _composed(layers, shadow, transparent=transparent)
    inside = layers.uv[..., 0] != NO_ZONE
    wrapped: Array = np.where(inside[..., None], layers.uv - np.floor(np.minimum(layers.uv, 1 - 1e-6)), 0)
    texture, levels = _sampling(wrapped, inside)
    mask = np.flatnonzero(inside)
    mask = mask[np.argsort(levels.reshape(-1)[mask], kind="stable")]
    shade, glare, uv = (_at(layer, mask) for layer in (layers.shade, light, wrapped))
    shade *= np.float32(EXPOSURE) / opacity.reshape(-1, 1)[mask]
    plate = developed(light_steps(light))
    buffer = io.BytesIO()
    (base or PilImage.new("RGBA", (1, 1))).save(buffer, "PNG")
    return PosterMaps(
        plate=np.dstack([plate, np.round(opacity * 255).astype(np.uint8)]) if transparent else plate,
        mask=mask.astype(np.uint32),
        lens=lens_of(uv, levels.reshape(-1)[mask], texture, shade, glare),
        base=buffer.getvalue(),
        region=region,
        texture=texture,
    )


def _composed(layers: Layers, shadow: Array, *, transparent: bool) -> tuple[Array, Array]:
    """The light of each pixel as its opaque share sends it, and that share, which is never quite nothing."""
    gap = 1 - layers.alpha
    behind = np.zeros_like(layers.glare) if transparent else backdrop(len(gap)) * (1 - shadow)[..., None]
    covered = layers.alpha + gap * shadow if transparent else np.ones_like(gap)
    opacity: Array = np.maximum(covered, FAINTEST)
    light: Array = layers.glare * np.float32(EXPOSURE) + behind * gap[..., None]
    light /= opacity[..., None]
    return light, opacity


def _at(layer: Array, mask: NDArray[np.intp]) -> Array:
    values: Array = layer.reshape(-1, layer.shape[-1])[mask]
    return values


def render_from_maps(maps: PosterMaps, artwork: PilImage.Image | bytes | None) -> PilImage.Image:
    """The poster with the artwork on its zone, or unprinted for None. Raises InvalidArtwork."""
    picture = maps.plate.copy()
    pixels = picture.reshape(-1, picture.shape[2])
    for part, colours in through(maps.lens, _printed(maps, artwork)):
        pixels[maps.mask[part], :3] = np.stack(colours, axis=1)
    return PilImage.fromarray(picture)


def _printed(maps: PosterMaps, artwork: PilImage.Image | bytes | None) -> PilImage.Image:
    """The zone's texture at the size at which it is sampled."""
    base = PilImage.open(io.BytesIO(maps.base))
    if artwork is None:
        return base.resize(maps.texture, PilImage.Resampling.LANCZOS)
    return bake(base, open_artwork(artwork), maps.region, size=maps.texture, resample=FAST_FILTER)


def backdrop(size: int) -> Array:
    """A seamless paper sweep in linear light: brightest behind the product, falling off to the corners."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size
    away = ((x - 0.5) / 0.85) ** 2 + ((y - 0.46) / 0.80) ** 2
    level = 0.74 - 0.34 * (1 - np.exp(-1.25 * away))
    sweep: Array = level[..., None] * np.array([1.0, 0.992, 0.978], np.float32)
    return sweep


def _sampling(uv: Array, mask: NDArray[np.bool_]) -> tuple[tuple[int, int], NDArray[np.uint8]]:
    """The texture size at which one texel is about a pixel where the zone faces us, and each pixel's level."""
    if not mask.any():
        return (1, 1), np.zeros(mask.shape, np.uint8)
    steps = [_steepness(uv[..., k], mask) for k in (0, 1)]
    sides = [_texels(step[mask]) for step in steps]
    texels = np.maximum(steps[0] * sides[0], steps[1] * sides[1])
    level = np.clip(np.round(np.log2(np.maximum(texels, 1e-6)) - LEVEL_BIAS), 0, LEVELS - 1)
    return (sides[0], sides[1]), level.astype(np.uint8)


def _texels(steps: Array) -> int:
    """Texels along a coordinate, a little more than one for each pixel where the zone mostly lies."""
    step = max(float(np.median(steps)), 1 / BUDGETS["texture_side"].soft)
    return max(1, round(min(TEXELS_PER_PIXEL / step, BUDGETS["texture_side"].soft)))


def _steepness(coordinate: Array, mask: NDArray[np.bool_]) -> Array:
    """How much a coordinate changes from a pixel to its neighbours of the zone."""
    steepness = np.zeros_like(coordinate)
    for axis in (0, 1):
        change = np.abs(np.diff(coordinate, axis=axis))
        low, high = _neighbours(axis)
        change *= mask[low] & mask[high]
        change[change > UV_JUMP] = 0
        steepness[low] = np.maximum(steepness[low], change)
        steepness[high] = np.maximum(steepness[high], change)
    return steepness


def _neighbours(axis: int) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    before, after, whole = slice(None, -1), slice(1, None), slice(None)
    return ((before, whole), (after, whole)) if axis == 0 else ((whole, before), (whole, after))
