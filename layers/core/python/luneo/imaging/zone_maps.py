"""What of a zone depends on the product alone: compiled once (:func:`compile_zone`), kept as bytes."""

import io
import json
import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from luneo.errors import Invalid
from luneo.imaging.surface import region_of, to_design
from luneo.imaging.zones import PrintZone

FORMAT_VERSION: Final = 1
_LIGHT_GROUND: Final = 0.45
_OVERSAMPLING: Final = 1.25
Floats = NDArray[np.floating[Any]]


class UnusableZoneMaps(Invalid):
    """Stored zone maps of another version, or not zone maps at all: compile the product again."""

    slug = "unusable-zone-maps"
    title = "The product must be prepared again"


@dataclass(frozen=True, slots=True)
class ZoneMaps:
    """What a zone of a product needs at every generation.

    ``origin`` is the region's (left, top) in the photo; the arrays share its shape (rows, columns). ``u`` and ``v`` say
    where on the design (0 to 1) a pixel lies, ``mask`` how much of the pixel is zone (0 to 1), ``shade`` how light the
    product is there against its own lit surface (1 = as lit as most of it). ``design_px`` is the size (width, height)
    at which the design shows at its finest on the photo; ``dark`` tells that ink needs a white underbase.
    """

    origin: tuple[int, int]
    u: Floats
    v: Floats
    mask: Floats
    shade: Floats
    design_px: tuple[int, int]
    dark: bool

    def to_bytes(self) -> bytes:
        """A compressed NumPy archive with the same bytes for the same maps."""
        head = {"origin": self.origin, "design_px": self.design_px, "dark": self.dark}
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            version=FORMAT_VERSION,
            head=np.frombuffer(json.dumps(head).encode(), np.uint8),
            uv=_quantised(np.stack([self.u, self.v])),
            mask=(self.mask * 255).round().astype(np.uint8),
            shade=self.shade.astype(np.float16),
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "ZoneMaps":
        """The maps that :meth:`to_bytes` wrote; raises :class:`UnusableZoneMaps` for anything else."""
        try:
            stored = np.load(io.BytesIO(data), allow_pickle=False)
            head = {FORMAT_VERSION: json.loads}[int(stored["version"])](stored["head"].tobytes())
            uv = _restored(stored["uv"])
            mask = stored["mask"].astype(np.float32) / 255
            (x, y), (width, height) = head["origin"], head["design_px"]
            shade = stored["shade"].astype(np.float32)
            return cls((x, y), uv[0], uv[1], mask, shade, (width, height), bool(head["dark"]))
        except Exception as fault:  # a damaged archive fails in many ways, all meaning the same
            raise UnusableZoneMaps("The stored zone maps cannot be used; publish the product again.") from fault


_UV_MARGIN: Final = 0.25
_UV_STEPS: Final = 65535 / (1 + 2 * _UV_MARGIN)


def _quantised(uv: Floats) -> NDArray[np.uint16]:
    clipped: Floats = np.clip(np.nan_to_num(uv, nan=-1.0), -_UV_MARGIN, 1 + _UV_MARGIN)
    return ((clipped + _UV_MARGIN) * _UV_STEPS).round().astype(np.uint16)


def _restored(uv: NDArray[np.uint16]) -> Floats:
    values: Floats = uv.astype(np.float32) / np.float32(_UV_STEPS) - np.float32(_UV_MARGIN)
    return values


def compile_zone(photo: Image.Image, zone: PrintZone) -> ZoneMaps:
    """The maps of a zone that :func:`luneo.imaging.zones.check_zone` has passed, for a photo of mode RGB or RGBA."""
    left, top, right, bottom = region_of(zone, photo.size)
    # A pixel's colour belongs to its centre, half a pixel into it.
    x, y = np.meshgrid(np.arange(left, right, dtype=np.float32) + 0.5, np.arange(top, bottom, dtype=np.float32) + 0.5)
    u, v = to_design(zone, x, y)
    mask = _coverage(u) * _coverage(v)
    luminance = _luminance(photo.convert("RGB").crop((left, top, right, bottom)))
    shade, ground = _shade(luminance, mask)
    uv = _restored(_quantised(np.stack([u, v])))
    return ZoneMaps(
        (left, top),
        uv[0],
        uv[1],
        ((mask * 255).round() / 255).astype(np.float32),
        shade.astype(np.float16).astype(np.float32),
        _design_px(u, v, mask),
        ground < _LIGHT_GROUND,
    )


def _steepness(values: Floats) -> Floats:
    """The change a pixel."""
    down, across = np.gradient(np.nan_to_num(values, nan=-1.0))
    steep: Floats = np.hypot(across, down).astype(np.float32)
    return steep


def _coverage(values: Floats) -> Floats:
    """How much of a pixel lies between 0 and 1 of a coordinate, from its distance to the edge in pixels."""
    steepness = np.maximum(_steepness(values), 1e-6)
    distance = np.minimum(values, 1 - values) / steepness
    covered: Floats = np.clip(np.nan_to_num(distance, nan=-1.0) + 0.5, 0, 1)
    return covered


def _design_px(u: Floats, v: Floats, mask: Floats) -> tuple[int, int]:
    inside = mask > 0.5  # noqa: PLR2004 - more in than out
    sides = []
    for values in (u, v):
        steep = _steepness(values)[inside]
        densest = 1 / max(1e-6, float(np.quantile(steep, 0.02))) if steep.size else 1.0
        sides.append(min(4096, max(8, math.ceil(densest * _OVERSAMPLING))))
    return sides[0], sides[1]


def _luminance(image: Image.Image) -> Floats:
    weights = np.array([0.2126, 0.7152, 0.0722], np.float32)  # ITU-R BT.709
    return (np.asarray(image, np.float32) / 255 @ weights).astype(np.float32)


def _shade(luminance: Floats, mask: Floats) -> tuple[Floats, float]:
    inside = luminance[mask > 0.5]  # noqa: PLR2004 - more in than out
    lit = float(np.quantile(inside, 0.7)) if inside.size else 1.0
    ground = float(np.median(inside)) if inside.size else 1.0
    return luminance / max(lit, 0.02), ground
