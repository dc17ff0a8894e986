"""Which styles a zone is offered, and what a model is told of the tool."""

import pytest

from luneo.fabrication.rules.kinds import Geometry
from luneo.fabrication.rules.offer import brief, suits
from luneo.fabrication.rules.table import INKED, Keep, Material, rule_set
from luneo.styles import STYLES, enrich
from luneo.styles.catalogue import Process

TINY, LARGE = (24.0, 3.6), (2000.0, 2000.0)


@pytest.mark.parametrize("process", Process)
def test_the_smallest_zone_is_offered_something_and_the_largest_all_that_its_process_makes(process):
    fitting = {slug for slug, style in STYLES.items() if process in style.processes}
    offered = {slug for slug, style in STYLES.items() if suits(style, process, TINY, None)}
    assert offered
    assert offered <= fitting
    assert {slug for slug, style in STYLES.items() if suits(style, process, LARGE, None)} == fitting


def test_what_is_printed_is_offered_at_any_size():
    printed = [style for style in STYLES.values() if Process.PRINT in style.processes]
    assert Process.PRINT not in INKED
    assert all(suits(style, Process.PRINT, TINY) for style in printed)


def test_a_fine_style_is_offered_where_the_tool_is_fine_enough():
    fine = STYLES["woodcut"]
    limits = {material: rule_set(Process.ENGRAVE, material).of(Geometry.POSITIVE_WIDTH).limit_mm for material in
              (Material.METAL, Material.WOOD)}  # fmt: skip
    side = fine.details * limits[Material.METAL] + 1
    assert suits(fine, Process.ENGRAVE, (side, side), Material.METAL)
    assert not suits(fine, Process.ENGRAVE, (side, side), Material.WOOD)
    assert not suits(fine, Process.CUT, LARGE, Material.WOOD)


def test_of_thicker_stock_more_is_asked():
    told = [brief(rule_set(Process.CUT, Material.PAPER, thickness_mm=thick), (60, 60)) for thick in (0.25, 2)]
    assert told[0] != told[1]


@pytest.mark.parametrize(("size_mm", "share"), [((60, 80), "1/160"), ((24, 6), "1/16"), ((0.4, 0.4), "1/2")])
def test_a_model_is_told_the_least_line_as_a_share_of_the_picture(size_mm, share):
    told = brief(rule_set(Process.ENGRAVE, Material.WOOD), size_mm)
    assert f"{share} of the picture's shorter side" in told
    assert "0.4 mm" in told


@pytest.mark.parametrize(("keep", "word"), [(Keep.GROUND, "stencil"), (Keep.INK, "joined")])
def test_a_model_is_told_what_holds_a_cut_piece(keep, word):
    assert word in brief(rule_set(Process.CUT, Material.WOOD), (80, 80), keep)
    assert word not in brief(rule_set(Process.ENGRAVE, Material.WOOD), (80, 80), keep)


def test_the_brief_stands_outside_the_quoted_wish():
    told = brief(rule_set(Process.ENGRAVE, Material.WOOD), (60, 80))
    text = enrich("a cat", STYLES["woodcut"], brief=told).text
    assert told in text
    assert text.split('"')[1] == "a cat"
    assert told not in enrich("a cat", STYLES["woodcut"]).text
