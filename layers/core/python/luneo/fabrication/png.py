"""The print PNG: pixels at a stated resolution, tagged sRGB, nothing else in the file."""

from PIL import Image

from luneo.fabrication.print_file import PrintFile
from luneo.imaging.colour import srgb_icc
from luneo.imaging.safe import encode_png
from luneo.imaging.upscale import pixels_for, upscale


def print_png(artwork: Image.Image, size_mm: tuple[float, float], dpi: float, *, bleed_mm: float = 0.0) -> PrintFile:
    """The artwork over ``size_mm`` plus ``bleed_mm`` a side, at exactly ``dpi`` (pHYs keeps pixels a metre, rounded).

    The artwork covers trim and bleed, with their aspect; alpha is kept. The same input gives the same bytes.
    """
    width, height = (side + 2 * bleed_mm for side in size_mm)
    size_px = pixels_for((width, height), dpi)
    image = artwork if artwork.size == size_px else upscale(artwork, size_px)
    return PrintFile(encode_png(image, dpi, icc=srgb_icc()), "image/png", size_mm, size_px, dpi, bleed_mm)
