"""The print PDF: exact boxes, crop marks, an embedded profile and output intent, transparency as a soft mask.

The structure follows PDF/X-4 (ISO 15930-7): colour space and output intent are one :class:`ColourSpace`, so that a CMYK
profile takes sRGB's place without another change.
"""

import io
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from luneo.fabrication.print_file import PrintFile, dpi_of
from luneo.imaging.colour import srgb_icc

_POINTS_PER_MM: Final = 72 / 25.4
_MARK_LENGTH_MM: Final = 5.0
_MARK_GAP_MM: Final = 3.0
_MARK_POINTS: Final = 0.25
_Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """What the picture's numbers mean: the ICC profile, its Pillow mode and number of inks, and its registered name."""

    icc: bytes
    mode: str
    channels: int
    name: str
    registry: str


@cache
def srgb() -> ColourSpace:
    """sRGB, for printers who separate themselves."""
    return ColourSpace(srgb_icc(), "RGB", 3, "sRGB IEC61966-2.1", "http://www.color.org")


def print_pdf(
    artwork: Image.Image,
    size_mm: tuple[float, float],
    *,
    title: str,
    bleed_mm: float = 0.0,
    crop_marks: bool = True,
    colours: ColourSpace | None = None,
    created: datetime | None = None,
) -> PrintFile:
    """A one-page PDF whose TrimBox is exactly ``size_mm``; the artwork covers trim and bleed.

    The BleedBox is ``bleed_mm`` larger a side, the MediaBox holds the crop marks too. The bytes depend on the input
    alone: no date is written unless ``created`` is given, and the file's /ID is derived from its content.
    """
    space = colours or srgb()
    margin = max(bleed_mm, _MARK_GAP_MM) + _MARK_LENGTH_MM if crop_marks else bleed_mm
    width, height = size_mm
    trim = (margin, margin, margin + width, margin + height)
    bleed = (trim[0] - bleed_mm, trim[1] - bleed_mm, trim[2] + bleed_mm, trim[3] + bleed_mm)
    with pikepdf.new() as pdf:
        profile = _profile(pdf, space)
        page = pdf.add_blank_page(page_size=(_points(width + 2 * margin), _points(height + 2 * margin)))
        page.obj.MediaBox = _box((0, 0, width + 2 * margin, height + 2 * margin))
        page.obj.BleedBox, page.obj.TrimBox = _box(bleed), _box(trim)
        page.obj.Resources = Dictionary(XObject=Dictionary(Artwork=_picture(pdf, artwork, space, profile)))
        content = _place(bleed) + (_marks(trim, max(bleed_mm, _MARK_GAP_MM)) if crop_marks else "")
        page.obj.Contents = pdf.make_stream(content.encode("ascii"))
        _describe(pdf, space, profile, title, created)
        data = _saved(pdf)
    dpi = dpi_of(artwork.size, size_mm, bleed_mm)
    return PrintFile(data, "application/pdf", size_mm, artwork.size, dpi, bleed_mm)


def _points(mm: float) -> float:
    return round(mm * _POINTS_PER_MM, 5)


def _box(mm: _Box) -> Array:
    return Array([_points(side) for side in mm])


def _place(mm: _Box) -> str:
    left, bottom, right, top = (_points(side) for side in mm)
    return f"q {right - left:.5f} 0 0 {top - bottom:.5f} {left:.5f} {bottom:.5f} cm /Artwork Do Q\n"


def _marks(trim: _Box, gap: float) -> str:
    left, bottom, right, top = trim
    far = gap + _MARK_LENGTH_MM
    lines = [(x, bottom - gap, x, bottom - far) for x in (left, right)]
    lines += [(x, top + gap, x, top + far) for x in (left, right)]
    lines += [(left - gap, y, left - far, y) for y in (bottom, top)]
    lines += [(right + gap, y, right + far, y) for y in (bottom, top)]
    drawn = " ".join("{:.5f} {:.5f} m {:.5f} {:.5f} l S".format(*map(_points, line)) for line in lines)
    return f"q {_MARK_POINTS} w 0 G {drawn} Q\n"


def _profile(pdf: Pdf, space: ColourSpace) -> pikepdf.Object:
    stream = pdf.make_stream(space.icc, N=space.channels, Alternate=_device(space))
    return pdf.make_indirect(stream)


def _device(space: ColourSpace) -> Name:
    return {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}[space.channels]


def _picture(pdf: Pdf, artwork: Image.Image, space: ColourSpace, profile: pikepdf.Object) -> pikepdf.Object:
    colours = artwork if artwork.mode == space.mode else artwork.convert(space.mode)
    picture = _image(pdf, np.asarray(colours), Array([Name.ICCBased, profile]))
    if "A" in artwork.getbands():
        alpha = np.asarray(artwork.getchannel("A"))[..., None]
        picture.SMask = _image(pdf, alpha, Name.DeviceGray)
    return picture


def _image(pdf: Pdf, pixels: NDArray[np.uint8], space: pikepdf.Object) -> pikepdf.Stream:
    height, width, channels = pixels.shape
    stream = pikepdf.Stream(pdf, b"")
    stream.write(
        zlib.compress(_differences(pixels), 6),
        filter=Name.FlateDecode,
        decode_parms=Dictionary(Predictor=15, Colors=channels, BitsPerComponent=8, Columns=width),
    )
    stream.stream_dict.Type, stream.stream_dict.Subtype = Name.XObject, Name.Image
    stream.stream_dict.Width, stream.stream_dict.Height = width, height
    stream.stream_dict.ColorSpace, stream.stream_dict.BitsPerComponent = space, 8
    stream.stream_dict.Interpolate = False
    return stream


def _differences(pixels: NDArray[np.uint8]) -> bytes:
    """Each row as PNG's filter type 2 (Up): what deflate packs best of flat art, for one subtraction."""
    height, width, channels = pixels.shape
    rows = pixels.reshape(height, width * channels)
    filtered = np.empty((height, width * channels + 1), np.uint8)
    filtered[:, 0] = 2
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return filtered.tobytes()


def _describe(pdf: Pdf, space: ColourSpace, profile: pikepdf.Object, title: str, created: datetime | None) -> None:
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(space.name),
        RegistryName=String(space.registry),
        Info=String(space.name),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    info = Dictionary(Title=String(title), Trapped=Name("/False"))
    if created is not None:
        info.CreationDate = String(created.strftime("D:%Y%m%d%H%M%SZ"))
    pdf.trailer.Info = pdf.make_indirect(info)


def _saved(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, min_version="1.6", compress_streams=True)
    return buffer.getvalue()
