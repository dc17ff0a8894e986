"""The sheets of what guards production: the parity gate on sound and broken files, fabrication faults marked."""

from collections.abc import Callable, Mapping
from typing import Final

from PIL import Image, ImageOps

from local.gallery.sheet import Cell, sheet
from local.gallery.subjects import artwork, webp
from luneo.fabrication.parity import check
from luneo.fabrication.parity.report import report
from luneo.fabrication.png import print_png
from luneo.fabrication.rules.inspection import inspect
from luneo.fabrication.rules.mending import mend
from luneo.fabrication.rules.picture import marked_picture
from luneo.fabrication.rules.table import Material
from luneo.styles.catalogue import Process

SIZE_MM: Final = (80.0, 80.0)
DPI: Final = 300.0
PRINTED: Final = "stained-glass"
MARKED: Final = (("mandala", Material.WOOD), ("silhouette", Material.LEATHER))


def _shifted(picture: Image.Image) -> Image.Image:
    moved = Image.new(picture.mode, picture.size, picture.getpixel((0, 0)))
    moved.paste(picture, (picture.width // 30, 0))
    return moved


FAULTS: Final[Mapping[str, Callable[[Image.Image], Image.Image]]] = {
    "as approved": lambda picture: picture,
    "moved": _shifted,
    "mirrored": ImageOps.mirror,
    "negative": lambda picture: ImageOps.invert(picture.convert("RGB")),
}


def parity() -> bytes:
    """One sound print and three broken ones, as the gate reports them."""
    approved = artwork(PRINTED).convert("RGB")
    judged = []
    for name, spoil in FAULTS.items():
        made = print_png(spoil(approved), SIZE_MM, DPI)
        judged.append((name, check(made.data, made.media_type, approved, SIZE_MM)))
    return webp(report(judged, title="Stained glass, 80 x 80 mm"))


def fabrication() -> bytes:
    """What a laser could not make of a drawing, marked; and what is left to say once it was mended."""
    cells = []
    for slug, material in MARKED:
        drawn = artwork(slug)
        found = inspect(drawn, SIZE_MM, Process.ENGRAVE, material)
        cells.append(Cell(marked_picture(drawn, found), f"{slug} on {material}, as drawn"))
        mended = mend(drawn, SIZE_MM, Process.ENGRAVE, material, plain=True)
        cells.append(Cell(marked_picture(mended.artwork, mended.after), f"{slug} on {material}, mended"))
    return webp(sheet(cells, 2, 900))
