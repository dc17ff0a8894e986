"""The print as JPEG, WebP and AVIF, for software that takes nothing else; the PNG is the master."""

from PIL import Image

from luneo.fabrication.print_file import PrintFile, dpi_of
from luneo.imaging.colour import srgb_icc
from luneo.imaging.safe import encode_avif, encode_jpeg, encode_webp
from luneo.imaging.upscale import WEB_SIDE_PX, reduced

QUALITY = 95


def print_jpeg(sheet: Image.Image, size_mm: tuple[float, float], *, bleed_mm: float = 0.0) -> PrintFile:
    """At the sheet's own pixels and with their resolution, 4:4:4; transparency becomes white."""
    dpi = dpi_of(sheet.size, size_mm, bleed_mm)
    data = encode_jpeg(sheet, QUALITY, dpi=dpi, icc=srgb_icc())
    return PrintFile(data, "image/jpeg", size_mm, sheet.size, dpi, bleed_mm)


def print_webp(sheet: Image.Image, size_mm: tuple[float, float], *, bleed_mm: float = 0.0) -> PrintFile:
    """At most :data:`WEB_SIDE_PX` a side, alpha kept. WebP knows 4:2:0 only: thin lines in pure colours soften."""
    small = reduced(sheet, WEB_SIDE_PX)
    data = encode_webp(small, QUALITY, icc=srgb_icc(), quick=True)
    return _for_the_web(data, "image/webp", small, sheet, size_mm, bleed_mm)


def print_avif(sheet: Image.Image, size_mm: tuple[float, float], *, bleed_mm: float = 0.0) -> PrintFile:
    """At most :data:`WEB_SIDE_PX` a side, 4:4:4, alpha kept."""
    small = reduced(sheet, WEB_SIDE_PX)
    data = encode_avif(small, icc=srgb_icc())
    return _for_the_web(data, "image/avif", small, sheet, size_mm, bleed_mm)


def _for_the_web(
    data: bytes, media_type: str, small: Image.Image, sheet: Image.Image, size_mm: tuple[float, float], bleed_mm: float
) -> PrintFile:
    dpi = dpi_of(small.size, size_mm, bleed_mm)
    lost = f"It was reduced to {WEB_SIDE_PX} pixels a side and has {dpi:.0f} DPI left. Produce from print.png."
    warnings = (lost,) if small.size != sheet.size else ()
    return PrintFile(data, media_type, size_mm, small.size, dpi, bleed_mm, warnings)
