"""What of a zone depends on the product alone, as it is kept."""

import io
import json
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from luneo.errors import Invalid

FORMAT_VERSION: Final = 3
# Nodes may lie beyond the design, so that what is between them and it is still in line.
_UV_MARGIN: Final = 0.25
_UV_STEPS: Final = 65535 / (1 + 2 * _UV_MARGIN)
_COARSEST: Final = 16
_PLACE_BITS: Final = 18
_OFF_PX: Final = 0.05
"""By how many pixels of the finest design a place between nodes may be off."""
Floats = NDArray[np.floating[Any]]
Words = NDArray[np.uint16]


class UnusableZoneMaps(Invalid):
    """Stored zone maps of another version, or not zone maps at all: compile the product again."""

    slug = "unusable-zone-maps"
    title = "The product must be prepared again"


@dataclass(frozen=True, slots=True)
class ZoneMaps:
    """What a zone of a product needs at every generation.

    ``origin`` is the region's (left, top) in the photo; ``mask`` (rows, columns) how much of a pixel is zone, 0 to 255.
    ``nodes`` (u, then v) say where on the design every ``step``-th pixel of the region lies, from one on its first row
    and column to one beyond its last, as words: :class:`Places` tells it of every pixel. ``design_px`` is the size
    (width, height) at which the design shows at its finest on the photo. ``lit`` is the luma, 0 to 1, of the product's
    lit surface; ``dark`` tells that ink needs a white underbase.
    """

    origin: tuple[int, int]
    nodes: tuple[Words, Words]
    step: int
    mask: NDArray[np.uint8]
    design_px: tuple[int, int]
    lit: float
    dark: bool

    @classmethod
    def of(
        cls,
        origin: tuple[int, int],
        uv: tuple[Floats, Floats],
        mask: NDArray[np.uint8],
        *,
        design_px: tuple[int, int],
        lit: float,
        dark: bool,
    ) -> "ZoneMaps":
        """Maps of as few nodes as tell the zone's places to a twentieth pixel; ``uv`` is 0 to 1 on the design."""
        step = _COARSEST
        while True:
            u, v = (_nodes(values, step) for values in uv)
            maps = cls(origin, (u, v), step, mask, design_px, lit, dark)
            if step == 1 or maps._off_px(uv) <= _OFF_PX:
                return maps
            step //= 2

    def _off_px(self, uv: tuple[Floats, Floats]) -> float:
        """How far a place on the zone is from where the nodes tell it, at most."""
        told = Places(self, (1.0, 1.0)).of(*(slice(0, side) for side in self.mask.shape))
        inside = self.mask > 0
        return max(
            float(np.abs(place - values)[inside].max(initial=0.0)) * side
            for place, values, side in zip(told, uv, self.design_px, strict=True)
        )

    def to_bytes(self) -> bytes:
        """A compressed NumPy archive with the same bytes for the same maps."""
        head = {
            "origin": self.origin, "step": self.step, "design_px": self.design_px, "lit": self.lit, "dark": self.dark
        }  # fmt: skip
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            version=FORMAT_VERSION,
            head=np.frombuffer(json.dumps(head).encode(), np.uint8),
            u=_packed(self.nodes[0]),
            v=_packed(self.nodes[1]),
            mask=self.mask,
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "ZoneMaps":
        """The maps that :meth:`to_bytes` wrote; raises :class:`UnusableZoneMaps` for anything else."""
        try:
            stored = np.load(io.BytesIO(data), allow_pickle=False)
            head = {FORMAT_VERSION: json.loads}[int(stored["version"])](stored["head"].tobytes())
            nodes = _unpacked(stored["u"]), _unpacked(stored["v"])
            (x, y), (width, height) = head["origin"], head["design_px"]
            mask, step = stored["mask"], int(head["step"])
            return cls((x, y), nodes, step, mask, (width, height), float(head["lit"]), bool(head["dark"]))
        except Exception as fault:  # a damaged archive fails in many ways, all meaning the same
            raise UnusableZoneMaps("The stored zone maps cannot be used; publish the product again.") from fault


class Places:
    """Where pixels of a region lie on a design of some size: between nodes, straight from one to the next."""

    def __init__(self, maps: ZoneMaps, size: tuple[float, float], first: float = 0.0) -> None:
        """``size`` is the design's (width, height); places are counted from ``first`` on both axes."""
        self._step = maps.step
        onward = np.arange(maps.step, dtype=np.float32) / np.float32(maps.step)
        self._shares = np.stack([1 - onward, onward], axis=1)
        self._rows = np.stack([_spread(*axis, first, onward) for axis in zip(maps.nodes, size, strict=True)])

    def of(self, rows: slice, columns: slice) -> Floats:
        """How far across and how far down some pixels lie; nearly free where ``rows`` starts at a node."""
        if self._step == 1:
            return self._rows[:, rows, columns]
        first, last = rows.start // self._step, -(-rows.stop // self._step)
        known = self._rows[:, first : last + 1, columns]
        # One cell at a time, so that no product is large enough for BLAS to start threads.
        cells = self._shares @ np.stack([known[:, :-1], known[:, 1:]], axis=2)
        start = rows.start - first * self._step
        found: Floats = cells.reshape(2, -1, known.shape[2])[:, start : start + rows.stop - rows.start]
        return found


def _spread(nodes: Words, side: float, first: float, onward: Floats) -> Floats:
    """Rows of nodes with the places of all pixels in between."""
    known = nodes.astype(np.float32)
    known *= np.float32(side / _UV_STEPS)
    known -= np.float32(_UV_MARGIN * side + first)
    if onward.size == 1:
        return known[:, :-1]
    cells = np.diff(known, axis=1)[..., None] * onward
    cells += known[:, :-1, None]
    # So many bits are left to the places that no product of theirs is rounded: any processor gives the same sums.
    finest = np.float32(2.0 ** (math.ceil(math.log2(side)) - _PLACE_BITS))
    cells /= finest
    np.rint(cells, out=cells)
    cells *= finest
    rows: Floats = cells.reshape(len(known), -1)
    return rows


def _nodes(values: Floats, step: int) -> Words:
    """Every ``step``-th value as a word, with as many beyond the last as close the last cell."""
    known = np.clip(np.nan_to_num(values, nan=-1.0), -_UV_MARGIN, 1 + _UV_MARGIN)
    beyond = [(0, math.ceil(side / step) * step + 1 - side) for side in values.shape]
    # What lies beyond goes on as what lies before it came.
    whole = np.pad(known, beyond, mode="reflect", reflect_type="odd")[::step, ::step]
    words: Words = ((whole.clip(-_UV_MARGIN, 1 + _UV_MARGIN) + _UV_MARGIN) * _UV_STEPS).round().astype(np.uint16)
    return words


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
