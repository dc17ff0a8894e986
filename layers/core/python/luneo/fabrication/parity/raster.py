"""Reading a print PNG: pixels with a resolution and a profile."""

import io
from typing import Final

from PIL import Image

from luneo.fabrication.parity.light import Box
from luneo.fabrication.parity.production import MM_PER_INCH, Medium, Placed, Production, Words, refuse
from luneo.fabrication.parity.profiles import BROKEN, mismatch, mode_of, to_srgb
from luneo.imaging.colour import srgb_icc
from luneo.imaging.safe import UnreadableImage, open_image

_MODES: Final = {"RGB": "RGB", "RGBA": "RGB", "L": "L", "LA": "L"}


def read_png(data: bytes, bleed_mm: float) -> Production:
    """A PNG that covers trim and bleed.

    Raises:
        UnreadablePrint: it is no sound PNG.
    """
    try:
        plain = open_image(data, what="The print file")
    except UnreadableImage as error:
        refuse(error.detail, error)
    raw = Image.open(io.BytesIO(data), formats=("PNG",))
    profile, fault = _profile(raw)
    image = plain if fault or profile == srgb_icc() else _through(raw, plain, profile)
    size_mm = _size_mm(raw)
    trim = _trim(image.size, size_mm, bleed_mm)
    finished = (size_mm[0] - 2 * bleed_mm, size_mm[1] - 2 * bleed_mm) if size_mm else None
    return Production(Medium.RASTER, (Placed(image, trim),), finished, profile, fault)


def _profile(raw: Image.Image) -> tuple[bytes | None, Words | None]:
    icc = raw.info.get("icc_profile")
    if not isinstance(icc, bytes):
        return None, ("it embeds no ICC profile", "il n'a pas de profil ICC")
    mode = mode_of(icc)
    if mode is None:
        return None, BROKEN
    if mode != _MODES.get(raw.mode):
        return None, mismatch(mode, raw.mode)
    return icc, None


def _through(raw: Image.Image, plain: Image.Image, icc: bytes | None) -> Image.Image:
    """The numbers through the profile, without the leniency that pictures from outside get."""
    assert icc is not None
    shown = to_srgb(raw.convert(_MODES[raw.mode]), icc)
    if plain.mode == "RGBA":
        shown.putalpha(plain.getchannel("A"))
    return shown


def _size_mm(raw: Image.Image) -> tuple[float, float] | None:
    dpi = raw.info.get("dpi")
    if not isinstance(dpi, tuple) or min(dpi) <= 0:
        return None
    return raw.width / float(dpi[0]) * MM_PER_INCH, raw.height / float(dpi[1]) * MM_PER_INCH


def _trim(size: tuple[int, int], size_mm: tuple[float, float] | None, bleed_mm: float) -> Box:
    across, down = (bleed_mm * side / mm for side, mm in zip(size, size_mm, strict=True)) if size_mm else (0.0, 0.0)
    return across, down, size[0] - across, size[1] - down
