"""The gate on lettering: a name that is mirrored, moved or gone is found, however small a part of the print it is."""

from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from luneo.fabrication.parity import check
from luneo.fabrication.pdf import print_pdf
from luneo.fabrication.png import print_png
from luneo.fabrication.separation import coated, srgb
from luneo.fabrication.svg import print_svg
from luneo.typography.layer import place
from luneo.typography.raster import laid_over
from luneo.typography.wish import TextLayer

SIZE_MM = (80.0, 60.0)
TEXT = place(
    TextLayer(content="RAFAEL", font="sans-bold", colour="#7a1020", size_mm=5, anchor="bottom"), SIZE_MM, by_tool=False
)
MIDDLE = TEXT.box_mm[0] + TEXT.box_mm[2]


def ground():
    picture = Image.new("RGB", (480, 360), (240, 226, 200))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((120, 40, 360, 280), fill=(40, 90, 120))
    draw.rectangle((60, 250, 200, 300), fill=(220, 160, 60))
    return picture


def changed(change):
    return [replace(area, outline=change(area.outline)) for area in TEXT.inks]


LETTERINGS = {
    "true": changed(lambda outline: outline),
    "mirrored": changed(lambda outline: outline.through(lambda point: (MIDDLE - point[0], point[1]))),
    "moved": changed(lambda outline: outline.moved(1.2, 0)),
    "gone": [],
}
WRITERS = {
    "png": lambda art, text: print_png(laid_over(art, text, SIZE_MM), SIZE_MM, 200),
    "pdf of inks": lambda art, text: print_pdf(art, SIZE_MM, title="t", colours=coated(), lettering=text),
    "pdf of light": lambda art, text: print_pdf(art, SIZE_MM, title="t", colours=srgb(), lettering=text),
    "svg": lambda art, text: print_svg(art, SIZE_MM, lettering=text),
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("lettering", LETTERINGS)
def test_a_file_passes_only_with_its_lettering_as_it_was_shown(writer, lettering):
    made = WRITERS[writer](ground(), LETTERINGS[lettering])
    layer = laid_over(Image.new("RGBA", ground().size, (0, 0, 0, 0)), TEXT.inks, SIZE_MM)

    verdict = check(made.data, made.media_type, laid_over(ground(), TEXT.areas, SIZE_MM), SIZE_MM, layer=layer)

    assert bool(verdict.findings) == (lettering != "true")
    if verdict.findings:
        left, top, right, bottom = TEXT.box_mm
        place_mm = verdict.findings[0].facts()["place_mm"]
        assert place_mm is None or (left - 2 < place_mm[0] < right and top - 2 < place_mm[1] < bottom)
