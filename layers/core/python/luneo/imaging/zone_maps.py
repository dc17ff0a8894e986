"""What of a zone depends on the product alone, as it is kept."""

import io
import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luneo.errors import Invalid

FORMAT_VERSION: Final = 2
_UV_MARGIN: Final = 0.25
UV_STEPS: Final = 65535 / (1 + 2 * _UV_MARGIN)
"""How many steps of ``ZoneMaps.places`` the design is wide or high."""
_SHADE_STEPS: Final = 1024
Floats = NDArray[np.floating[Any]]
Words = NDArray[np.uint16]


class UnusableZoneMaps(Invalid):
    """Stored zone maps of another version, or not zone maps at all: compile the product again."""

    slug = "unusable-zone-maps"
    title = "The product must be prepared again"


@dataclass(frozen=True, slots=True)
class ZoneMaps:
    """What a zone of a product needs at every generation.

    ``origin`` is the region's (left, top) in the photo; the arrays share its shape (rows, columns). ``places`` (u, then
    v) say where on the design a pixel lies, as :func:`word_of` words, ``mask`` how much of the pixel is zone (0 to
    255), ``shade`` how light the product is there against its own lit surface (1 = as lit as most of it). ``design_px``
    is the size (width, height) at which the design shows at its finest on the photo; ``dark`` tells that ink needs a
    white underbase.
    """

    origin: tuple[int, int]
    places: tuple[Words, Words]
    mask: NDArray[np.uint8]
    shade: Floats
    design_px: tuple[int, int]
    dark: bool

    @classmethod
    def of(
        cls,
        origin: tuple[int, int],
        uv: tuple[Floats, Floats],
        mask: NDArray[np.uint8],
        shade: Floats,
        *,
        design_px: tuple[int, int],
        dark: bool,
    ) -> "ZoneMaps":
        """Maps with the precision that their bytes have; ``uv`` runs from 0 to 1 on the design."""
        kept = _restored_shade((shade * _SHADE_STEPS).round().astype(np.uint16))
        return cls(origin, (_quantised(uv[0]), _quantised(uv[1])), mask, kept, design_px, dark)

    @property
    def uv(self) -> tuple[Floats, Floats]:
        """Where on the design a pixel lies, from 0 to 1."""
        return _restored(self.places[0]), _restored(self.places[1])

    def to_bytes(self) -> bytes:
        """A compressed NumPy archive with the same bytes for the same maps."""
        head = {"origin": self.origin, "design_px": self.design_px, "dark": self.dark}
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            version=FORMAT_VERSION,
            head=np.frombuffer(json.dumps(head).encode(), np.uint8),
            u=_packed(self.places[0]),
            v=_packed(self.places[1]),
            mask=self.mask,
            shade=_packed((self.shade * _SHADE_STEPS).round().astype(np.uint16)),
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "ZoneMaps":
        """The maps that :meth:`to_bytes` wrote; raises :class:`UnusableZoneMaps` for anything else."""
        try:
            stored = np.load(io.BytesIO(data), allow_pickle=False)
            head = {FORMAT_VERSION: json.loads}[int(stored["version"])](stored["head"].tobytes())
            places = _unpacked(stored["u"]), _unpacked(stored["v"])
            shade = _restored_shade(_unpacked(stored["shade"]))
            (x, y), (width, height) = head["origin"], head["design_px"]
            return cls((x, y), places, stored["mask"], shade, (width, height), bool(head["dark"]))
        except Exception as fault:  # a damaged archive fails in many ways, all meaning the same
            raise UnusableZoneMaps("The stored zone maps cannot be used; publish the product again.") from fault


def word_of(place: float) -> float:
    """Where a place on the design, 0 to 1, lies among the words of ``ZoneMaps.places``, unrounded."""
    return (place + _UV_MARGIN) * UV_STEPS


def _quantised(uv: Floats) -> Words:
    clipped: Floats = np.clip(np.nan_to_num(uv, nan=-1.0), -_UV_MARGIN, 1 + _UV_MARGIN)
    return ((clipped + _UV_MARGIN) * UV_STEPS).round().astype(np.uint16)


def _restored(uv: Words) -> Floats:
    values: Floats = uv.astype(np.float32) / np.float32(UV_STEPS) - np.float32(_UV_MARGIN)
    return values


def _restored_shade(shade: Words) -> Floats:
    values: Floats = shade.astype(np.float32) / np.float32(_SHADE_STEPS)
    return values


def _packed(values: Words) -> NDArray[np.uint8]:
    """Differences to the pixel above and before, high bytes apart from low ones: smooth maps shrink to a tenth."""
    down = np.diff(values, axis=0, prepend=np.uint16(0))
    both = np.diff(down, axis=1, prepend=np.uint16(0)).astype("<u2")
    # Small negative differences would wrap to large words; folding signs keeps the high byte at 0.
    folded = ((both << 1) ^ np.where(both & 0x8000, 0xFFFF, 0).astype(np.uint16)).astype("<u2")
    return np.stack([folded & 0xFF, folded >> 8]).astype(np.uint8)


def _unpacked(stored: NDArray[np.uint8]) -> Words:
    low, high = stored
    folded = high.astype(np.uint16)
    folded <<= 8
    folded |= low
    signs = -(folded & np.uint16(1))
    folded >>= 1
    folded ^= signs
    # Whole rows at a time are added twice as fast as by numpy's own accumulation down the columns.
    for above, row in pairwise(folded):
        np.add(above, row, out=row)
    values: Words = np.add.accumulate(folded, axis=1, out=folded)
    return values
