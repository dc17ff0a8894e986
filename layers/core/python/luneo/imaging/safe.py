"""Pictures from outside, read without trusting them; pictures of ours, written without telling anything."""

import io
import struct
import warnings
import zlib
from typing import Any, Final, NoReturn

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from luneo.errors import DomainError
from luneo.imaging.colour import srgb_icc
from luneo.imaging.endings import TooManyScans, ends_with_the_file

MAX_PIXELS: Final = 40_000_000
MAX_SIDE: Final = 20_000
_PNG_LEVEL: Final = 3
_MM_PER_INCH: Final = 25.4
FORMATS: Final = ("PNG", "JPEG", "WEBP")
# Shadows keep their steps where the source's black is lighter than the screen's.
_BPC: Final = ImageCms.Flags.BLACKPOINTCOMPENSATION
# What Pillow's readers raise on damaged files.
_READ_ERRORS: Final = (
    *(OSError, SyntaxError, ValueError, struct.error, zlib.error, EOFError, MemoryError, OverflowError),
    *(KeyError, IndexError, TypeError, AttributeError, ZeroDivisionError),
)


class UnreadableImage(DomainError):
    """The bytes are not a still picture that can be used; the detail says why."""

    status = 422
    slug = "unreadable-image"
    title = "The picture cannot be read"


def open_image(data: bytes, *, what: str, ink: bytes | None = None) -> Image.Image:
    """Decode a PNG, JPEG or WebP from outside into 8-bit sRGB, mode RGB or RGBA.

    ``what`` names the picture in a refusal ("The product photo"). Sizes are checked in the header, before any pixel is
    decoded: at most ``MAX_PIXELS`` and ``MAX_SIDE`` a side. The EXIF orientation is applied; all metadata is dropped.
    ``ink`` is the ICC profile that CMYK without one is taken to be meant for; without it its colours are a guess.
    Raises :class:`UnreadableImage` for anything else: other formats, animations, truncated files, trailing data.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            image = _header(data, what)
            image.load()
            return _plain(image, ink)
        except UnreadableImage:
            raise
        except (*_READ_ERRORS, Warning) as fault:
            _refuse(what, "is damaged or incomplete; export it again as PNG or JPEG", fault)


def _header(data: bytes, what: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as fault:
        _refuse(what, "is not a PNG, JPEG or WebP picture", fault)
    except Image.DecompressionBombError as fault:
        _refuse(what, f"has more than {MAX_PIXELS // 1_000_000} megapixels", fault)
    except Image.DecompressionBombWarning as fault:
        _refuse(what, f"has more than {MAX_PIXELS // 1_000_000} megapixels", fault)
    width, height = image.size
    if width * height > MAX_PIXELS:
        _refuse(what, f"has more than {MAX_PIXELS // 1_000_000} megapixels ({width} x {height})")
    if max(width, height) > MAX_SIDE:
        _refuse(what, f"has a side longer than {MAX_SIDE} pixels ({width} x {height})")
    # A phone's JPEG may hold a second picture (depth, gain map) behind the first: that is no animation.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        _refuse(what, "is an animation; send a still picture")
    try:
        complete = ends_with_the_file(data, image.format or "")
    except TooManyScans as fault:
        _refuse(what, "is written in more passes than any program needs; export it again", fault)
    if not complete:
        _refuse(what, "is incomplete or carries something after the picture; export it again")
    return image


def _plain(image: Image.Image, ink: bytes | None) -> Image.Image:
    profile = image.info.get("icc_profile") or (ink if image.mode == "CMYK" else None)
    # In place: at the limit of pixels each copy weighs 160 MB.
    ImageOps.exif_transpose(image, in_place=True)
    upright = _to_srgb(_eight_bit(image), profile)
    transparent = upright.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in upright.info
    # Converting copies, which cuts the tie to the decoder and to whatever it read beside the pixels.
    plain = upright.convert("RGBA" if transparent else "RGB")
    plain.info.clear()
    return plain


def _eight_bit(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Pillow's own conversion clips at 255; sixteen bits have to be scaled.
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "F":
        return image.convert("L")
    return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    # Pictures of ours come back from the shelf: from sRGB to sRGB there is nothing to compute, and much to round.
    if not profile or profile == srgb_icc() or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    base = image.convert("RGB") if alpha else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            base, source, ImageCms.createProfile("sRGB"), outputMode="RGB", flags=_BPC
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken or mismatched profile is common in the wild; the pixels are still good
    if converted is None:
        return image
    if alpha:
        converted.putalpha(alpha)
    return converted


def _refuse(what: str, why: str, cause: BaseException | None = None) -> NoReturn:
    raise UnreadableImage(f"{what} {why}.") from cause


def encode_png(image: Image.Image, dpi: float | None = None, *, icc: bytes | None = None) -> bytes:
    """PNG bytes with nothing but pixels, and pHYs (pixels a metre) when ``dpi`` is given, iCCP when ``icc`` is."""
    bare = _bare(image)
    if bare.mode == "P":
        buffer = io.BytesIO()
        bare.save(buffer, "PNG", compress_level=6, icc_profile=icc, **({"dpi": (dpi, dpi)} if dpi else {}))
        return buffer.getvalue()
    return _png(bare, dpi, icc)


def _png(image: Image.Image, dpi: float | None, icc: bytes | None) -> bytes:
    """By libvips: as small as Pillow's and four times as fast."""
    import pyvips

    pixels = image.tobytes()
    held = pyvips.Image.new_from_memory(pixels, image.width, image.height, len(image.getbands()), "uchar")
    per_mm = (dpi or _MM_PER_INCH) / _MM_PER_INCH
    plain = held.copy(interpretation="b-w" if image.mode == "L" else "srgb", xres=per_mm, yres=per_mm)
    if icc:
        plain.set_type(pyvips.GValue.blob_type, "icc-profile-data", icc)
    # Photographs pack best as differences to the mean of their neighbours, flat art to the row above.
    rows = "avg" if image.mode == "RGB" else "up"
    data = bytes(plain.pngsave_buffer(compression=_PNG_LEVEL, filter=rows, keep="icc" if icc else "none"))
    return data if dpi else _without_resolution(data)


def _without_resolution(data: bytes) -> bytes:
    """Take out the pHYs chunk that libvips always writes: a picture that knows no millimetres must not claim any."""
    at = data.index(b"pHYs") - 4
    return data[:at] + data[at + 21 :]


def encode_webp(
    image: Image.Image,
    quality: int = 87,
    *,
    icc: bytes | None = None,
    xmp: bytes | None = None,
    quick: bool = False,
) -> bytes:
    """WebP bytes without metadata but ``icc`` and the ``xmp`` packet; alpha is kept exactly.

    ``quick`` takes two thirds of the time, for a fifth more bytes where the quality is a page's.
    """
    buffer = io.BytesIO()
    options = {"quality": quality, "method": 0 if quick else 2, "exact": False}
    _bare(image).save(buffer, "WEBP", icc_profile=icc or b"", xmp=xmp or b"", **options)
    return buffer.getvalue()


def encode_avif(image: Image.Image, quality: int = 82, *, icc: bytes | None = None) -> bytes:
    """AVIF bytes, 4:4:4, without metadata but ``icc``; alpha is kept."""
    buffer = io.BytesIO()
    # One thread is what a Lambda has. Tuned to its default, likeness to an eye, the coder takes three times as long and
    # drawings suffer above speed 8 of 10; tuned to fidelity, they keep more at 9 than they would at 8 otherwise.
    options = {"quality": quality, "subsampling": "4:4:4", "speed": 9, "max_threads": 1, "advanced": {"tune": "psnr"}}
    _bare(image).save(buffer, "AVIF", icc_profile=icc or b"", **options)
    return buffer.getvalue()


def encode_jpeg(
    image: Image.Image,
    quality: int = 90,
    *,
    background: tuple[int, int, int] = (255, 255, 255),
    dpi: float | None = None,
    icc: bytes | None = None,
) -> bytes:
    """JPEG bytes, 4:4:4, without metadata but ``dpi`` (rounded) and ``icc``; transparency is laid on ``background``."""
    flat = _bare(image)
    if flat.mode == "RGBA":
        ground = Image.new("RGBA", flat.size, (*background, 255))
        flat = Image.alpha_composite(ground, flat).convert("RGB")
    buffer = io.BytesIO()
    density = (round(dpi), round(dpi)) if dpi else (0, 0)
    # Optimised Huffman tables would save three per cent of the bytes for twice the time.
    flat.save(buffer, "JPEG", quality=quality, subsampling=0, dpi=density, icc_profile=icc)
    return buffer.getvalue()


def _bare(image: Image.Image) -> Image.Image:
    bare = image if image.mode in {"RGB", "RGBA", "L", "P"} else image.convert("RGBA")
    kept: dict[str | tuple[int, int], Any] = {key: bare.info[key] for key in bare.info if key == "transparency"}
    if kept != bare.info:
        bare = bare.copy()
        bare.info = kept
    return bare
