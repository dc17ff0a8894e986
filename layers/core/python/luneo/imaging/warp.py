"""The artwork as it lies on the photo."""

from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image

from luneo.imaging.zone_maps import ZoneMaps

Levels = NDArray[np.uint8]


def warp(artwork: Image.Image, maps: ZoneMaps) -> tuple[Levels, Levels]:
    """The artwork on the region: premultiplied colours (rows, columns, 3) and alpha (rows, columns, 1), 0 to 255."""
    design = _shrunk(artwork.convert("RGBA").convert("RGBa"), maps.design_px)
    width, height = design.size
    pixels = design.tobytes()
    source = pyvips.Image.new_from_memory(pixels, width, height, 4, "uchar")
    rows, columns = maps.mask.shape
    places = np.ascontiguousarray(maps.uv, np.float32)
    where = pyvips.Image.new_from_memory(places.data, columns, rows, 2, "float")
    # Pixel centres: design coordinate 0 is the left edge of the first pixel.
    where = where.linear([width, height], [-0.5, -0.5])
    # Bilinear costs half of bicubic and is within 0.1 dB of it on photographs; it has no overshoot, so that no colour
    # rises above its alpha and no halo surrounds a logo.
    bilinear: Any = pyvips.Interpolate.new("bilinear")
    warped = source.mapim(where, interpolate=bilinear, premultiplied=True, extend="copy").write_to_memory()
    layer = np.frombuffer(warped, np.uint8).reshape(rows, columns, 4)
    return layer[..., :3], layer[..., 3:]


def _shrunk(design: Image.Image, most: tuple[int, int]) -> Image.Image:
    """Fine lines that the photo cannot show would break up in the warp: they are averaged before it."""
    size = min(design.width, most[0]), min(design.height, most[1])
    return design.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if size != design.size else design
