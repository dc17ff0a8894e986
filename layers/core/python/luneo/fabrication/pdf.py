"""The print PDF: exact boxes, crop marks, an output intent with its profile, transparency as a soft mask.

With a press's colours and a date the structure is PDF/X-4's (ISO 15930-7). No open validator certifies that.
"""

import hashlib
import io
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np
import pikepdf
from numpy.typing import NDArray
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from luneo.fabrication import xmp
from luneo.fabrication.lettering import INKS, pdf_paths
from luneo.fabrication.print_file import PrintFile, dpi_of
from luneo.fabrication.separation import ColourSpace, coated, separated
from luneo.typography.ink import Area

_POINTS_PER_MM: Final = 72 / 25.4
_MARK_LENGTH_MM: Final = 5.0
_MARK_GAP_MM: Final = 3.0
_MARK_POINTS: Final = 0.25
# A twelfth more bytes than level 6, for a fifth of its time.
_DEFLATE: Final = 2
_OPAQUE: Final = (255, 255)
_Box = tuple[float, float, float, float]


def print_pdf(
    artwork: Image.Image,
    size_mm: tuple[float, float],
    *,
    title: str,
    bleed_mm: float = 0.0,
    crop_marks: bool = True,
    colours: ColourSpace | None = None,
    created: datetime | None = None,
    lettering: Sequence[Area] = (),
) -> PrintFile:
    """A one-page PDF whose TrimBox is exactly ``size_mm``; the artwork covers trim and bleed.

    ``lettering`` lies over it as filled paths, in millimetres from the trim's top left. The BleedBox is ``bleed_mm``
    larger a side, the MediaBox holds the crop marks too, which are drawn on every plate. ``colours`` are
    :func:`coated` where none are given. The bytes depend on the input alone: the file's /ID follows from its
    content. PDF/X-4 demands the date ``created`` (with its time zone): without one the file does not claim it.
    """
    space = colours or coated()
    margin = max(bleed_mm, _MARK_GAP_MM) + _MARK_LENGTH_MM if crop_marks else bleed_mm
    width, height = size_mm
    trim = (margin, margin, margin + width, margin + height)
    bleed = (trim[0] - bleed_mm, trim[1] - bleed_mm, trim[2] + bleed_mm, trim[3] + bleed_mm)
    with pikepdf.new() as pdf:
        profile = _profile(pdf, space)
        page = pdf.add_blank_page(page_size=(_points(width + 2 * margin), _points(height + 2 * margin)))
        page.obj.MediaBox = _box((0, 0, width + 2 * margin, height + 2 * margin))
        page.obj.BleedBox, page.obj.TrimBox = _box(bleed), _box(trim)
        page.obj.Resources = Dictionary(
            XObject=Dictionary(Artwork=_picture(pdf, artwork, space, profile)),
            ColorSpace=Dictionary(Registration=_every_plate()),
        )
        if lettering:
            page.obj.Resources.ColorSpace[f"/{INKS}"] = _blending(space, profile)
        page.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=_blending(space, profile))
        corner = _points(trim[0]), _points(trim[3])
        content = _place(bleed) + pdf_paths(lettering, space, _POINTS_PER_MM, corner)
        content += _marks(trim, max(bleed_mm, _MARK_GAP_MM)) if crop_marks else ""
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
    return f"q {_MARK_POINTS} w /Registration CS 1 SCN {drawn} Q\n"


def _every_plate() -> Array:
    """The colour ``All``: crop marks belong on each separation; a screen shows them as all four inks."""
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])


def _profile(pdf: Pdf, space: ColourSpace) -> pikepdf.Object:
    return pdf.make_indirect(pdf.make_stream(space.icc, N=space.channels))


def _blending(space: ColourSpace, profile: pikepdf.Object) -> pikepdf.Object:
    # PDF/X-4 forbids an ICC space with the very profile of the output intent: device inks mean that one already.
    return Name.DeviceCMYK if space.is_press else Array([Name.ICCBased, profile])


def _picture(pdf: Pdf, artwork: Image.Image, space: ColourSpace, profile: pikepdf.Object) -> pikepdf.Object:
    picture = _image(pdf, separated(artwork, space), _blending(space, profile))
    if "A" in artwork.getbands() and artwork.getchannel("A").getextrema() != _OPAQUE:
        alpha = np.asarray(artwork.getchannel("A"))[..., None]
        picture.SMask = _image(pdf, alpha, Name.DeviceGray)
    return picture


def _image(pdf: Pdf, pixels: NDArray[np.uint8], space: pikepdf.Object) -> pikepdf.Stream:
    height, width, channels = pixels.shape
    stream = pikepdf.Stream(pdf, b"")
    stream.write(
        zlib.compress(_differences(pixels), _DEFLATE),
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
        OutputConditionIdentifier=String(space.condition),
        RegistryName=String(space.registry),
        Info=String(space.info),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    info = Dictionary(Title=String(title), Trapped=Name("/False"))
    if created is not None:
        moment = created.astimezone(UTC)
        info.CreationDate = info.ModDate = String(moment.strftime("D:%Y%m%d%H%M%SZ"))
        if space.is_press:
            info.GTS_PDFXVersion = String(xmp.PDFX_VERSION)
            pdf.Root.Metadata = _metadata(pdf, title, moment)
    pdf.trailer.Info = pdf.make_indirect(info)


def _metadata(pdf: Pdf, title: str, moment: datetime) -> pikepdf.Object:
    page = pdf.pages[0].obj
    parts = (page.Contents, page.Resources.XObject.Artwork)
    digest = hashlib.sha256(b"".join(part.read_raw_bytes() for part in parts)).digest()
    return pdf.make_stream(xmp.packet(title, moment, digest), Type=Name.Metadata, Subtype=Name.XML)


def _saved(pdf: Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True, min_version="1.6", compress_streams=True)
    return buffer.getvalue()
