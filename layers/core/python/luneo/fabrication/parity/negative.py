"""What a picture looks like when light and dark are exchanged on the way: in its colours, its inks, or its mask."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageChops

from luneo.fabrication.parity.light import Light, sample, shown
from luneo.fabrication.parity.profiles import negative_proof


def negatives(reference: Light, profile: bytes | None) -> Iterator[tuple[Light, str, str]]:
    """Every negative of the reference, with what was exchanged, in English and French."""
    straight = shown(reference)
    alpha = straight.getchannel("A")
    opposite = ImageChops.invert(straight.convert("RGB"))
    yield _light(opposite, alpha), "", ""
    if profile and (inks := negative_proof(straight.convert("RGB"), profile)):
        yield _light(inks, alpha), " in its inks", " dans ses encres"
    if alpha.getextrema() != (255, 255):
        yield _light(straight.convert("RGB"), ImageChops.invert(alpha)), " in its mask", " dans son masque"


def _light(colours: Image.Image, alpha: Image.Image) -> Light:
    picture = colours.convert("RGBA")
    picture.putalpha(alpha)
    return sample(picture, (0, 0, *picture.size), picture.size)


def is_reversed(likeness: float) -> bool:
    """Whether edges go the other way."""
    return bool(np.isfinite(likeness) and likeness < _REVERSED)


_REVERSED = -0.5
