"""A layer by itself: whether a file shows it where it was approved, whatever the artwork around it looks like."""

from typing import Final

import numpy as np

from luneo.fabrication.parity.compare import View
from luneo.fabrication.parity.findings import Finding, Kind, finding
from luneo.fabrication.parity.light import Light
from luneo.fabrication.parity.limits import LIMITS
from luneo.fabrication.parity.production import Medium

COMPARED_SIDE_PX: Final = 768
"""Finer than the whole is compared at: a small letter's stem must have an inside."""
_COVERED: Final = 0.9
"""Only the insides count: edges are blended in one way by a press and in another by a screen."""
_LOST_SHARE: Final = 0.12
_VISIBLE: Final = LIMITS[Medium.VECTOR].visible


def lost_letters(view: View, layer: Light, size_mm: tuple[float, float]) -> tuple[Finding, ...]:
    """A finding, if too much of what the layer covers is something else in the file.

    Sound files lose nothing; of a text that is mirrored, more than four tenths were lost, of one that is gone nearly
    all. ``view`` and ``layer`` show the same part, which is ``size_mm`` large.
    """
    different = view.difference[layer[..., 3] > _COVERED] > _VISIBLE
    lost = float(np.mean(different)) if different.size else 0.0
    if lost <= _LOST_SHARE:
        return ()
    return (finding(Kind.MISSING_LAYER, lost * 100, _LOST_SHARE * 100, "%", place=(0.0, 0.0, *size_mm)),)
