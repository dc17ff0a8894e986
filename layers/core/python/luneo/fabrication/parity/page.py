"""Reading a print PDF: the pictures that its one page places, cut to the TrimBox, through the profiles they carry."""

import io
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pikepdf
from PIL import Image

from luneo.fabrication.parity.production import MM_PER_INCH, Medium, Placed, Production, Words, refuse
from luneo.fabrication.parity.profiles import BROKEN, mismatch, mode_of, to_srgb
from luneo.imaging.safe import MAX_PIXELS

_POINTS_PER_MM: Final = 72 / MM_PER_INCH
_DEVICE: Final = {"/DeviceGray": "L", "/DeviceRGB": "RGB", "/DeviceCMYK": "CMYK"}
_CHANNELS: Final = {"L": 1, "RGB": 3, "CMYK": 4}
_UPRIGHT: Final = 1e-6
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    """An image XObject in sRGB, with what its numbers were explained by."""

    image: Image.Image
    profile: bytes | None
    fault: Words | None


def read_pdf(data: bytes) -> Production:
    """A PDF of one page.

    Raises:
        UnreadablePrint: it is damaged, has no TrimBox, or places its pictures as none of ours does.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return _read(pdf)
    except (pikepdf.PdfError, ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
        refuse("The PDF is damaged.", error)


def _read(pdf: pikepdf.Pdf) -> Production:
    if len(pdf.pages) != 1:
        refuse(f"A print PDF has one page, this one has {len(pdf.pages)}.")
    page = pdf.pages[0].obj
    if "/TrimBox" not in page:
        refuse("The PDF's page has no TrimBox: nobody knows where to cut.")
    trim = [float(side) for side in page.TrimBox]
    unit = float(page.get("/UserUnit", 1.0))
    size_mm = ((trim[2] - trim[0]) * unit / _POINTS_PER_MM, (trim[3] - trim[1]) * unit / _POINTS_PER_MM)
    if int(page.get("/Rotate", 0)) % 360 or min(size_mm) <= 0:
        refuse("The PDF's page is turned or its TrimBox is empty.")
    intent = _output_profile(pdf)
    drawn = [(_picture(page.Resources.XObject[name], intent), matrix) for name, matrix in _drawn(page)]
    placed = tuple(_placed(picture.image, matrix, trim) for picture, matrix in drawn)
    profile = next((picture.profile for picture, _ in drawn), None)
    fault = next((picture.fault for picture, _ in drawn if picture.fault), None)
    return Production(Medium.RASTER, placed, size_mm, profile, fault)


def _drawn(page: Any) -> list[tuple[str, Matrix]]:
    """The pictures in the order of painting, each with the matrix from its unit square to points.

    Strokes are crop marks and cutting lines; they lie outside the artwork or are no ink.
    """
    found: list[tuple[str, Matrix]] = []
    current, saved = _IDENTITY, list[Matrix]()
    for step in pikepdf.parse_content_stream(page):
        operands: Any = step.operands
        match str(step.operator):
            case "q":
                saved.append(current)
            case "Q":
                current = saved.pop()
            case "cm":
                current = _product(tuple(float(each) for each in operands), current)
            case "Do":
                found.append((str(operands[0]), current))
            case "INLINE IMAGE" | "sh" | "Tj" | "TJ" | "f" | "f*" | "B" | "B*":
                refuse(f"The PDF paints with {step.operator}; a print of ours holds pictures only.")
    return found


def _product(first: Any, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _placed(image: Image.Image, matrix: Matrix, trim: list[float]) -> Placed:
    a, b, c, d, left, bottom = matrix
    if max(abs(a), abs(d)) < _UPRIGHT < min(abs(b), abs(c)):
        # A quarter turn: the picture's width runs up the page.
        image, (a, d) = image.transpose(Image.Transpose.ROTATE_90), (-c, b)
        left, c = left + c, 0.0
        a, left = abs(a), min(left, left - c)
    elif max(abs(b), abs(c)) > _UPRIGHT:
        refuse("The PDF places its picture askew.")
    if a < 0:
        image, left, a = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), left + a, -a
    if d < 0:
        image, bottom, d = image.transpose(Image.Transpose.FLIP_TOP_BOTTOM), bottom + d, -d
    across, down = image.width / a, image.height / d
    top = bottom + d
    box = ((trim[0] - left) * across, (top - trim[3]) * down, (trim[2] - left) * across, (top - trim[1]) * down)
    return Placed(image, box)


def _output_profile(pdf: pikepdf.Pdf) -> bytes | None:
    for intent in pdf.Root.get("/OutputIntents", []):
        if "/DestOutputProfile" in intent:
            return bytes(intent.DestOutputProfile.read_bytes())
    return None


def _picture(stream: Any, intent: bytes | None) -> _Picture:
    if stream.get("/Subtype") != "/Image":
        refuse("The PDF draws something other than a picture.")
    mode, profile, fault = _space(stream, intent)
    pixels = Image.fromarray(_pixels(stream, _CHANNELS[mode]), mode if mode != "L" else None)
    shown = to_srgb(pixels, profile) if profile else pixels.convert("RGB")
    picture = _Picture(shown, profile, fault)
    return replace(picture, image=_masked(shown, stream.SMask)) if "/SMask" in stream else picture


def _space(stream: Any, intent: bytes | None) -> tuple[str, bytes | None, Words | None]:
    """The mode of the numbers and what explains them; without a profile of their own, the output intent does."""
    space = stream.ColorSpace
    if isinstance(space, pikepdf.Array) and space[0] == "/ICCBased":
        channels, profile = int(space[1].N), bytes(space[1].read_bytes())
        mode = next(mode for mode, count in _CHANNELS.items() if count == channels)
    elif str(space) in _DEVICE:
        mode, profile = _DEVICE[str(space)], intent or b""
    else:
        refuse("The PDF's picture has a colour space that a print of ours never has.")
    if not profile:
        return mode, None, ("nothing in it says what its colours mean", "rien n'y dit ce que valent ses couleurs")
    told = mode_of(profile)
    if told == mode:
        return mode, profile, None
    return mode, None, mismatch(told, mode) if told else BROKEN


def _pixels(stream: Any, channels: int) -> Any:
    width, height = int(stream.Width), int(stream.Height)
    if int(stream.BitsPerComponent) != 8 or not 0 < width * height <= MAX_PIXELS:  # noqa: PLR2004 - bits
        refuse("The PDF's picture is too large or not of eight bits.")
    raw = np.frombuffer(stream.read_bytes(decode_level=pikepdf.StreamDecodeLevel.all), np.uint8)
    pixels = raw[: width * height * channels].reshape(height, width, channels)
    if decode := stream.get("/Decode"):
        low, high = (np.array([float(each) for each in decode][first::2]) for first in (0, 1))
        pixels = np.rint((low + pixels / 255 * (high - low)) * 255).clip(0, 255).astype(np.uint8)
    return pixels[..., 0] if channels == 1 else pixels


def _masked(image: Image.Image, mask: Any) -> Image.Image:
    alpha = Image.fromarray(_pixels(mask, 1))
    masked = image.copy()
    masked.putalpha(alpha if alpha.size == image.size else alpha.resize(image.size, Image.Resampling.BILINEAR))
    return masked
