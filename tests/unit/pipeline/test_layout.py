from PIL import Image

from luneo.pipeline.layout import sheet_mm, sheet_of, trimmed
from tests.fakes.products import target


def test_the_sheet_is_the_zone_with_its_bleed():
    assert sheet_mm(target(size_mm=(70.0, 50.0), bleed_mm=3.0)) == (76.0, 56.0)


def test_trimming_takes_the_bleed_off_every_side():
    artwork = Image.new("RGB", (760, 560), "red")
    artwork.paste("blue", (30, 30, 730, 530))

    left = trimmed(artwork, target(size_mm=(70.0, 50.0), bleed_mm=3.0))

    assert left.size == (700, 500)
    assert left.getcolors() == [(350_000, (0, 0, 255))]


def test_a_sheet_is_cut_from_the_middle():
    artwork = Image.new("RGB", (300, 100), "red")
    artwork.paste("blue", (100, 0, 200, 100))

    sheet = sheet_of(artwork, target(size_mm=(10.0, 10.0), bleed_mm=0.0))

    assert sheet.getcolors() == [(10_000, (0, 0, 255))]
