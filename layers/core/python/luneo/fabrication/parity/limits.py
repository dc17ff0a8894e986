"""How much a production file may differ, and why so much: data, not code."""

from dataclasses import dataclass
from typing import Final

from luneo.fabrication.parity.production import Medium


@dataclass(frozen=True, slots=True)
class Limits:
    """The tolerances for one medium.

    Colour differences are CIEDE2000 on pixels softened over their neighbours; shares are of the trimmed area.
    """

    shift_mm: float
    """A press and a cutter hold about this; more is a fault of the file."""
    shift_px: float
    """Below this share of a compared pixel the measure itself is uncertain."""
    tint: float
    """The mean colour difference over patches of some pixels, where edges have evened out: what a profile changes."""
    tinted: float
    """The share of the patches that it is the mean of, those that differ most."""
    mean: float
    """The mean colour difference over all pixels."""
    visible: float
    """From here on a pixel counts as different: what an eye sees at a glance."""
    share: float
    """How much of the area may be different: edges that were sharpened or softened on the way."""
    region: float
    """How large one connected different part may be: a stray hair, but no letter."""
    likeness: float
    """How well the edges must agree (1 is perfectly)."""

    def shift(self, scale: tuple[float, float]) -> float:
        """How far off the picture may lie, in mm, compared at pixels of that size."""
        return max(self.shift_mm, self.shift_px * max(scale))


LIMITS: Final = {
    # Pixels are the artwork's own, enlarged and shrunk again; eight-bit separations add a unit or so. The tint of 424
    # sound files was 1.70 at most, that of numbers under a foreign profile, where only it tells, 2.21 at least.
    Medium.RASTER: Limits(
        shift_mm=0.3, shift_px=0.5, tint=1.94, tinted=0.3, mean=1.8, visible=7.0, share=0.03, region=0.02, likeness=0.8
    ),
    # At most a dozen flat colours, edges to a pixel, alpha cut at a half: near the artwork, never the same.
    Medium.VECTOR: Limits(
        shift_mm=0.6,
        shift_px=0.75,
        tint=7.5,
        tinted=1.0,
        mean=8.0,
        visible=20.0,
        share=0.13,
        region=0.045,
        likeness=0.3,
    ),
}
"""Set from what clean files measure over styles, photographs and motifs, with room above the highest of them."""
