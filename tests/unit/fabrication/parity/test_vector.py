from datetime import UTC, datetime

import pytest

from luneo.fabrication.parity import UnreadablePrint, check
from luneo.fabrication.svg import print_svg
from luneo.provenance import xmp
from luneo.provenance.facts import Origin
from tests.unit.fabrication.parity.pictures import artworks

SIZE_MM = (28.0, 20.0)
SVG = "image/svg+xml"


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


@pytest.mark.parametrize("hostile", [b"<script>1</script>", b'<image href="x"/>', b"<style>g{display:none}</style>"])
def test_what_a_traced_picture_has_no_use_for_is_refused(artwork, drawing, hostile):
    start = drawing.index(b">", drawing.index(b"<svg")) + 1
    with pytest.raises(UnreadablePrint, match="no use for"):
        check(drawing[:start] + hostile + drawing[start:], SVG, artwork, SIZE_MM)
