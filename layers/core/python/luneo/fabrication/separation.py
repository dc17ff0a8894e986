"""Colour spaces of the print PDF: sRGB as it is, or separated into the inks of a press."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from luneo.imaging.colour import srgb_icc

_PROFILES: Final = files("luneo.fabrication").joinpath("profiles")
_MODES: Final = {3: "RGB", 4: "CMYK"}


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """What the picture's numbers mean: the ICC profile, its number of inks, and the condition's registered name.

    ``condition`` is a name of ``registry``; ``info`` says it in words.
    """

    icc: bytes
    channels: int
    condition: str
    info: str
    registry: str = "http://www.color.org"

    @property
    def is_press(self) -> bool:
        """Whether it is a printing condition, which alone PDF/X-4 takes for a four-colour output intent."""
        return self.channels == len("CMYK")


@cache
def srgb() -> ColourSpace:
    """sRGB, for machines that burn, cut or stitch, and for printers who separate themselves."""
    return ColourSpace(srgb_icc(), 3, "sRGB IEC61966-2.1", "sRGB IEC 61966-2.1")


@cache
def coated() -> ColourSpace:
    """Offset on coated paper: FOGRA39, as ISO 12647-2 has it; see ``profiles/README.md``."""
    icc = _PROFILES.joinpath("coated.icc").read_bytes()
    return ColourSpace(icc, 4, "FOGRA39", "Offset on coated paper, ISO 12647-2 (FOGRA39L)")


def separated(artwork: Image.Image, space: ColourSpace) -> NDArray[np.uint8]:
    """The artwork's colours in ``space``, height by width by channels; inks are 0 (none) to 255 (full).

    sRGB is converted relative to the paper's white with black point compensation: paper white takes no ink, and shadows
    keep their steps. Where the artwork is fully transparent there is no ink either.
    """
    colours = artwork.convert("RGB")
    if not space.is_press:
        return np.asarray(colours)
    inks = np.array(ImageCms.applyTransform(colours, _to_press(space)))
    if "A" in artwork.getbands():
        # A press's renderer that interpolates would else draw the hidden colour around the edges.
        inks[np.asarray(artwork.getchannel("A")) == 0] = 0
    return inks


@cache
def _to_press(space: ColourSpace) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        BytesIO(srgb_icc()),
        BytesIO(space.icc),
        "RGB",
        _MODES[space.channels],
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
