"""The gate over outlines for engraving and cutting: every fault caught, no alarm on a sound file."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from luneo.fabrication.outline import Tool, print_outline
from luneo.fabrication.parity import Kind, UnreadablePrint, Verdict, check
from luneo.typography.layer import place
from luneo.typography.raster import laid_over
from luneo.typography.wish import TextLayer
from tests.unit.fabrication.parity.outlines import FAULTS, SIZE_MM, Job, changed, drawings, job

CASES = 24
"""A kind; limits are set by 200, as wide margins need not be tried at every run."""
SEEN = 0.04
"""Of the sheet: what changes less of a drawing of two pixels a millimetre is within what tracing that does."""
SVG = "image/svg+xml"
PARTS = {Kind.MISSING_LAYER, Kind.CLIPPING}
"""Of line art nothing tells a part that was cut off from one that is missing."""
NAMED_USUALLY = 0.93


def judged(made_for: Job, text: str) -> Verdict:
    warned = bool(made_for.file.warnings)
    return check(text.encode(), SVG, made_for.drawing, SIZE_MM, tool=made_for.tool, warned=warned)


@pytest.mark.parametrize("tool", Tool)
def test_no_sound_outline_raises_an_alarm(tool):
    sound = (Job(drawing, tool, print_outline(drawing, SIZE_MM, tool)) for drawing in drawings())
    assert [each.facts() for each in (judged(one, one.text) for one in sound) if not each.passed] == []


@pytest.mark.parametrize("kind", FAULTS, ids=[kind.value for kind in FAULTS])
def test_every_visible_fault_is_caught_and_usually_named(kind: Kind):
    dice = np.random.default_rng(list(FAULTS).index(kind))
    missed, names = [], Counter()
    while names.total() < CASES:
        wanted = job(dice)
        text = FAULTS[kind](wanted, dice)
        if changed(wanted.text, text) < SEEN:
            continue  # a symmetrical drawing mirrored, a bare margin cut off: nobody could tell
        verdict = judged(wanted, text)
        named = {finding.kind for finding in verdict.findings} & (PARTS if kind in PARTS else {kind})
        names[bool(named)] += 1
        missed += [verdict.facts()] if verdict.passed else []
    assert missed == []
    assert names[True] >= NAMED_USUALLY * CASES


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('id="engrave"', 'id="cut"'),
        ('fill="#000000"', 'fill="none"'),
        ('stroke="none"', 'stroke="#ff0000"'),
        ("<path ", '<path fill="#ffffff" '),
        ("<path ", '<image href="x"/><path '),
        ("<path ", '<path stroke-width="3" '),
    ],
)
def test_outlines_that_a_tool_would_take_otherwise_are_refused(before, after):
    drawing = drawings()[8]
    sound = print_outline(drawing, SIZE_MM, Tool.ENGRAVE).data.decode()
    assert before in sound
    with pytest.raises(UnreadablePrint):
        check(sound.replace(before, after, 1).encode(), SVG, drawing, SIZE_MM, tool=Tool.ENGRAVE)


def test_colours_are_no_outlines():
    drawing = drawings()[8]
    coloured = b'<svg xmlns="http://www.w3.org/2000/svg" width="72mm" height="52mm"><path d="M0 0L9 9L0 9Z"/></svg>'
    with pytest.raises(UnreadablePrint, match="group of outlines"):
        check(coloured, SVG, drawing, SIZE_MM, tool=Tool.CUT)


def test_outlines_of_another_size_are_refused():
    drawing = drawings()[8]
    smaller = print_outline(drawing, (70.0, SIZE_MM[1]), Tool.CUT)
    verdict = check(smaller.data, SVG, drawing, SIZE_MM, tool=Tool.CUT)
    assert Kind.WRONG_SIZE in {found.kind for found in verdict.findings}


@pytest.mark.parametrize("tool", Tool)
@pytest.mark.parametrize("lettering", ["true", "mirrored", "gone"])
def test_a_name_is_held_by_itself(tool, lettering):
    ground = Image.new("RGB", (360, 260), "white")
    ImageDraw.Draw(ground).ellipse((90, 20, 270, 180), fill="black")
    text = place(TextLayer(content="RAFAEL", font="sans-bold", size_mm=8, anchor="bottom"), SIZE_MM, by_tool=True)
    middle = text.box_mm[0] + text.box_mm[2]
    inks = {
        "true": text.inks,
        "mirrored": [
            replace(area, outline=area.outline.through(lambda point: (middle - point[0], point[1])))
            for area in text.inks
        ],
        "gone": [],
    }[lettering]
    bare = laid_over(ground, text.holes, SIZE_MM)
    made = print_outline(bare, SIZE_MM, tool, lettering=inks)
    layer = laid_over(Image.new("RGBA", ground.size, (0, 0, 0, 0)), text.inks, SIZE_MM)

    verdict = check(made.data, SVG, laid_over(ground, text.areas, SIZE_MM), SIZE_MM, layer=layer, tool=tool)

    assert bool(verdict.findings) == (lettering != "true")
