"""A change of ink brought back to the picture: what comes takes its neighbours' colour, what goes shows the ground."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from luneo.fabrication.rules.ink import HALF, coverage
from luneo.fabrication.rules.raster import Mask, touching, within

_CELL_PX: Final = 12
_MOSTLY: Final = 0.6
_NEIGHBOURHOOD_PX: Final = 2.5


def recoloured(artwork: Image.Image, before: Mask, wanted: Mask) -> Image.Image:
    """The artwork, RGBA, with ink where ``wanted`` has it; ``before`` is the ink it has now.

    It comes at the mask's size where that is finer than the artwork's own, so that nothing mended is lost again.
    """
    height, width = wanted.shape
    size = (max(width, artwork.width), max(height, artwork.height))
    art = artwork.convert("RGBA").convert("RGBa").resize(size, Image.Resampling.BICUBIC).convert("RGBA")
    drawn = coverage(art)
    # The masks of a finer artwork are too coarse for its outlines: only what is near a change follows them.
    needs = (
        _at(wanted, size)
        if size != artwork.size
        else np.where(_near(before ^ wanted, size), _at(wanted, size), drawn >= HALF)
    )
    ink, ground = _spread(art, drawn), _ground(artwork, art, drawn)
    # Enlarged colours do not always fall on the side on which their enlarged ink fell: a second round settles those.
    for _ in range(2):
        has = drawn >= HALF
        # The soft fringe of what goes would stay behind as a shadow.
        art.paste(ground, mask=_image(touching(touching(has & ~needs)) & ~needs))
        art.paste(ink, mask=_image(needs & ~has))
        drawn = coverage(art)
    return art


def _ground(artwork: Image.Image, art: Image.Image, drawn: NDArray[np.float32]) -> Image.Image:
    alpha = artwork.convert("RGBA").getchannel("A").getextrema()
    clear = Image.new("RGBA", art.size)
    return clear if alpha != (255, 255) else _spread(art, 1 - drawn)


def _near(changed: Mask, size: tuple[int, int]) -> Mask:
    return _at(within(changed, _NEIGHBOURHOOD_PX), size)


def _at(mask: Mask, size: tuple[int, int]) -> Mask:
    larger: Mask = np.asarray(_image(mask).resize(size, Image.Resampling.BILINEAR)) > HALF * 255
    return larger


def _image(mask: Mask) -> Image.Image:
    return Image.fromarray(mask.astype(np.uint8) * 255)


def _spread(art: Image.Image, weight: NDArray[np.float32]) -> Image.Image:
    """Each place's mean colour of what ``weight`` mostly picks around it, opaque; the picture's where there is none."""
    picked = (weight > _MOSTLY) & (np.asarray(art.getchannel("A")) > 255 * _MOSTLY)
    chosen = art.copy()
    chosen.putalpha(_image(picked))
    coarse = (max(1, art.width // _CELL_PX), max(1, art.height // _CELL_PX))
    near = chosen.convert("RGBa").resize(coarse, Image.Resampling.BOX).convert("RGBA")
    whole = chosen.convert("RGBa").resize((1, 1), Image.Resampling.BOX).convert("RGBA").getpixel((0, 0))
    assert isinstance(whole, tuple)
    near.paste(
        Image.new("RGBA", near.size, (*whole[:3], 255)),
        mask=near.getchannel("A").point(lambda alpha: 255 * (alpha == 0)),
    )
    near.putalpha(255)
    return near.resize(art.size, Image.Resampling.BILINEAR)
