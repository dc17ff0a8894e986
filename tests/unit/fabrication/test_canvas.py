import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.fabrication.canvas import LARGEST_AREA_PX, USUAL_AREA_PX, canvas_px, reachable_dpi
from luneo.fabrication.resolution import FINENESS
from luneo.styles.catalogue import Process

sides = st.floats(min_value=3, max_value=5000)
processes = st.sampled_from(Process)


@given(sides, sides, processes)
def test_a_canvas_suits_every_provider(width: float, height: float, process: Process):
    across, down = canvas_px((width, height), process)

    assert across % 16 == down % 16 == 0
    assert max(across, down) / min(across, down) <= 3.05
    assert max(across, down) <= 3840
    assert 0.95 * USUAL_AREA_PX < across * down < 1.05 * LARGEST_AREA_PX


@given(st.floats(min_value=1 / 3, max_value=3), processes)
def test_a_canvas_has_the_zones_shape(ratio: float, process: Process):
    across, down = canvas_px((100 * ratio, 100), process)

    assert across / down == pytest.approx(ratio, rel=0.03)


@given(sides, sides, processes)
def test_more_than_usual_is_asked_for_only_where_the_process_needs_it(width: float, height: float, process: Process):
    across, down = canvas_px((width, height), process)

    if across * down > 1.05 * USUAL_AREA_PX:
        assert reachable_dpi((width, height), process) < 1.4 * FINENESS[process].minimum_dpi


def test_the_chest_of_a_t_shirt_can_be_printed():
    assert reachable_dpi((240.0, 300.0), Process.PRINT) > FINENESS[Process.PRINT].minimum_dpi


def test_a_house_front_cannot():
    assert reachable_dpi((4000.0, 3000.0), Process.PRINT) < FINENESS[Process.PRINT].minimum_dpi
