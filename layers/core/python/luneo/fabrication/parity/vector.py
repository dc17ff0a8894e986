"""Reading a print SVG or a tool's outlines: drawn by librsvg at a bounded size, if nothing but shapes are in it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Final

import numpy as np
from PIL import Image

from luneo.fabrication.outline import Tool
from luneo.fabrication.parity.light import coded
from luneo.fabrication.parity.production import MM_PER_INCH, Medium, Placed, Production, refuse
from luneo.imaging.colour import srgb_icc

MAX_SVG_BYTES: Final = 16_000_000
MOST_SIDE_PX: Final = 4096
_UNDRAWN: Final = "metadata"
_PLAIN_PX_PER_MM: Final = 72 / MM_PER_INCH
"""How large a millimetre is drawn when nobody asks for more."""
_SHAPES: Final = {"svg", "g", "path"}
_ATTRIBUTES: Final = {"xmlns", "version", "width", "height", "viewBox", "d", "fill", "transform"}
_PAINT: Final = {"id", "fill", "fill-rule", "stroke", "stroke-width"}


def read_svg(data: bytes, drawn_px: float) -> Production:
    """An SVG whose width and height, in millimetres, are the trimmed size, drawn with its longer side at ``drawn_px``.

    Raises:
        UnreadablePrint: it is no SVG, or has more in it than a traced picture.
    """
    size_mm = _size_mm(_root(data, _ATTRIBUTES))
    return _production(Medium.VECTOR, data, size_mm, drawn_px)


def read_outline(data: bytes, tool: Tool, drawn_px: float) -> Production:
    """Outlines for a tool, drawn as the areas that they enclose, black on white.

    Raises:
        UnreadablePrint: as :func:`read_svg`; or the outlines are not one group that is painted as that tool wants it.
    """
    root = _root(data, _ATTRIBUTES | _PAINT)
    groups = [element for element in _drawable(root) if _local_name(element) == "g" and element.get("id") == tool]
    if len(groups) != 1 or any(_PAINT & set(each.attrib) for each in _drawable(root) if each is not groups[0]):
        refuse(f"The SVG does not hold one group of outlines named {tool}, and paint on that alone.")
    if {name: value for name, value in groups[0].attrib.items() if name in _PAINT} != _paint(tool):
        refuse(f"The SVG's outlines are not painted as the tool that will {tool} takes them.")
    size_mm = _size_mm(root)
    # What a blade goes around is an area too.
    groups[0].attrib.update(_paint(Tool.ENGRAVE) | {"id": tool})
    return _production(Medium.OUTLINE, ET.tostring(root), size_mm, drawn_px)


def _paint(tool: Tool) -> dict[str, str]:
    return {"id": tool.value} | ET.fromstring(f"<g {tool.paint}/>").attrib  # noqa: S314 - our own words


def _production(medium: Medium, data: bytes, size_mm: tuple[float, float], drawn_px: float) -> Production:
    drawn = _drawn(data, min(drawn_px, MOST_SIDE_PX) / (max(size_mm) * _PLAIN_PX_PER_MM))
    image = _on_material(drawn) if medium is Medium.OUTLINE else drawn
    return Production(medium, (Placed(image, (0.0, 0.0, image.width, image.height)),), size_mm, srgb_icc())


def _on_material(drawn: Image.Image) -> Image.Image:
    """Ink on white, mixed as light."""
    return drawn.getchannel("A").point(coded(1 - np.arange(256) / 255).tolist()).convert("RGB")


def _root(data: bytes, attributes: set[str]) -> ET.Element:
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
        if name not in _SHAPES or not set(element.attrib) <= attributes:
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
