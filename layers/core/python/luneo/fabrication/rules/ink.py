"""From a picture to the one question a tool asks: is there ink here or not?

This is the one reading: rules, drawings, previews of what is engraved and outlines all take it from here. With a
transparent ground, all that is painted is ink, except what is almost white: bare material is white by the convention
of every laser driver. Where much of what is painted is as light as paper, and the rest far darker, the light part
of a shape is paper; a shape that is light all over is ink. Without transparency the picture is split in two by Otsu's
threshold (1979), and what its edge mostly shows is the ground: dark lines on paper and gold on navy are both read as
they are meant. The answer stays soft (0 to 1) until it is enlarged to the working raster, so that an edge's grey pixels
place it between pixels.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from luneo.errors import Invalid
from luneo.fabrication.rules.raster import Mask, touching
from luneo.fabrication.rules.regions import label

MOST_PIXELS: Final = 2048 * 2048
PIXELS_A_LIMIT: Final = 8
EXACTNESS_PX: Final = 1.5
FINEST_OVERSAMPLING: Final = 2.0
HALF: Final = 0.5
"""From here on a soft pixel is ink."""
_SEE_THROUGH: Final = 0.005
_WHITE: Final = (0.86, 0.96)
_PAPER: Final = 0.7
"""As light as that at least, on average, and apart from ink by this, is what paints paper."""
_PARTED: Final = 0.4
_LEAST_CONTRAST: Final = 0.08
_LUMA: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)  # Rec. 709
_RIM: Final = 0.02
_EDGE_PX: Final = 0.7
_INKED: Final = np.uint8(128)


class NothingToMake(Invalid):
    """The picture has no ink, or nothing but ink, so that no tool could make anything of it."""

    slug = "nothing-to-make"
    title = "There is nothing to make"


@dataclass(frozen=True, slots=True)
class Inked:
    """Where there is ink, on square pixels of ``px_per_mm``; ``art_px`` is the picture's own size (width, height)."""

    mask: Mask
    px_per_mm: float
    size_mm: tuple[float, float]
    art_px: tuple[int, int]

    @property
    def tolerance_mm(self) -> float:
        """How far a width may be from the truth: one pixel by the raster, half a one by what its middle says."""
        return EXACTNESS_PX / self.px_per_mm


def coverage(artwork: Image.Image) -> NDArray[np.float32]:
    """How much of each pixel is ink, 0 to 1. Raises :class:`NothingToMake` where there is no contrast."""
    share = shares(artwork)
    if not (share >= HALF).any() or (share >= HALF).all():
        raise NothingToMake(
            "The picture shows no motif on a ground. Send one with dark and light, or a transparent ground."
        )
    return share


def shares(artwork: Image.Image) -> NDArray[np.float32]:
    """The same, also of a picture that shows nothing, or nothing but ink."""
    luma, alpha = _planes(artwork)
    return _painted(luma, alpha) if _has_ground(alpha) else _split(luma)


def one_ink(mask: Mask) -> Image.Image:
    """A drawing that nobody can read otherwise: black on a clear ground, a pixel of it for one of the mask.

    Its edges are soft, but on their own side of a half: read again at that size it is the same mask.
    """
    soft = Image.fromarray(mask.view(np.uint8) * np.uint8(255)).filter(ImageFilter.GaussianBlur(_EDGE_PX))
    pixels = np.asarray(soft)
    drawing = Image.new("RGBA", soft.size, (0, 0, 0, 0))
    drawing.putalpha(Image.fromarray(np.where(mask, np.maximum(pixels, _INKED), np.minimum(pixels, _INKED - 1))))
    return drawing


def is_reversed(artwork: Image.Image) -> bool:
    """Whether the motif is the light part: an opaque picture whose rim is mostly dark, as gold on navy."""
    luma, alpha = _planes(artwork)
    return not _has_ground(alpha) and _mostly_at_rim(luma < _otsu(luma))


def inked(artwork: Image.Image, size_mm: tuple[float, float], finest_mm: float) -> Inked:
    """The ink of an artwork that covers ``size_mm``, fine enough to judge a limit of ``finest_mm``.

    The raster has ``PIXELS_A_LIMIT`` pixels for the limit, but never more than twice the artwork's own resolution
    (there is nothing to see between its pixels) nor more than ``MOST_PIXELS`` in all.
    """
    width, height = size_mm
    own = _own(artwork, size_mm)
    px_per_mm = min(FINEST_OVERSAMPLING * own, _wanted(size_mm, finest_mm))
    size_px = (max(1, round(width * px_per_mm)), max(1, round(height * px_per_mm)))
    soft = Image.fromarray(coverage(artwork), "F")
    mask = np.asarray(soft.resize(size_px, Image.Resampling.BICUBIC)) >= HALF
    return Inked(_without_dust(mask, (px_per_mm / own) ** 2), px_per_mm, size_mm, artwork.size)


def enlarged(artwork: Image.Image, size_mm: tuple[float, float], finest_mm: float) -> Image.Image:
    """The artwork at the pixels that :func:`inked` would want of it, RGBA; as it is where it has enough."""
    factor = _wanted(size_mm, finest_mm) / FINEST_OVERSAMPLING / _own(artwork, size_mm)
    if factor <= 1:
        return artwork
    size = (math.ceil(artwork.width * factor), math.ceil(artwork.height * factor))
    return artwork.convert("RGBA").convert("RGBa").resize(size, Image.Resampling.BICUBIC).convert("RGBA")


def _own(artwork: Image.Image, size_mm: tuple[float, float]) -> float:
    return max(pixels / side for pixels, side in zip(artwork.size, size_mm, strict=True))


def _wanted(size_mm: tuple[float, float], finest_mm: float) -> float:
    """The pixels a millimetre that a limit asks for, as far as there may be so many."""
    return min(PIXELS_A_LIMIT / finest_mm, math.sqrt(MOST_PIXELS / (size_mm[0] * size_mm[1])))


def _without_dust(mask: Mask, pixel: float) -> Mask:
    """The mask without spots and pinholes smaller than one ``pixel`` of the artwork: grain that met the threshold."""
    spots, pinholes = label(mask), label(~mask, diagonal=False)
    dust, pricks = spots.areas < pixel, pinholes.areas < pixel
    return mask & ~spots.mask(dust) | pinholes.mask(pricks)


def _painted(luma: NDArray[np.float32], alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    plain = alpha * _darkness(luma, *_WHITE)
    tones = _tones(luma[alpha >= HALF])
    if tones is None:
        return plain
    share = alpha * _darkness(luma, *tones)
    shapes = label(alpha >= HALF)
    dark = shapes.peak((share >= HALF).view(np.uint8)) > 0
    return np.where(touching(shapes.mask(~dark)), plain, share)


def _darkness(luma: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    dark: NDArray[np.float32] = np.clip((high - luma) / np.float32(high - low), 0, 1)
    return dark


def _tones(luma: NDArray[np.float32]) -> tuple[float, float] | None:
    """The means of what is dark and of what is paper, of all that is painted on a clear ground; None of one tone."""
    light = luma >= _otsu(luma) if luma.size else np.zeros(0, np.bool_)
    if light.all() or not light.any():
        return None
    bright, dark = float(luma[light].mean()), float(luma[~light].mean())
    return (dark, bright) if bright >= _PAPER and bright - dark >= _PARTED else None


def _split(luma: NDArray[np.float32]) -> NDArray[np.float32]:
    threshold = _otsu(luma)
    light = luma >= threshold
    if light.all() or not light.any():
        return np.zeros_like(luma)
    bright, dark = float(luma[light].mean()), float(luma[~light].mean())
    if bright - dark < _LEAST_CONTRAST:
        return np.zeros_like(luma)
    share = np.clip((bright - luma) / (bright - dark), 0, 1)
    inverted: NDArray[np.float32] = 1 - share if _mostly_at_rim(~light) else share
    return inverted


def _planes(artwork: Image.Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How light each pixel is, and how opaque, 0 to 1."""
    pixels: NDArray[np.float32] = np.asarray(artwork.convert("RGBA"), np.float32) / np.float32(255)
    return pixels[..., :3] @ _LUMA, pixels[..., 3]


def _has_ground(alpha: NDArray[np.float32]) -> bool:
    """Whether there is a transparent ground."""
    return bool((alpha < HALF).mean() > _SEE_THROUGH)


def _mostly_at_rim(flags: Mask) -> bool:
    return bool(_rim(flags).mean() > HALF)


def _rim(flags: Mask) -> Mask:
    depth = max(1, round(min(flags.shape) * _RIM))
    inner = np.ones_like(flags)
    inner[depth:-depth, depth:-depth] = False
    return flags[inner]


def _otsu(luma: NDArray[np.float32]) -> float:
    """The level that parts the histogram into two classes with the largest variance between them."""
    counts, edges = np.histogram(luma, 256, (0, 1))
    below = np.cumsum(counts)
    above = below[-1] - below
    total = np.cumsum(counts * edges[:-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (total / below - (total[-1] - total) / above) ** 2
    return float(edges[int(np.nanargmax(np.where(np.isfinite(between), between, -1))) + 1])
