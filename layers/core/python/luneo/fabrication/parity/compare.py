"""Two pictures of the same size against each other: by colour, by edges, by region."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from luneo.fabrication.parity.delta_e import delta_e_2000
from luneo.fabrication.parity.light import Box, Light, grounds_for, looks, soft

PATCH_PX: Final = 6
EVERY_OTHER: Final = slice(None, None, 2)
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class View:
    """A reference and a rendering side by side, and their looks (grounds, height, width, L*a*b*).

    ``simplified`` is another rendering of the reference that is as good: each pixel may come near either.
    """

    reference: Light
    rendered: Light
    seen: Light
    seen_rendered: Light
    grounds: tuple[float, ...]
    simplified: Light | None = None

    @classmethod
    def of(cls, reference: Light, rendered: Light, simplified: Light | None = None) -> "View":
        """Look at both on every ground that they need."""
        grounds = grounds_for(reference, rendered)
        seen, seen_rendered = (looks(soft(light), grounds) for light in (reference, rendered))
        return cls(reference, rendered, seen, seen_rendered, grounds, simplified)

    def against(self, reference: Light) -> "View":
        """The same rendering beside another reference."""
        return replace(self, reference=reference, seen=looks(soft(reference), self.grounds))

    def cut(self, rows: slice, columns: slice) -> "View":
        """A part of it."""
        simplified = None if self.simplified is None else self.simplified[rows, columns]
        return View(
            self.reference[rows, columns],
            self.rendered[rows, columns],
            self.seen[:, rows, columns],
            self.seen_rendered[:, rows, columns],
            self.grounds,
            simplified,
        )

    def coarse(self) -> "View":
        """Every other pixel of it, which their softness makes as good as a reduction."""
        return self.cut(EVERY_OTHER, EVERY_OTHER)

    @cached_property
    def difference(self) -> Light:
        """CIEDE2000 a pixel."""
        difference = _differences(self.seen, self.seen_rendered)
        if self.simplified is None:
            return difference
        return np.minimum(difference, _differences(looks(soft(self.simplified), self.grounds), self.seen_rendered))

    @cached_property
    def patches(self) -> Light:
        """CIEDE2000 over patches of some pixels: edges even out in them, a cast does not."""
        seen, seen_rendered = (self._patched(light) for light in (self.reference, self.rendered))
        tint = _differences(seen, seen_rendered)
        return (
            tint
            if self.simplified is None
            else np.minimum(tint, _differences(self._patched(self.simplified), seen_rendered))
        )

    def _patched(self, light: Light) -> Light:
        return looks(_patches(light), self.grounds)

    def tint(self, share: float) -> float:
        """The mean difference of that share of the patches that differs most: what has no colour hides no cast."""
        return float(np.sort(self.patches, axis=None)[int(self.patches.size * (1 - share)) :].mean())

    @cached_property
    def likeness(self) -> float:
        """How well the edges agree, over all channels: 1 the same, 0 unrelated, below 0 reversed."""
        first, second = (edges(field(seen)) for seen in (self.seen, self.seen_rendered))
        return correlation(first, second)


def field(seen: Light) -> Light:
    """Looks averaged over the grounds: dark and light content stand out from clear ground alike."""
    mean: Light = seen[0] if len(seen) == 1 else seen.mean(axis=0)
    return mean


def distance(first: Light, second: Light) -> float:
    """The mean distance of two looks in L*a*b*; quick, for telling which of several explanations is nearest."""
    apart = first - second
    return float(np.sqrt(np.einsum("...c,...c->...", apart, apart)).mean())


def correlation(first: Light, second: Light) -> float:
    """The normalised correlation of two arrays that are centred already; 1 where neither varies."""
    power = float((first**2).sum() * (second**2).sum())
    scale = max(float((first**2).sum()), float((second**2).sum()))
    if scale < 1e-3 * first.size:  # flat to within what eight bits can tell
        return 1.0
    return float((first * second).sum() / np.sqrt(power)) if power > 0 else 0.0


def largest_region(mask: Mask) -> tuple[float, Box | None]:
    """The largest connected part of a mask: its share of the whole, and its box in pixels.

    A line of a single pixel's width is an edge that fell otherwise, and no part.
    """
    mask = _without_lines(mask)
    if not mask.any():
        return 0.0, None
    import pyvips

    height, width = mask.shape
    marks = mask.astype(np.uint8)
    labels = pyvips.Image.new_from_memory(marks.data, width, height, 1, "uchar").labelregions().numpy()
    counts = np.bincount(labels[mask])
    label = int(counts.argmax())
    rows, columns = np.nonzero((labels == label) & mask)
    box = float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1)
    return float(counts[label] / mask.size), box


def _without_lines(mask: Mask) -> Mask:
    squares = mask[:-1, :-1] & mask[:-1, 1:] & mask[1:, :-1] & mask[1:, 1:]
    opened: Mask = np.zeros_like(mask)
    for rows in (slice(None, -1), slice(1, None)):
        for columns in (slice(None, -1), slice(1, None)):
            opened[rows, columns] |= squares
    return opened


def _differences(first: Light, second: Light) -> Light:
    each = delta_e_2000(first, second)
    worst: Light = (each[0] if len(each) == 1 else each.max(axis=0)).astype(np.float32)
    return worst


def edges(look: Light) -> Light:
    """How a look changes downwards and across: shape (2, height, width, 3)."""
    down, across = np.gradient(look, axis=(0, 1))
    return np.stack([down, across])


def _patches(light: Light) -> Light:
    height, width = (max(1, side // PATCH_PX) for side in light.shape[:2])
    tall, wide = light.shape[0] // height, light.shape[1] // width
    whole = light[: height * tall, : width * wide]
    patches: Light = whole.reshape(height, tall, width, wide, 4).mean(axis=(1, 3))
    return patches
