"""What a tool makes of a picture: ink or none, as the rules read it, black on white."""

import numpy as np
from PIL import Image

from luneo.fabrication.rules.ink import HALF, NothingToMake, coverage

_FINE_PX = 768
"""A picture with a shorter longer side is parted at twice its size: soft edges say where between pixels they lie."""


def inked(artwork: Image.Image) -> Image.Image:
    """The ink, mode RGB; white alone where nothing parts ink from ground."""
    try:
        soft = Image.fromarray(coverage(artwork))
    except NothingToMake:
        return Image.new("RGB", artwork.size, "white")
    if max(artwork.size) < _FINE_PX:
        soft = soft.resize((artwork.width * 2, artwork.height * 2), Image.Resampling.BICUBIC)
    return Image.fromarray(np.where(np.asarray(soft) >= HALF, np.uint8(0), np.uint8(255))).convert("RGB")
