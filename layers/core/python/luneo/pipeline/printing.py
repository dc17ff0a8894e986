"""What the press gets: the artwork at the print's own pixels, as PNG, PDF and SVG."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PIL.Image import Image

from luneo.fabrication.lossy import print_avif, print_jpeg, print_webp
from luneo.fabrication.outline import Tool, print_outline
from luneo.fabrication.pdf import print_pdf
from luneo.fabrication.png import print_png
from luneo.fabrication.print_file import PrintFile
from luneo.fabrication.resolution import print_dpi
from luneo.fabrication.separation import coated, srgb
from luneo.fabrication.svg import print_svg
from luneo.generations.models import GenerationRow
from luneo.generations.target import PrintTarget
from luneo.imaging.safe import open_image
from luneo.media.files import FileName, StoredFile
from luneo.pipeline.designing import Design
from luneo.pipeline.layout import sheet_mm
from luneo.pipeline.runner import Outcome
from luneo.pipeline.sealing import origin_of
from luneo.pipeline.shelf import Shelf
from luneo.provenance import xmp
from luneo.styles.catalogue import Process
from luneo.typography.ink import Area

RASTERS: Final = {
    FileName.PRINT_JPEG: print_jpeg,
    FileName.PRINT_WEBP: print_webp,
    FileName.PRINT_AVIF: print_avif,
}


def vector(artwork: Image, target: PrintTarget, lettering: Sequence[Area] = ()) -> PrintFile:
    """What ``print.svg`` holds: outlines for what engraves or cuts, flat colour layers for all else."""
    if target.process in set(Tool):
        return print_outline(artwork, target.size_mm, Tool(target.process), lettering=lettering)
    return print_svg(artwork, target.size_mm, lettering=lettering)


class Upscaling:
    """Brings the artwork to the pixels that the print needs."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Make ``print.png``, bleed included."""
        design = Design(self._shelf, row)
        target = design.target
        dpi = print_dpi(Process(target.process), sheet_mm(target))
        made = print_png(design.printed(), target.size_mm, dpi, bleed_mm=target.bleed_mm)
        return Outcome((_put(self._shelf, row, FileName.PRINT_PNG, made),))


class PrintExporting:
    """Writes the documents around the enlarged artwork."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Make ``print.pdf`` and ``print.svg``, and the print as JPEG, WebP and AVIF."""
        design = Design(self._shelf, row)
        target, lettering = design.target, design.lettering
        sheet = open_image(self._shelf.file(row, FileName.PRINT_PNG), what="The print")
        title = f"{target.product_name}, {target.zone}, {row.generation_id}"
        # Inks are a press's matter: what burns, cuts or stitches is driven from a screen's colours.
        colours = coated() if target.process == Process.PRINT else srgb()
        pdf = print_pdf(
            design.printed_ground() if lettering else sheet,
            target.size_mm,
            title=title,
            bleed_mm=target.bleed_mm,
            colours=colours,
            created=row.created_at,
            lettering=lettering,
        )
        svg = vector(design.ground(), target, lettering)
        pdf = replace(pdf, data=xmp.into_pdf(pdf.data, origin_of(row, FileName.PRINT_PDF), title=title))
        svg = replace(svg, data=xmp.into_svg(svg.data, origin_of(row, FileName.PRINT_SVG), title=title))
        files = {FileName.PRINT_PDF: pdf, FileName.PRINT_SVG: svg} | {
            name: make(sheet, target.size_mm, bleed_mm=target.bleed_mm) for name, make in RASTERS.items()
        }
        stored = (_put(self._shelf, row, name, made) for name, made in files.items())
        return Outcome(self._shelf.vouched(row, *stored))


def _put(shelf: Shelf, row: GenerationRow, name: FileName, made: PrintFile) -> StoredFile:
    return shelf.put(row, name, made.data, size_px=made.size_px, size_mm=made.size_mm, warnings=made.warnings)
