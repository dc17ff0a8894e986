"""Opening what brands upload as photographs."""

from typing import Final

from PIL.Image import Image

from luneo.fabrication.separation import coated
from luneo.imaging.safe import open_image

PRODUCT_PHOTO: Final = "The product photo"


def open_photo(data: bytes, *, what: str = PRODUCT_PHOTO) -> Image:
    """The photograph in sRGB; one that was separated for the press and names no inks is read as offset on coated paper.

    Raises:
        UnreadableImage: it is no picture that can be used.
    """
    return open_image(data, what=what, ink=coated().icc)
