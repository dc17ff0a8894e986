"""Reading a print PDF: the pictures and filled paths of its one page, cut to the TrimBox, through their profiles."""

import io
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pikepdf
from PIL import Image

from luneo.fabrication.parity.content import Filled, Matrix, Shown, drawn_fill, painted
from luneo.fabrication.parity.production import MM_PER_INCH, Medium, Placed, Production, Words, refuse
from luneo.fabrication.parity.profiles import BROKEN, mismatch, mode_of, to_srgb
from luneo.imaging.safe import MAX_PIXELS

_POINTS_PER_MM: Final = 72 / MM_PER_INCH
_DEVICE: Final = {"/DeviceGray": "L", "/DeviceRGB": "RGB", "/DeviceCMYK": "CMYK"}
_CHANNELS: Final = {"L": 1, "RGB": 3, "CMYK": 4}
_UPRIGHT: Final = 1e-6
_DRAWN_PX: Final = 1152
"""The longer side at which paths become pixels, unless the pictures have fewer: finer than anything is compared at."""


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
    resources, steps = page.Resources, painted(page)
    pictures = {each: _picture(resources.XObject[each.name], intent) for each in steps if isinstance(each, Shown)}
    placed = {each: _placed(picture.image, each.matrix, trim) for each, picture in pictures.items()}
    side = max((max(_span(each)) for each in placed.values()), default=_DRAWN_PX)
    scale = min(side, _DRAWN_PX) / max(size_mm)
    size_px = max(1, round(size_mm[0] * scale)), max(1, round(size_mm[1] * scale))
    layers = tuple(
        placed[each] if isinstance(each, Shown) else _path(each, resources, intent, trim, size_px) for each in steps
    )
    profile = next((picture.profile for picture in pictures.values()), None)
    fault = next((picture.fault for picture in pictures.values() if picture.fault), None)
    return Production(Medium.RASTER, layers, size_mm, profile, fault)


def _span(placed: Placed) -> tuple[float, float]:
    left, top, right, bottom = placed.trim
    return right - left, bottom - top


def _path(fill: Filled, resources: Any, intent: bytes | None, trim: list[float], size_px: tuple[int, int]) -> Placed:
    space = resources.ColorSpace[fill.space] if fill.space else refuse("The PDF fills a path without a colour.")
    mode, profile, _ = _space(space, intent)
    if len(fill.levels) != _CHANNELS[mode]:
        refuse("The PDF's path has a colour of another space than its own.")
    pixel = Image.new(mode, (1, 1), tuple(round(level * 255) for level in fill.levels))
    colour = to_srgb(pixel, profile) if profile else pixel.convert("RGB")
    return Placed(drawn_fill(fill, colour, trim, size_px), (0.0, 0.0, float(size_px[0]), float(size_px[1])))


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
    mode, profile, fault = _space(stream.ColorSpace, intent)
    pixels = Image.fromarray(_pixels(stream, _CHANNELS[mode]), mode if mode != "L" else None)
    shown = to_srgb(pixels, profile) if profile else pixels.convert("RGB")
    picture = _Picture(shown, profile, fault)
    return replace(picture, image=_masked(shown, stream.SMask)) if "/SMask" in stream else picture


def _space(space: Any, intent: bytes | None) -> tuple[str, bytes | None, Words | None]:
    """The mode of the numbers and what explains them; without a profile of their own, the output intent does."""
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
