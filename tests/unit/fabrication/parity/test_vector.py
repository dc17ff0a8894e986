import re
from datetime import UTC, datetime

import pytest
import pyvips
from PIL import Image

from luneo.fabrication.parity import Kind, UnreadablePrint, check
from luneo.fabrication.svg import print_svg
from luneo.provenance import xmp
from luneo.provenance.facts import Origin
from tests.unit.fabrication.parity.faults import seen_share
from tests.unit.fabrication.parity.pictures import artworks

SIZE_MM = (28.0, 20.0)
SVG = "image/svg+xml"
SEEN = 0.5
"""What changes less of the file than this share of it is within what tracing does to an artwork with shades."""
NAMED = 0.6


@pytest.fixture(scope="module")
def artwork():
    return artworks()[0]


@pytest.fixture(scope="module")
def drawing(artwork):
    return print_svg(artwork, SIZE_MM).data


def origin():
    return Origin(
        name="print.svg",
        generation_id="gen_1",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        provider="offline",
        model="m",
        step="c2pa.edited",
        step_is="Prepared.",
        composite=False,
    )


def test_what_the_file_says_of_itself_is_not_drawn_and_so_not_judged(artwork, drawing):
    described = xmp.into_svg(drawing, origin(), title="A print")
    assert described != drawing
    assert check(described, SVG, artwork, SIZE_MM).passed


@pytest.fixture(scope="module")
def sketches():
    """Artworks that trace badly, and their files, which say so."""
    traced = [(artwork, print_svg(artwork, SIZE_MM)) for artwork in artworks()]
    return [(artwork, made.data.decode()) for artwork, made in traced if made.warnings]


def drawn(*files):
    return [Image.fromarray(pyvips.Image.svgload_buffer(svg.encode()).numpy()) for svg in files]


def drawn_through(svg, transform):
    head, body = svg.split("viewBox", 1)
    start = body.index(">") + 1
    body = f'{body[:start]}<g transform="{transform}">{body[start:]}'.replace("</svg>", "</g></svg>")
    return f"{head}viewBox{body}"


def negative(svg):
    return re.sub(r'fill="#(\w{6})"', lambda found: f'fill="#{0xFFFFFF - int(found[1], 16):06x}"', svg)


def test_a_file_that_warns_of_lost_shades_may_lose_them(sketches):
    assert len(sketches) > 5
    assert all(check(svg.encode(), SVG, artwork, SIZE_MM, warned=True).passed for artwork, svg in sketches)


@pytest.mark.parametrize(
    ("kind", "spoiled"),
    [
        (Kind.SHIFT, lambda svg: drawn_through(svg, "translate(9,-7)")),
        (Kind.MIRROR, lambda svg: drawn_through(svg, "matrix(-1,0,0,1,112,0)")),
        (Kind.INVERSION, negative),
    ],
    ids=[Kind.SHIFT, Kind.MIRROR, Kind.INVERSION],
)
def test_a_file_that_warns_of_lost_shades_still_keeps_place_and_tone(sketches, kind, spoiled):
    wrong = [(artwork, svg, spoiled(svg)) for artwork, svg in sketches]
    visible = [(artwork, after) for artwork, before, after in wrong if seen_share(*drawn(before, after), 25) > SEEN]
    told = [check(after.encode(), SVG, artwork, SIZE_MM, warned=True).findings for artwork, after in visible]
    assert len(told) > 2
    assert all(told)
    assert sum(kind in {found.kind for found in findings} for findings in told) >= len(told) * NAMED


@pytest.mark.parametrize("hostile", [b"<script>1</script>", b'<image href="x"/>', b"<style>g{display:none}</style>"])
def test_what_a_traced_picture_has_no_use_for_is_refused(artwork, drawing, hostile):
    start = drawing.index(b">", drawing.index(b"<svg")) + 1
    with pytest.raises(UnreadablePrint, match="no use for"):
        check(drawing[:start] + hostile + drawing[start:], SVG, artwork, SIZE_MM)
