"""What a design's pixels are worth on a zone, and the size at which they would do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.fabrication.resolution import (
    FINENESS,
    LARGEST_PRINT_PX,
    MM_PER_INCH,
    Resolution,
    print_dpi,
    resolution,
    sheet_size,
)
from luneo.styles.catalogue import Process

sides = st.floats(min_value=5, max_value=3000)
processes = st.sampled_from(Process)


def test_every_process_says_how_fine_it_works():
    assert set(FINENESS) == set(Process)
    assert all(0 < fineness.minimum_dpi < fineness.target_dpi for fineness in FINENESS.values())


@pytest.mark.parametrize("process", Process)
def test_a_usual_file_has_the_process_s_resolution(process: Process):
    assert print_dpi(process, (120.0, 90.0)) == FINENESS[process].target_dpi


@given(processes, sides, sides)
def test_a_file_stays_within_the_limit_of_pixels(process: Process, width: float, height: float):
    dots = print_dpi(process, (width, height)) / MM_PER_INCH
    assert (width * dots) * (height * dots) <= LARGEST_PRINT_PX * 1.000001


@given(processes, sides, sides, st.floats(0, 5), st.floats(10, 400))
def test_the_largest_size_reaches_the_minimum_and_a_larger_one_does_not(
    process: Process, width: float, height: float, bleed: float, native: float
):
    found = resolution(process, (width, height), bleed, native)
    pixels = [side * native / MM_PER_INCH for side in sheet_size((width, height), bleed)]

    def dpi(size: tuple[float, float]) -> float:
        return min(count * MM_PER_INCH / side for count, side in zip(pixels, sheet_size(size, bleed), strict=True))

    if found.largest_size_mm is None:
        shorter = min(width, height)
        assert dpi((0.1 * width / shorter, 0.1 * height / shorter)) < found.minimum_dpi * (1 + 1e-6)
        return
    largest = found.largest_size_mm
    assert dpi(largest) >= found.minimum_dpi * (1 - 1e-6)
    assert dpi((largest[0] + 0.2, largest[1] + 0.2)) < found.minimum_dpi
    if not found.suffices:
        assert largest[0] <= width
        assert largest[1] <= height


def test_the_native_resolution_decides_not_the_enlarged_one():
    below, at = (resolution(Process.PRINT, (200.0, 100.0), 0.0, native) for native in (99.9, 100.0))
    assert below.effective_dpi == at.effective_dpi == 300
    assert (below.suffices, at.suffices) == (False, True)


def test_a_blocked_design_is_offered_a_smaller_size():
    assert resolution(Process.PRINT, (400.0, 200.0), 0.0, 50.0) == Resolution(50.0, 300.0, 100.0, (200.0, 100.0))


def test_no_size_is_offered_where_the_bleed_uses_the_artwork_up():
    assert resolution(Process.PRINT, (20.0, 10.0), 20.0, 30.0).largest_size_mm is None


@given(processes, st.floats(5, 80), st.floats(1, 16))
def test_added_detail_counts_for_the_minimum_and_never_as_native(process: Process, native: float, factor: float):
    plain = resolution(process, (200.0, 100.0), 2.0, native)
    finer = resolution(process, (200.0, 100.0), 2.0, native, native * factor)

    assert (finer.native_dpi, finer.drawn_dpi, plain.drawn_dpi) == (native, native * factor, native)
    assert finer.effective_dpi == plain.effective_dpi
    assert finer.suffices == (native * factor >= finer.minimum_dpi)
    assert (finer.largest_size_mm or (0, 0)) >= (plain.largest_size_mm or (0, 0))
