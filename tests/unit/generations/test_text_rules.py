"""Letters that a tool could not make are refused before anything is drawn or charged."""

import re

import pytest

from luneo.errors import Invalid
from luneo.fabrication.rules.table import Keep, Material
from luneo.generations.target import PrintTarget
from luneo.generations.text import fitted
from luneo.styles.catalogue import Process
from luneo.typography.faces import Family
from luneo.typography.wish import TextLayer


def zone(process: Process, size_mm: tuple[float, float] = (60.0, 40.0), **members: object) -> PrintTarget:
    known = {"product_name": "Plaque", "zone": "front", "bleed_mm": 0, "photo_key": "p", "maps_key": "m"}
    return PrintTarget.model_validate(known | {"process": process, "size_mm": size_mm} | members)


WOOD = zone(Process.ENGRAVE, substrate=Material.WOOD)
PAPER = zone(Process.CUT, (100.0, 100.0), substrate=Material.PAPER)


def refusal(text: TextLayer, target: PrintTarget) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        fitted(text, target)
    (fault,) = refused.value.faults
    return fault.pointer, fault.detail


def test_a_name_that_the_material_holds_is_taken_at_its_size():
    assert fitted(TextLayer(content="Anna", size_mm=9), WOOD).size_mm == 9


def test_strokes_too_thin_for_the_material_are_refused_with_the_size_that_does():
    pointer, detail = refusal(TextLayer(content="Anna", size_mm=4), WOOD)

    assert pointer == "#/text/size_mm"
    assert "needs 0.30 mm" in detail
    (enough,) = re.findall(r"Set the text ([0-9.]+) mm", detail)
    assert fitted(TextLayer(content="Anna", size_mm=float(enough) + 1), WOOD)


def test_a_finer_material_takes_smaller_letters():
    small = TextLayer(content="Anna", size_mm=5)

    assert refusal(small, WOOD)
    assert fitted(small, WOOD.model_copy(update={"substrate": Material.METAL}))


@pytest.mark.parametrize("keep", [Keep.GROUND, Keep.INK])
def test_a_letter_that_would_fall_out_of_what_is_cut_is_refused(keep: Keep):
    pointer, detail = refusal(TextLayer(content="Anna"), PAPER.model_copy(update={"keep": keep}))

    assert pointer == "#/text/content"
    assert "fall out" in detail


def test_letters_without_enclosed_parts_are_cut_from_a_sheet():
    assert fitted(TextLayer(content="LIN"), PAPER)


def test_slits_that_the_tool_closes_by_itself_stop_nothing():
    narrow = zone(Process.ENGRAVE, (40.0, 12.0), substrate=Material.METAL)

    assert fitted(TextLayer(content="Anna & Tom", font=Family.SERIF), narrow)


def test_what_is_printed_takes_letters_of_any_size():
    assert fitted(TextLayer(content="Anna", size_mm=2), zone(Process.PRINT, (40.0, 12.0)))
