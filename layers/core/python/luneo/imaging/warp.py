"""The artwork as it lies on the photo."""

from typing import Any

import numpy as np
import pyvips
from PIL import Image

from luneo.imaging.zone_maps import Floats, ZoneMaps


def warp(artwork: Image.Image, maps: ZoneMaps) -> tuple[Floats, Floats]:
    """The artwork on the region: straight colours (rows, columns, 3) and alpha, from 0 to 1."""
    # Shrinking first to what the photo can show keeps fine lines from breaking up; premultiplied, no dark seams.
    design = artwork.convert("RGBA").convert("RGBa").resize(maps.design_px, Image.Resampling.LANCZOS, reducing_gap=3.0)
    width, height = design.size
    source = pyvips.Image.new_from_memory(design.tobytes(), width, height, 4, "uchar")
    index = np.stack([maps.u * width - 0.5, maps.v * height - 0.5], axis=-1).astype(np.float32)
    index = np.ascontiguousarray(index.clip(-1.5, [width + 0.5, height + 0.5]), np.float32)
    rows, columns = maps.mask.shape
    where = pyvips.Image.new_from_memory(index.data, columns, rows, 2, "float")
    bicubic: Any = pyvips.Interpolate.new("bicubic")
    warped = source.mapim(where, interpolate=bicubic, premultiplied=True, extend="copy").numpy()
    values = warped.astype(np.float32) / 255
    alpha = values[..., 3]
    colours = values[..., :3] / np.maximum(alpha, 1 / 255)[..., None]
    return colours.clip(0, 1), alpha
