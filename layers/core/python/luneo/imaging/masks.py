"""Masks of an edit. The canonical one is a PNG as large as the picture, white where it may change, black elsewhere."""

import io

from PIL import Image, ImageChops

from luneo.imaging.safe import encode_png, open_image

_HALF = 128


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
    buffer = io.BytesIO()
    editable(mask).save(buffer, "PNG")
    return buffer.getvalue()
