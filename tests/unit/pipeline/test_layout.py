import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from luneo.pipeline.layout import canvas_px, sheet_mm, sheet_of, trimmed
from tests.fakes.products import target

sides = st.floats(min_value=3, max_value=5000)


@given(sides, sides)
def test_a_canvas_suits_every_provider(width: float, height: float):
    across, down = canvas_px((width, height))

    assert across % 16 == down % 16 == 0
    assert max(across, down) / min(across, down) <= 3.05
    assert 0.95 < across * down / 1024**2 < 1.05


@given(st.floats(min_value=1 / 3, max_value=3))
def test_a_canvas_has_the_zones_shape(ratio: float):
    across, down = canvas_px((100 * ratio, 100))

    assert across / down == pytest.approx(ratio, rel=0.03)


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
