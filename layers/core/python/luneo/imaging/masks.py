"""Masks of an edit. The canonical one is a PNG as large as the picture, white where it may change, black elsewhere."""

import io

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from luneo.imaging.safe import encode_png, open_image

_HALF = 128
# An area is blended over this share of its shorter side, within these pixels: a seam is wider than a line, not a haze.
_FEATHER_SHARE = 1 / 24
_FEATHER_PX = (1, 16)


def area_mask(size_px: tuple[int, int], box_px: tuple[float, float, float, float], *, elliptic: bool) -> bytes:
    """The canonical mask of a picture of ``size_px`` that may change within a box: left, top, right, bottom.

    With ``elliptic`` it is the ellipse in the box. What lies beyond the picture is cut off.
    """
    mask = Image.new("L", size_px, 0)
    left, top, right, bottom = (round(edge) for edge in box_px)
    # Pillow's boxes hold their last pixel.
    box = (left, top, max(left, right - 1), max(top, bottom - 1))
    draw = ImageDraw.Draw(mask)
    (draw.ellipse if elliptic else draw.rectangle)(box, fill=255)
    return _written(mask)


def merged(original: Image.Image, changed: Image.Image, mask: bytes) -> Image.Image:
    """``changed`` where the mask is white, blended in from its border inwards; ``original``, to the pixel, elsewhere.

    ``changed`` is brought to the original's size. RGBA where one of the two has alpha, RGB otherwise.

    Raises:
        UnreadableImage: the mask is no picture.
    """
    mode = "RGBA" if "RGBA" in {original.mode, changed.mode} else "RGB"
    below = original.convert(mode)
    above = changed.convert(mode).resize(below.size, Image.Resampling.LANCZOS)
    free = editable(mask).resize(below.size, Image.Resampling.NEAREST)
    # Colours of what is clear say nothing: they are weighed by their alpha.
    plain = "RGBa" if mode == "RGBA" else mode
    blended = Image.composite(above.convert(plain), below.convert(plain), _feathered(free))
    # What was not to change does not go through the weighing, which rounds.
    return Image.composite(blended.convert(mode), below, free)


def _feathered(free: Image.Image) -> Image.Image:
    """From nothing at the border of what is white to all of it, a few pixels further in."""
    box = free.getbbox()
    if box is None:
        return free
    side = min(box[2] - box[0], box[3] - box[1])
    least, most = _FEATHER_PX
    reach = max(least, min(most, side * _FEATHER_SHARE))
    # On the border of a convex area no more than half of what is around is white.
    ramp = free.filter(ImageFilter.BoxBlur(reach)).point(lambda share: max(0, 2 * share - 255))
    return ImageChops.darker(ramp, free)


def editable(mask: bytes) -> Image.Image:
    """A canonical mask as one channel of 0 and 255; what is transparent in it stays as it is.

    Raises:
        UnreadableImage: it is no picture.
    """
    picture = open_image(mask, what="The mask").convert("RGBA")
    white = ImageChops.multiply(picture.convert("L"), picture.getchannel("A"))
    return white.point(lambda shade: 255 if shade >= _HALF else 0)


def with_hole(mask: bytes) -> bytes:
    """A canonical mask as OpenAI wants it: a PNG whose alpha is 0 where the picture may change, 255 elsewhere.

    Source: the ``mask`` parameter of OpenAI's image edits.
    """
    alpha = ImageChops.invert(editable(mask))
    hole = Image.merge("RGBA", [Image.new("L", alpha.size, 0)] * 3 + [alpha])
    return encode_png(hole)


def black_and_white(mask: bytes) -> bytes:
    """A canonical mask as Stability wants it: one channel, white where the picture may change."""
    return _written(editable(mask))


def _written(mask: Image.Image) -> bytes:
    buffer = io.BytesIO()
    mask.save(buffer, "PNG")
    return buffer.getvalue()
