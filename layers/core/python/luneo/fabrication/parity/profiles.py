"""What a file's numbers look like: through its ICC profile to sRGB, and the approved picture through the same one."""

import io
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageCms

from luneo.imaging.colour import srgb_icc

Intent = ImageCms.Intent
_SPACES: Final = {"RGB ": "RGB", "CMYK": "CMYK", "GRAY": "L"}
# A separation may have been made with any of these; nothing in a file has to tell which.
INTENTS: Final = (Intent.RELATIVE_COLORIMETRIC, Intent.PERCEPTUAL, Intent.ABSOLUTE_COLORIMETRIC)
_FLAGS: Final = ImageCms.Flags.BLACKPOINTCOMPENSATION
_HEADER_BYTES: Final = 128
BROKEN: Final = (
    "its ICC profile is damaged or of a kind that no press uses",
    "son profil ICC est endommagé ou d'un genre qu'aucune presse n'utilise",
)


def mismatch(told: str, mode: str) -> tuple[str, str]:
    """What is wrong when a profile for one kind of numbers stands on another, in English and French."""
    return (
        f"its ICC profile is for {told} but its picture is {mode}",
        f"son profil ICC est pour {told} mais son image est {mode}",
    )


@lru_cache(maxsize=16)
def mode_of(icc: bytes) -> str | None:
    """The Pillow mode of the numbers that a profile explains; ``None`` when it is no profile for grey, RGB or CMYK."""
    if len(icc) < _HEADER_BYTES:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    except (ImageCms.PyCMSError, OSError):
        return None
    return _SPACES.get(profile.profile.xcolor_space)


def to_srgb(image: Image.Image, icc: bytes) -> Image.Image:
    """The picture as a screen shows it: relative colorimetric with black point compensation."""
    if icc == srgb_icc():
        return image.convert("RGB")
    return _applied(image, _transform(icc, srgb_icc(), image.mode, "RGB", Intent.RELATIVE_COLORIMETRIC))


def proof(approved: Image.Image, icc: bytes, intent: Intent) -> Image.Image:
    """What a press with that profile can show of an sRGB picture, its colours fitted in by that intent."""
    mode = mode_of(icc)
    if mode is None or icc == srgb_icc():
        return approved
    return to_srgb(_applied(approved, _transform(srgb_icc(), icc, "RGB", mode, intent)), icc)


def negative_proof(approved: Image.Image, icc: bytes) -> Image.Image | None:
    """What an sRGB picture looks like when the inks of that profile are exchanged for their opposites."""
    if mode_of(icc) != "CMYK":
        return None
    inks = _applied(approved, _transform(srgb_icc(), icc, "RGB", "CMYK", INTENTS[0]))
    return to_srgb(ImageChops.invert(inks), icc)


def _applied(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None
    return converted


@lru_cache(maxsize=64)
def _transform(source: bytes, target: bytes, come: str, go: str, intent: Intent) -> ImageCms.ImageCmsTransform:
    giving, taking = (ImageCms.ImageCmsProfile(io.BytesIO(icc)) for icc in (source, target))
    return ImageCms.buildTransform(giving, taking, come, go, intent, _FLAGS)
