"""How much a production file may differ, and why so much: data, not code."""

from dataclasses import dataclass
from typing import Final

from luneo.fabrication.parity.production import Medium

EMPTIED: Final = 16.0


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
    clearly: float = 0.65
    """An explanation counts, though all is within the limits, if it leaves less than this of the difference."""
    has_tones: bool = True
    """Whether there is anything between light and dark that could run into an end."""
    emptied: float = 1.0
    """How many of the patches may be another grey by more than :data:`EMPTIED`: lines too thin to be a region."""

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
    # What sweeps through all hues is kept worst; place, and light and dark, are kept of anything.
    Medium.SKETCH: Limits(
        shift_mm=0.6,
        shift_px=0.75,
        tint=10.5,
        tinted=1.0,
        mean=11.0,
        visible=20.0,
        share=0.15,
        region=0.08,
        likeness=0.18,
        clearly=0.8,
    ),
    # Ink or none, its edges within half a laser's spot, whatever shades the artwork had. With a thousand pixels on the
    # longer side sound files had likenesses from 0.967 up and emptied patches up to 0.1 %; with a tenth of that, from
    # 0.92 up and 2.2 % at most.
    Medium.OUTLINE: Limits(
        shift_mm=0.3,
        shift_px=0.5,
        tint=10.0,
        tinted=0.3,
        mean=5.0,
        visible=30.0,
        share=0.03,
        region=0.01,
        likeness=0.85,
        has_tones=False,
        emptied=0.025,
    ),
}
"""Set from what clean files measure over styles, photographs and motifs, with room above the highest of them."""
