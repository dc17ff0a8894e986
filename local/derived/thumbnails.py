"""A small picture of every style: the same motif in each, drawn by the offline provider."""

import io
from pathlib import Path
from typing import Final

from luneo.styles import STYLES, Style

FOLDER: Final = Path(__file__).parents[2] / "widget" / "thumbnails"
SIDE_PX: Final = 256
_DRAWN_PX: Final = 768
_MOTIF: Final = "a fox"
_SEED: Final = 7


def write() -> list[Path]:
    """Draw the thumbnails into the widget's folder, from where its build puts them beside its script."""
    FOLDER.mkdir(exist_ok=True)
    paths = []
    for style in STYLES.values():
        path = FOLDER / f"{style.slug}.webp"
        path.write_bytes(draw(style))
        paths.append(path)
    return paths


def draw(style: Style) -> bytes:
    """One thumbnail, a WebP of :data:`SIDE_PX` squared."""
    from PIL.Image import Resampling

    from luneo.adapters.offline.engine import draw as steps

    *_, last = steps(_MOTIF, style.slug, style.palette, _SEED, (_DRAWN_PX, _DRAWN_PX))
    buffer = io.BytesIO()
    small = last.image.resize((SIDE_PX, SIDE_PX), Resampling.LANCZOS)
    small.save(buffer, "WEBP", quality=62, method=6, alpha_quality=70)
    return buffer.getvalue()
