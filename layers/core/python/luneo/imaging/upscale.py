"""How many pixels a print needs, and how an artwork gets them."""

import math
from functools import cache

from PIL import Image

WEB_SIDE_PX = 2048
"""What WebP and AVIF are made at most: at 4096 an AVIF takes 500 MB to encode."""
_MM_PER_INCH = 25.4
_LANCZOS_REACH = 3
_MASK_SCALE = 256


def pixels_for(size_mm: tuple[float, float], dpi: float) -> tuple[int, int]:
    """The pixels that fill ``size_mm`` at ``dpi``, rounded to the nearest and at least one."""
    width, height = (max(1, round(side / _MM_PER_INCH * dpi)) for side in size_mm)
    return width, height


def effective_dpi(native_px: tuple[int, int], size_mm: tuple[float, float]) -> float:
    """The resolution ``native_px`` really have over ``size_mm`` when they cover it: the poorer axis counts."""
    return min(pixels * _MM_PER_INCH / side for pixels, side in zip(native_px, size_mm, strict=True))


def cover(artwork: Image.Image, aspect: float) -> Image.Image:
    """The largest centred part of the artwork with that aspect (width / height)."""
    return artwork.crop(cover_box(artwork.size, aspect))


def cover_box(size_px: tuple[int, int], aspect: float) -> tuple[int, int, int, int]:
    """Where that part lies in a picture of this size: left, top, right, bottom."""
    width, height = size_px
    if width > height * aspect:
        wide = max(1, round(height * aspect))
        left = (width - wide) // 2
        return left, 0, left + wide, height
    high = max(1, min(height, round(width / aspect)))
    top = (height - high) // 2
    return 0, top, width, top + high


def fit(artwork: Image.Image, aspect: float) -> Image.Image:
    """The whole artwork, centred on a transparent canvas of that aspect (width / height)."""
    width, height = artwork.size
    wide, high = max(width, round(height * aspect)), max(height, round(width / aspect))
    canvas = Image.new("RGBA", (wide, high), (0, 0, 0, 0))
    canvas.paste(artwork.convert("RGBA"), ((wide - width) // 2, (high - height) // 2))
    return canvas


def reduced(picture: Image.Image, side_px: int) -> Image.Image:
    """The picture with its longer side at most ``side_px``; a smaller one as it is."""
    scale = side_px / max(picture.size)
    if scale >= 1:
        return picture
    width, height = (max(1, round(side * scale)) for side in picture.size)
    return upscale(picture, (width, height))


def upscale(artwork: Image.Image, size_px: tuple[int, int], *, restored: bool = True) -> Image.Image:
    """The artwork at exactly ``size_px``, mode RGB or RGBA as given.

    LANCZOS on premultiplied colours. What the enlarged picture would lose when it is shrunk again is added beforehand
    (``restored``), so that edges stay as steep as they were: iterative back-projection (Irani and Peleg 1991), folded
    into the small picture, where it costs next to nothing. Shrinking needs no correction.
    """
    mode = "RGBA" if "A" in artwork.getbands() or "transparency" in artwork.info else "RGB"
    source = artwork.convert("RGBA").convert("RGBa") if mode == "RGBA" else artwork.convert("RGB")
    factor = round(min(size_px[0] / source.width, size_px[1] / source.height))
    if restored and factor > 1:
        source = _restored(source, factor)
    large = source.resize(size_px, Image.Resampling.LANCZOS)
    return large.convert("RGBA") if mode == "RGBA" else large


def _restored(source: Image.Image, factor: int) -> Image.Image:
    import pyvips

    pixels = source.tobytes()
    image = pyvips.Image.new_from_memory(pixels, source.width, source.height, len(source.getbands()), "uchar")
    mask = pyvips.Image.new_from_array([list(_restoring(factor))], scale=_MASK_SCALE)
    return Image.frombytes(source.mode, source.size, image.convsep(mask, precision="integer").write_to_memory())


@cache
def _restoring(factor: int) -> tuple[int, ...]:
    """One axis of the filter that adds the loss, in parts of ``_MASK_SCALE``.

    Enlarging by LANCZOS and averaging back is itself a filter of seven taps; twice the picture less that filter's
    result is the picture and its loss.
    """
    phases = [(step + 0.5) / factor - 0.5 for step in range(factor)]
    lossy = [sum(_lanczos(tap + phase) for phase in phases) for tap in range(-_LANCZOS_REACH, _LANCZOS_REACH + 1)]
    taps = [round(-tap / sum(lossy) * _MASK_SCALE) for tap in lossy]
    # The middle takes what rounding left: an even colour must stay as it is.
    taps[_LANCZOS_REACH] += _MASK_SCALE - sum(taps)
    return tuple(taps)


def _lanczos(x: float) -> float:
    if abs(x) >= _LANCZOS_REACH:
        return 0.0
    turn = math.pi * x
    return 1.0 if x == 0 else _LANCZOS_REACH * math.sin(turn) * math.sin(turn / _LANCZOS_REACH) / turn**2
