"""How many pixels a print needs, and how an artwork gets them."""

import numpy as np
from PIL import Image

WEB_SIDE_PX = 2048
"""What WebP and AVIF are made at most: at 4096 an AVIF takes 500 MB to encode."""
_MM_PER_INCH = 25.4


def pixels_for(size_mm: tuple[float, float], dpi: float) -> tuple[int, int]:
    """The pixels that fill ``size_mm`` at ``dpi``, rounded to the nearest and at least one."""
    width, height = (max(1, round(side / _MM_PER_INCH * dpi)) for side in size_mm)
    return width, height


def effective_dpi(native_px: tuple[int, int], size_mm: tuple[float, float]) -> float:
    """The resolution ``native_px`` really have over ``size_mm`` when they cover it: the poorer axis counts."""
    return min(pixels * _MM_PER_INCH / side for pixels, side in zip(native_px, size_mm, strict=True))


def cover(artwork: Image.Image, aspect: float) -> Image.Image:
    """The largest centred part of the artwork with that aspect (width / height)."""
    width, height = artwork.size
    if width > height * aspect:
        wide = max(1, round(height * aspect))
        left = (width - wide) // 2
        return artwork.crop((left, 0, left + wide, height))
    high = max(1, min(height, round(width / aspect)))
    top = (height - high) // 2
    return artwork.crop((0, top, width, top + high))


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


def upscale(artwork: Image.Image, size_px: tuple[int, int], *, back_projections: int = 1) -> Image.Image:
    """The artwork at exactly ``size_px``, mode RGB or RGBA as given.

    LANCZOS on premultiplied colours, then iterative back-projection (Irani and Peleg 1991): what the enlarged picture
    loses when it is shrunk again is added, so that edges stay where they were. Shrinking needs no correction.
    """
    mode = "RGBA" if "A" in artwork.getbands() or "transparency" in artwork.info else "RGB"
    source = artwork.convert("RGBA").convert("RGBa") if mode == "RGBA" else artwork.convert("RGB")
    large = source.resize(size_px, Image.Resampling.LANCZOS)
    grows = size_px[0] >= source.width and size_px[1] >= source.height
    for _ in range(back_projections if grows else 0):
        large = _back_project(large, source)
    return large.convert("RGBA") if mode == "RGBA" else large


def _back_project(large: Image.Image, source: Image.Image) -> Image.Image:
    shrunk = np.asarray(large.resize(source.size, Image.Resampling.BOX), np.int16)
    lost = np.asarray(source, np.int16) - shrunk
    # Half the difference around 128 keeps the correction in eight bits, where resizing is fast.
    centred = Image.fromarray((lost // 2 + 128).clip(0, 255).astype(np.uint8), source.mode)
    correction = np.asarray(centred.resize(large.size, Image.Resampling.BICUBIC), np.int16)
    mended = (np.asarray(large, np.int16) + (correction - 128) * 2).clip(0, 255).astype(np.uint8)
    if source.mode == "RGBa":
        np.minimum(mended, mended[..., 3:], out=mended)
    return Image.frombytes(source.mode, large.size, mended.tobytes())
