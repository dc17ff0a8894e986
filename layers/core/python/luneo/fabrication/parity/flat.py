"""What flat shapes can show of a picture: a dozen colours, there or not; the other way for a tracing to be right."""

from typing import Final

from PIL import Image

from luneo.fabrication.parity.light import Light, sample
from luneo.imaging.majority import majority

COLOURS: Final = 12
_SIDE_PX: Final = 512
_SAMPLE_PX: Final = 128
_HALF: Final = 128


def flattened(artwork: Image.Image, size: tuple[int, int]) -> Light:
    """The artwork in its :data:`COLOURS` commonest colours, without specks, alpha cut at a half, at that size."""
    reduced = artwork.convert("RGBA").convert("RGBa")
    reduced.thumbnail((_SIDE_PX, _SIDE_PX), Image.Resampling.BOX)
    straight = reduced.convert("RGBA")
    alpha = straight.getchannel("A").point(lambda value: 255 if value >= _HALF else 0)
    colours = straight.convert("RGB")
    sampled = colours.resize((_SAMPLE_PX, _SAMPLE_PX), Image.Resampling.NEAREST)
    chosen = sampled.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat = majority(colours.quantize(palette=chosen, dither=Image.Dither.NONE)).convert("RGBA")
    flat.putalpha(alpha)
    return sample(flat, (0, 0, *flat.size), size)
