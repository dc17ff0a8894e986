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
    bicubic: Any = pyvips.Interpolate.new("bicubic")
    warped = source.mapim(where, interpolate=bicubic, premultiplied=True, extend="copy").numpy()
    alpha = warped[..., 3:]
    return np.minimum(warped[..., :3], alpha), alpha


def _shrunk(design: Image.Image, most: tuple[int, int]) -> Image.Image:
    """Fine lines that the photo cannot show would break up in the warp: they are averaged before it."""
    size = min(design.width, most[0]), min(design.height, most[1])
    return design.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if size != design.size else design
