"""A change of ink brought back to the picture: what comes takes its neighbours' colour, what goes shows the ground."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from luneo.fabrication.rules.ink import HALF, coverage
from luneo.fabrication.rules.raster import Mask, within
from luneo.fabrication.rules.regions import label

_CELL_PX: Final = 12
_MOSTLY: Final = 0.6
_NEIGHBOURHOOD_PX: Final = 3.5
_EDGE_PX: Final = 0.7
_ALIKE: Final = 0.15
_BARE: Final = 0.03


def recoloured(artwork: Image.Image, before: Mask, wanted: Mask) -> Image.Image:
    """The artwork, RGBA, with ink where ``wanted`` has it; ``before`` is the ink it has now.

    It comes at the mask's size where that is finer than the artwork's own, so that nothing mended is lost again. Only
    what lies near a change is painted anew, ink on ground with soft edges; all else keeps its pixels.
    """
    height, width = wanted.shape
    size = (max(width, artwork.width), max(height, artwork.height))
    art = artwork.convert("RGBA").convert("RGBa").resize(size, Image.Resampling.BICUBIC).convert("RGBA")
    drawn, soft = coverage(art), _softened(wanted, size)
    painted = _painted(artwork, art, drawn, soft)
    art.paste(painted, mask=_near(before ^ wanted, _unlike(drawn, soft), size))
    drawn = coverage(art)
    goal = np.asarray(_image(wanted).resize(size, Image.Resampling.BILINEAR)) > HALF * 255
    art.paste(painted, mask=_near(_stray(drawn >= HALF, goal), _unlike(drawn, soft), size))
    return art


def _painted(artwork: Image.Image, art: Image.Image, drawn: NDArray[np.float32], soft: Image.Image) -> Image.Image:
    """The whole picture as ink on its ground, or on nothing."""
    ink, ground = _spread(art, drawn), _ground(artwork, art, drawn)
    if ground is None:
        ink.putalpha(soft)
        return ink
    ground.paste(ink, mask=soft)
    return ground


def _unlike(drawn: NDArray[np.float32], soft: Image.Image) -> Mask:
    """Where the picture is not as it should be; what is to be bare keeps no shade."""
    share = np.asarray(soft, np.float32) / np.float32(255)
    unlike: Mask = (np.abs(drawn - share) > _ALIKE) | ((share < _BARE) & (drawn > _BARE))
    return unlike


def _stray(has: Mask, goal: Mask) -> Mask:
    """Dust and pinholes that the inspection left out of its mask, and that an enlargement would bring up again."""
    return _unmet(has, goal) | _unmet(~has, ~goal)


def _unmet(has: Mask, goal: Mask) -> Mask:
    """Regions that hold nothing of what they should be part of."""
    regions = label(has, diagonal=False)
    unmet = np.ones(regions.count, np.bool_)
    unmet[regions.at(*np.nonzero(has & goal))] = False
    return regions.mask(unmet)


def _softened(mask: Mask, size: tuple[int, int]) -> Image.Image:
    """The mask with edges of about two pixels that keep its outline: half covered where it ends."""
    return _image(mask).resize(size, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(_EDGE_PX))


def _ground(artwork: Image.Image, art: Image.Image, drawn: NDArray[np.float32]) -> Image.Image | None:
    """What shows where there is no ink; ``None`` where nothing does."""
    alpha = artwork.convert("RGBA").getchannel("A").getextrema()
    return None if alpha != (255, 255) else _spread(art, 1 - drawn)


def _near(changed: Mask, unlike: Mask, size: tuple[int, int]) -> Image.Image:
    near = np.asarray(_image(within(changed, _NEIGHBOURHOOD_PX)).resize(size, Image.Resampling.BILINEAR))
    return Image.fromarray(np.where(unlike, near, np.uint8(0)))


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
