"""The parity gate over generated files: every fault caught and told by name, no alarm on a sound file."""

from collections import Counter

import numpy as np
import pytest
from PIL import Image

from luneo.fabrication.parity import Kind, UnreadablePrint, Verdict, check
from luneo.fabrication.pdf import print_pdf
from tests.unit.fabrication.parity.faults import FAULTS, Job, Made, clean, job, visible

CASES = 60
"""A kind; limits are set by at least 200, as wide margins need not be tried at every run."""
SEEN = {"image/svg+xml": 0.5}
"""A tracing is only near the artwork: what changes less than this share of it is within what tracing does."""
SEEN_BY_PIXELS = 0.03
SEEN_OF = {Kind.MIRROR: 0.08}
"""Nearly symmetrical art differs from its mirror image by slivers along its edges."""
NAMED = {Kind.CLIPPING: 0.75}
"""Tones that run into an end differ from a wrong profile by degree; all other faults have one name."""
NAMED_USUALLY = 0.93


def judged(made: Made, made_for: Job) -> Verdict:
    return check(made.data, made.media_type, made_for.approved, made_for.size_mm, bleed_mm=made_for.bleed_mm)


def test_no_sound_file_raises_an_alarm():
    dice = np.random.default_rng(20)
    alarms, media = [], Counter()
    for _ in range(CASES):
        wanted = job(dice)
        made = clean(wanted, dice)
        verdict = judged(made, wanted)
        media[made.media_type] += 1
        alarms += [(made.media_type, verdict.facts())] if not verdict.passed else []
    assert alarms == []
    assert min(media.values()) > CASES / 10
    assert len(media) == 3


@pytest.mark.parametrize("kind", FAULTS, ids=[kind.value for kind in FAULTS])
def test_every_visible_fault_is_caught_and_usually_named(kind: Kind):
    dice = np.random.default_rng(list(FAULTS).index(kind))
    missed, names = [], Counter()
    while names.total() < CASES:
        wanted = job(dice)
        made, shown = FAULTS[kind](wanted, dice)
        if visible(wanted, shown) < max(SEEN.get(made.media_type, SEEN_BY_PIXELS), SEEN_OF.get(kind, 0)):
            continue  # a symmetrical picture mirrored, a clear margin cut off: nobody could tell
        verdict = judged(made, wanted)
        found = {finding.kind for finding in verdict.findings}
        names[kind if kind in found else next(iter(found), None)] += 1
        missed += [(made.media_type, verdict.facts())] if verdict.passed else []
    assert missed == []
    assert names[kind] >= NAMED.get(kind, NAMED_USUALLY) * CASES, names


def test_the_houses_own_pdf_passes():
    wanted = job(np.random.default_rng(3))
    made = print_pdf(wanted.sheet, wanted.size_mm, title="t", bleed_mm=wanted.bleed_mm)
    assert check(made.data, made.media_type, wanted.approved, wanted.size_mm).passed


def test_a_shift_is_measured_in_millimetres_and_directions():
    art = job(np.random.default_rng(1)).sheet
    wanted = Job(art, 0.0, (56.0, 40.0))
    moved = Image.new("RGBA", art.size)
    moved.paste(art, (6, -4))
    made = print_pdf(moved, wanted.size_mm, title="t")
    (found, *_) = check(made.data, made.media_type, art, wanted.size_mm).findings
    assert found.kind is Kind.SHIFT
    assert found.measured == pytest.approx((3**2 + 2**2) ** 0.5, abs=0.15)
    assert "right" in found.detail["en"]
    assert "vers le haut" in found.detail["fr"]


def test_a_finding_says_where():
    art = job(np.random.default_rng(1)).sheet
    lacking = art.copy()
    lacking.paste((0, 0, 0, 0), (40, 30, 80, 60))
    made = print_pdf(lacking, (56.0, 40.0), title="t")
    (found,) = check(made.data, made.media_type, art, (56.0, 40.0)).findings
    assert found.kind is Kind.MISSING_LAYER
    assert found.place == pytest.approx((20, 15, 20, 15), abs=2)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(b"no", "image/png"), (b"%PDF-1.7", "application/pdf"), (b"<a", "image/svg+xml"), (b"", "image/gif")],
)
def test_what_is_no_production_file_is_refused(data: bytes, media_type: str):
    with pytest.raises(UnreadablePrint):
        check(data, media_type, Image.new("RGB", (40, 40)), (10.0, 10.0))
