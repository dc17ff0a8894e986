"""Reading a print SVG: drawn by librsvg at a bounded size, and only if it holds nothing but filled shapes."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Final

from PIL import Image

from luneo.fabrication.parity.production import MM_PER_INCH, Medium, Placed, Production, refuse
from luneo.imaging.colour import srgb_icc

MAX_SVG_BYTES: Final = 16_000_000
MOST_SIDE_PX: Final = 4096
_UNDRAWN: Final = "metadata"
_PLAIN_PX_PER_MM: Final = 72 / MM_PER_INCH
"""How large a millimetre is drawn when nobody asks for more."""
_SHAPES: Final = {"svg", "g", "path"}
_ATTRIBUTES: Final = {"xmlns", "version", "width", "height", "viewBox", "d", "fill", "transform"}


def read_svg(data: bytes, drawn_px: float) -> Production:
    """An SVG whose width and height, in millimetres, are the trimmed size, drawn with its longer side at ``drawn_px``.

    Raises:
        UnreadablePrint: it is no SVG, or has more in it than a traced picture.
    """
    size_mm = _size_mm(_root(data))
    image = _drawn(data, min(drawn_px, MOST_SIDE_PX) / (max(size_mm) * _PLAIN_PX_PER_MM))
    return Production(Medium.VECTOR, (Placed(image, (0.0, 0.0, image.width, image.height)),), size_mm, srgb_icc())


def _root(data: bytes) -> ET.Element:
    if len(data) > MAX_SVG_BYTES:
        refuse(f"The SVG is larger than {MAX_SVG_BYTES // 1_000_000} MB.")
    if b"<!" in data:
        refuse("The SVG declares a document type or holds a comment; none of ours does.")
    try:
        root = ET.fromstring(data)  # noqa: S314 - without a document type there are no entities
    except ET.ParseError as error:
        refuse("The SVG is not well-formed.", error)
    for element in _drawable(root):
        name = _local_name(element)
        if name not in _SHAPES or not set(element.attrib) <= _ATTRIBUTES:
            refuse(f"The SVG holds <{name}> or attributes that a traced picture has no use for.")
    return root


def _drawable(element: ET.Element) -> Iterator[ET.Element]:
    """The element and all below it but metadata, which is never drawn (SVG 2, 5.9)."""
    yield element
    for child in element:
        if _local_name(child) != _UNDRAWN:
            yield from _drawable(child)


def _local_name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _size_mm(root: ET.Element) -> tuple[float, float]:
    found = [re.fullmatch(r"(\d+(?:\.\d+)?)mm", root.get(side, "")) for side in ("width", "height")]
    if not all(found):
        refuse("The SVG does not state its width and height in millimetres.")
    width, height = (float(match[1]) for match in found if match)
    if min(width, height) <= 0:
        refuse("The SVG has no size.")
    return width, height


def _drawn(data: bytes, scale: float) -> Image.Image:
    import pyvips

    try:
        return Image.fromarray(pyvips.Image.svgload_buffer(data, scale=scale).numpy())
    except pyvips.Error as error:
        refuse("The SVG cannot be drawn.", error)
