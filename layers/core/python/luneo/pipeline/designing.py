"""The design: the artwork with its text, as everything that shows or prints it takes it."""

from collections.abc import Sequence
from functools import partial

from PIL import Image

from luneo.fabrication.resolution import print_dpi
from luneo.generations.models import GenerationRow
from luneo.generations.target import PrintTarget
from luneo.generations.text import on_zone
from luneo.generations.written import text_of
from luneo.imaging.safe import open_image
from luneo.imaging.upscale import pixels_for, upscale
from luneo.pipeline.layout import sheet_mm, sheet_of, trimmed
from luneo.pipeline.shelf import Shelf
from luneo.styles.catalogue import Process
from luneo.typography.ink import Area
from luneo.typography.layer import PlacedText
from luneo.typography.raster import laid_over


class Design:
    """One generation's design, on its zone."""

    def __init__(self, shelf: Shelf, row: GenerationRow) -> None:
        self.target = PrintTarget.model_validate(row.target)
        self._artwork = open_image(shelf.drawing(row), what="The artwork")
        self._finer = partial(shelf.detailed, row)
        text = text_of(row)
        self._text: PlacedText | None = on_zone(text, self.target) if text else None

    @property
    def lettering(self) -> Sequence[Area]:
        """What is drawn over :meth:`ground` and :meth:`printed_ground`, in mm from the trim's top left."""
        return self._text.inks if self._text else ()

    def layer(self) -> Image.Image | None:
        """The letters of :meth:`shown` alone, on clear ground."""
        clear = Image.new("RGBA", trimmed(self._artwork, self.target).size, (0, 0, 0, 0))
        return self._with(self.lettering, clear) if self.lettering else None

    def shown(self) -> Image.Image:
        """What the shopper approves: all of it, trimmed, at the artwork's own pixels."""
        return self._with(self._text.areas if self._text else (), trimmed(self._artwork, self.target))

    def ground(self) -> Image.Image:
        """The same without letters, for documents that draw them; what is bare around them is clear."""
        return self._with(self._text.holes if self._text else (), trimmed(self._artwork, self.target))

    def printed(self) -> Image.Image:
        """Zone and bleed at the print's pixels; letters are drawn at these, not enlarged."""
        return self._with(self._text.areas if self._text else (), self._sheet(), self.target.bleed_mm)

    def printed_ground(self) -> Image.Image:
        """The same without letters."""
        return self._with(self._text.holes if self._text else (), self._sheet(), self.target.bleed_mm)

    def _sheet(self) -> Image.Image:
        size, finer = sheet_mm(self.target), self._finer()
        dpi = print_dpi(Process(self.target.process), size)
        drawn = open_image(finer, what="The finer artwork") if finer else self._artwork
        return upscale(sheet_of(drawn, self.target), pixels_for(size, dpi))

    def _with(self, areas: Sequence[Area], picture: Image.Image, bleed_mm: float = 0.0) -> Image.Image:
        if not areas:
            return picture
        width, height = (side + 2 * bleed_mm for side in self.target.size_mm)
        return laid_over(picture, areas, (width, height), (bleed_mm, bleed_mm))
