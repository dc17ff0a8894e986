"""Buffer views packed by meshoptimizer, unpacked: Khronos's EXT_meshopt_compression, appendices A and B.

Written from that specification. Every length is checked before it is read, and a view is never larger than its
``count`` times its ``stride``, which the caller bounds.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from luneo.three_d.errors import InvalidModel

Bytes = NDArray[np.uint8]

ATTRIBUTES_HEADER, TRIANGLES_HEADER, INDICES_HEADER = 0xA0, 0xE1, 0xD1
BLOCK_BYTES, BLOCK_ELEMENTS, GROUP = 8192, 256, 16
SHORTEST_TAIL = 32
LARGEST_STRIDE = 256
AUXILIARY_BYTES = 16
SEQUENCE_TAIL = 4
LONGEST_INDEX = 5
FIFO = 15
FRESH_EDGE, EXPLICIT_EDGE = 0xF0, 0xFE
BEFORE_OR_AFTER, EXPLICIT = 13, 15
ALL = 0xFFFFFFFF


def unpack(data: bytes, count: int, stride: int, mode: str, filtering: str) -> bytes:
    """The ``count`` elements of ``stride`` bytes that a compressed view holds. Raises :class:`InvalidModel`."""
    try:
        decode, filtered = _MODES[mode], _FILTERS[filtering]
    except KeyError as error:
        raise InvalidModel(f"The model's meshopt compression uses {error.args[0]!r:.40}, which is not known.") from None
    if count < 1 or not 1 <= stride <= LARGEST_STRIDE:
        raise InvalidModel("A view with meshopt compression states an impossible size.")
    return filtered(decode(data, count, stride), stride)


def _damaged() -> InvalidModel:
    return InvalidModel("The model's meshopt compression is damaged, or of a version that is not known yet.")


def _attributes(data: bytes, count: int, stride: int) -> bytes:
    tail = max(SHORTEST_TAIL, stride)
    if len(data) < 1 + tail or data[0] != ATTRIBUTES_HEADER or stride % 4:
        raise _damaged()
    stored = np.frombuffer(data, np.uint8)
    reader = _Groups(stored[1 : len(data) - tail])
    last: Bytes = stored[len(data) - stride :]
    size = min(BLOCK_BYTES // stride & ~(GROUP - 1), BLOCK_ELEMENTS)
    out = np.empty((count, stride), np.uint8)
    for start in range(0, count, size):
        block = out[start : start + size]
        for channel in range(stride):
            deltas = reader.take(len(block))
            signs = np.where(deltas & 1, ~(deltas >> 1), deltas >> 1).astype(np.uint8)
            block[:, channel] = np.cumsum(signs, dtype=np.uint8) + last[channel]
        last = block[-1]
    reader.finish()
    return out.tobytes()


class _Groups:
    """Runs of 16 deltas, each written with 0, 2, 4 or 8 bits."""

    def __init__(self, data: Bytes) -> None:
        self._data, self._place = data, 0

    def take(self, count: int) -> Bytes:
        groups = -(-count // GROUP)
        header = self._bytes(-(-groups // 4))
        widths = (header[:, None] >> np.array([0, 2, 4, 6], np.uint8) & 3).reshape(-1)[:groups]
        return np.concatenate([self._group(int(width)) for width in widths])[:count]

    def finish(self) -> None:
        if self._place != len(self._data):
            raise _damaged()

    def _group(self, width: int) -> Bytes:
        if width == 0:
            return np.zeros(GROUP, np.uint8)
        if width == 3:  # noqa: PLR2004  # the fourth of two bits' values: as they are
            return self._bytes(GROUP)
        bits = 2 * width
        packed = self._bytes(GROUP * bits // 8)
        shifts = np.arange(8 - bits, -1, -bits, dtype=np.uint8)
        values = (packed[:, None] >> shifts & np.uint8((1 << bits) - 1)).reshape(-1)
        escaped = values == (1 << bits) - 1
        values[escaped] = self._bytes(int(escaped.sum()))
        return values

    def _bytes(self, count: int) -> Bytes:
        start, self._place = self._place, self._place + count
        if self._place > len(self._data):
            raise _damaged()
        return self._data[start : self._place]


def _index_bytes(values: list[int], stride: int) -> bytes:
    if stride not in {2, 4}:
        raise _damaged()
    array = np.array(values, np.uint64)
    if stride == 2 and len(array) and int(array.max()) > np.iinfo(np.uint16).max:  # noqa: PLR2004  # 16 bits
        raise _damaged()
    return array.astype(f"<u{stride}").tobytes()


class _Numbers:
    """Signed differences in bytes of seven bits, lowest first."""

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self._data, self.place, self._end = data, start, end

    def byte(self) -> int:
        if self.place >= self._end:
            raise _damaged()
        self.place += 1
        return self._data[self.place - 1]

    def number(self) -> int:
        value = 0
        for position in range(LONGEST_INDEX):
            byte = self.byte()
            value |= (byte & 0x7F) << 7 * position
            if byte < 0x80:  # noqa: PLR2004  # the eighth bit says that more follow
                return value & ALL
        raise _damaged()


def _signed(value: int) -> int:
    return value >> 1 ^ -(value & 1)


def _indices(data: bytes, count: int, stride: int) -> bytes:
    if len(data) < 1 + SEQUENCE_TAIL or data[0] != INDICES_HEADER:
        raise _damaged()
    numbers, last, values = _Numbers(data, 1, len(data) - SEQUENCE_TAIL), [0, 0], []
    for _ in range(count):
        value = numbers.number()
        which = value & 1
        last[which] = last[which] + _signed(value >> 1) & ALL
        values.append(last[which])
    return _index_bytes(values, stride)


def _triangles(data: bytes, count: int, stride: int) -> bytes:
    codes = 1 + count // 3
    if count % 3 or len(data) < codes + AUXILIARY_BYTES or data[0] != TRIANGLES_HEADER:
        raise _damaged()
    strip = _Strip(_Numbers(data, codes, len(data) - AUXILIARY_BYTES), data[len(data) - AUXILIARY_BYTES :])
    values = [corner for code in data[1:codes] for corner in strip.triangle(code)]
    return _index_bytes(values, stride)


class _Strip:
    """Triangles that share edges and corners with the sixteen before them."""

    def __init__(self, numbers: _Numbers, auxiliary: bytes) -> None:
        self._numbers, self._auxiliary = numbers, auxiliary
        self._edges, self._edge = [(0, 0)] * (FIFO + 1), 0
        self._corners, self._corner = [0] * (FIFO + 1), 0
        self._next = self._last = 0

    def triangle(self, code: int) -> tuple[int, int, int]:
        a, b, c = self._along_an_edge(code) if code < FRESH_EDGE else self._on_its_own(code)
        self._push_edge(c, b)
        self._push_edge(a, c)
        return a, b, c

    def _along_an_edge(self, code: int) -> tuple[int, int, int]:
        a, b = self._edges[self._edge - 1 - (code >> 4) & FIFO]
        which = code & FIFO
        if which == 0:
            c = self._fresh()
        elif which < BEFORE_OR_AFTER:
            return a, b, self._corners[self._corner - 1 - which & FIFO]
        else:
            c = self._explicit() if which == EXPLICIT else self._step(which)
        self._push(c)
        return a, b, c

    def _on_its_own(self, code: int) -> tuple[int, int, int]:
        explicit = code >= EXPLICIT_EDGE
        pair = self._numbers.byte() if explicit else self._auxiliary[code & FIFO]
        if explicit and pair == 0:
            self._next = 0
        kinds = (EXPLICIT if code > EXPLICIT_EDGE else 0, pair >> 4, pair & FIFO)
        # Corners are looked up as they stood before this triangle; new ones are numbered first, stated ones after.
        found = [self._fresh() if kind == 0 else self._corners[self._corner - kind & FIFO] for kind in kinds]
        if explicit:
            found = [self._explicit() if kind == EXPLICIT else f for kind, f in zip(kinds, found, strict=True)]
        for kind, corner in zip(kinds, found, strict=True):
            if kind == 0 or (explicit and kind == EXPLICIT):
                self._push(corner)
        a, b, c = found
        self._push_edge(b, a)
        return a, b, c

    def _fresh(self) -> int:
        self._next += 1
        return self._next - 1

    def _step(self, which: int) -> int:
        self._last = self._last + (1 if which > BEFORE_OR_AFTER else -1) & ALL
        return self._last

    def _explicit(self) -> int:
        self._last = self._last + _signed(self._numbers.number()) & ALL
        return self._last

    def _push(self, corner: int) -> None:
        self._corners[self._corner] = corner
        self._corner = self._corner + 1 & FIFO

    def _push_edge(self, a: int, b: int) -> None:
        self._edges[self._edge] = (a, b)
        self._edge = self._edge + 1 & FIFO


def _octahedral(data: bytes, stride: int) -> bytes:
    """Unit vectors folded into a square, as 8 or 16 bits."""
    if stride not in {4, 8}:
        raise _damaged()
    kind = np.dtype(f"<i{stride // 4}")
    stored = np.frombuffer(data, kind).reshape(-1, 4)
    x, y, one = (stored[:, k].astype(np.float64) for k in range(3))
    z = one - np.abs(x) - np.abs(y)
    fold = np.minimum(z, 0)
    x, y = (v + np.where(v >= 0, fold, -fold) for v in (x, y))
    length = np.maximum(np.sqrt(x * x + y * y + z * z), 1e-9)
    out = stored.copy()
    out[:, :3] = np.round(np.stack([x, y, z], 1) / length[:, None] * np.iinfo(kind.str).max)
    return out.tobytes()


def _quaternion(data: bytes, stride: int) -> bytes:
    """Unit quaternions without their largest component, as 16 bits."""
    if stride != 8:  # noqa: PLR2004  # four numbers of 16 bits
        raise _damaged()
    stored = np.frombuffer(data, "<i2").reshape(-1, 4)
    scale = 1 / np.sqrt(2) / (stored[:, 3].astype(np.int64) | 3)
    rest = stored[:, :3] * scale[:, None]
    largest = np.sqrt(np.maximum(1 - (rest**2).sum(axis=1), 0))
    values = np.clip(np.round(np.concatenate([rest, largest[:, None]], axis=1) * 32767), -32768, 32767)
    out, rows = np.empty_like(stored), np.arange(len(stored))
    for k in range(4):
        out[rows, ((stored[:, 3] & 3) + 1 + k) & 3] = values[:, k]
    return out.tobytes()


def _exponential(data: bytes, stride: int) -> bytes:
    """Numbers as a signed mantissa of 24 bits and an exponent of 8."""
    if stride % 4:
        raise _damaged()
    stored = np.frombuffer(data, "<i4")
    mantissa = (stored << 8) >> 8
    with np.errstate(over="ignore"):
        values: NDArray[np.float32] = np.ldexp(mantissa.astype(np.float64), stored >> 24).astype("<f4")
    return values.tobytes()


_MODES: Mapping[str, Callable[[bytes, int, int], bytes]] = MappingProxyType(
    {"ATTRIBUTES": _attributes, "TRIANGLES": _triangles, "INDICES": _indices}
)
_FILTERS: Mapping[str, Callable[[bytes, int], bytes]] = MappingProxyType(
    {
        "NONE": lambda data, _stride: data,
        "OCTAHEDRAL": _octahedral,
        "QUATERNION": _quaternion,
        "EXPONENTIAL": _exponential,
    }
)
