"""An artwork against a process's rules: found, measured in millimetres, told in words."""

import json

import numpy as np
import pytest
from PIL import Image

from luneo.errors import Invalid
from luneo.fabrication.rules.findings import NotProducible
from luneo.fabrication.rules.ink import NothingToMake, coverage, inked
from luneo.fabrication.rules.inspection import inspect
from luneo.fabrication.rules.kinds import MEANINGS, Geometry, Kind
from luneo.fabrication.rules.mending import mend
from luneo.fabrication.rules.picture import MOST_CALLOUTS, marked_picture
from luneo.fabrication.rules.record import near_limits, record, summary
from luneo.fabrication.rules.table import RULES, Keep, Material, Severity, UnknownRules, rule_set, scaled
from luneo.styles.catalogue import Process
from tests.unit.fabrication import shapes

PX_MM = 10
SIZE_MM = (24, 24)
SIZE_PX = (240, 240)


def art(*drawings):
    """An artwork of 24 by 24 mm; each drawing gets (draw, scale) with ten pixels a millimetre."""

    def draw(on, scale):
        for one in drawings:
            one(on, scale * PX_MM)

    return shapes.artwork(shapes.drawn(SIZE_PX, draw))


def block(left, top, right, bottom, fill=255):
    return lambda on, scale: on.rectangle((left * scale, top * scale, right * scale - 1, bottom * scale - 1), fill=fill)


def spot(x, y, diameter, fill=255):
    return lambda on, scale: shapes.disc(on, scale, (x, y), diameter, fill)


BODY = block(4, 4, 20, 12)


def engraved(*drawings):
    return inspect(art(*drawings), SIZE_MM, Process.ENGRAVE, Material.WOOD)


def test_a_sound_design_has_no_findings():
    report = engraved(BODY)
    assert report.ok
    assert report.findings == ()
    assert report.reason() == ""


@pytest.mark.parametrize(
    ("kind", "extra", "measured", "middle"),
    [
        (Kind.STROKE, [block(4, 15, 20, 15.15)], 0.15, (12, 15.1)),
        (Kind.GAP, [block(4, 12.2, 20, 16)], 0.2, (12, 12.1)),
        (Kind.COUNTER, [spot(12, 8, 0.3, 0)], 0.3, (12, 8)),
        (Kind.SPECK, [spot(12, 16, 0.2)], 0.2, (12, 16)),
        (Kind.MARGIN, [block(4, 15, 23.5, 18)], 0.5, (23.5, 16.5)),
    ],
)
def test_each_fault_of_a_mark_is_found_once_measured_and_placed(kind, extra, measured, middle):
    report = engraved(BODY, *extra)
    assert report.counted() == {kind: 1}
    finding = report.findings[0]
    assert finding.measured_mm == pytest.approx(measured, abs=report.art.tolerance_mm)
    left, top, right, bottom = finding.box_mm
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx(middle, abs=0.35)
    assert finding.box_px == pytest.approx([value * PX_MM for value in finding.box_mm])
    assert left <= finding.point_mm[0] <= right
    assert report.ok is (kind is Kind.MARGIN)


SHEET_HOLE = block(6, 6, 18, 18)


@pytest.mark.parametrize(
    ("kind", "drawings"),
    [
        (Kind.ISLAND, [SHEET_HOLE, block(10, 10, 14, 14, 0)]),
        (Kind.PART, [SHEET_HOLE, block(11, 11, 12, 12, 0)]),
        (Kind.BRIDGE, [block(5, 5, 11.5, 19), block(12.5, 5, 19, 19)]),
        (Kind.SLOT, [SHEET_HOLE, block(6, 19, 18, 19.2)][1:]),
        (Kind.HOLE, [spot(12, 12, 1)]),
        (Kind.RIM, [block(1, 8, 18, 18)]),
    ],
)
def test_each_fault_of_a_cut_is_found(kind, drawings):
    report = inspect(art(*drawings), SIZE_MM, Process.CUT, Material.WOOD)
    assert set(report.counted()) == {kind}
    assert not report.ok


def test_of_a_charm_the_ink_stays_and_a_second_piece_is_loose():
    charm = art(block(4, 4, 12, 20), block(15, 8, 20, 16))
    assert inspect(charm, SIZE_MM, Process.CUT, Material.WOOD).ok
    report = inspect(charm, SIZE_MM, Process.CUT, Material.WOOD, keep=Keep.INK)
    assert report.counted() == {Kind.ISLAND: 1}
    assert report.findings[0].point_mm == pytest.approx((17.5, 12), abs=0.2)


def test_the_measure_does_not_hang_on_the_artworks_resolution():
    def measured(pixels):
        image = art(BODY, block(4, 15, 20, 15.2)).resize((pixels, pixels), Image.Resampling.LANCZOS)
        report = inspect(image, SIZE_MM, Process.ENGRAVE, Material.WOOD)
        assert report.counted() == {Kind.STROKE: 1}
        return report.findings[0].measured_mm

    assert [measured(pixels) for pixels in (180, 240, 480, 960)] == pytest.approx([0.2] * 4, abs=0.06)


@pytest.mark.parametrize(
    ("ground", "ink"), [((244, 236, 214), (30, 26, 22)), ((14, 26, 54), (220, 178, 90)), ((255, 255, 255), (0, 0, 0))]
)
def test_ink_is_what_differs_from_the_edge_be_it_darker_or_lighter(ground, ink):
    picture = Image.new("RGBA", SIZE_PX, (*ground, 255))
    picture.alpha_composite(art(BODY).copy())
    picture.paste(Image.new("RGBA", SIZE_PX, (*ink, 255)), mask=art(BODY).getchannel("A"))
    found = inked(picture, SIZE_MM, 0.3).mask
    assert found.mean() == pytest.approx(16 * 8 / 24**2, abs=0.002)


def test_white_on_a_transparent_ground_is_bare_material():
    picture = art(BODY)
    picture.paste((255, 255, 255, 255), (80, 60, 120, 100))
    share = coverage(picture)
    assert share[80, 100] == 0
    assert share[50, 50] == 1


@pytest.mark.parametrize("colour", [(0, 0, 0, 0), (90, 90, 90, 255), (0, 0, 0, 255)])
def test_a_picture_without_a_motif_is_refused(colour):
    with pytest.raises(NothingToMake, match="dark and light"):
        inspect(Image.new("RGBA", (60, 60), colour), SIZE_MM, Process.ENGRAVE)


@pytest.mark.parametrize("size", [(0, 10), (10, -1), (float("nan"), 10), (10, 1e9)])
def test_a_size_that_is_none_is_refused_at_its_place(size):
    with pytest.raises(Invalid) as refused:
        inspect(art(BODY), size, Process.ENGRAVE)
    assert refused.value.faults[0].pointer == "#/size_mm"


def test_a_refusal_says_in_two_languages_what_is_wrong_and_what_to_do():
    report = engraved(BODY, block(4, 15, 20, 15.15), spot(12, 18, 0.2), spot(14, 18, 0.2))
    with pytest.raises(NotProducible) as refused:
        report.require()
    assert "A line is 0.1" in refused.value.detail
    assert "needs 0.30 mm" in refused.value.detail
    assert "(in 2 places)" in refused.value.detail
    assert "Make the lines bolder" in refused.value.detail
    assert "0,30" in refused.value.extra["reason_fr"]
    assert "(à 2 endroits)" in refused.value.extra["reason_fr"]
    assert len(refused.value.extra["findings"]) == 2


def test_a_report_is_plain_data():
    told = json.loads(json.dumps(engraved(BODY, spot(12, 16, 0.2)).as_data()))
    assert told["ok"] is False
    assert told["findings"][0]["kind"] == "speck"
    assert {rule["kind"] for rule in told["rules"]} == {"stroke", "gap", "counter", "speck", "margin"}
    assert all(rule["source"] for rule in told["rules"])


def test_the_table_is_whole():
    assert len({(rule.process, rule.material, rule.kind) for rule in RULES}) == len(RULES)
    assert {rule.process for rule in RULES} == set(Process)
    assert set(MEANINGS) == set(Kind)
    assert all(0 < rule.limit_mm < 10 and rule.source for rule in RULES)
    for meaning in MEANINGS.values():
        assert meaning.words("fr-CA") is meaning.fr
        assert all("{measured}" in words.fault for words in (meaning.en, meaning.fr))


def test_an_unknown_material_is_any_material():
    strict = rule_set(Process.ENGRAVE)
    limits = [rule.limit_mm for rule in RULES if rule.process is Process.ENGRAVE and rule.kind is Kind.GAP]
    assert strict.of(Geometry.NEGATIVE_WIDTH).limit_mm == max(limits) > min(limits)
    with pytest.raises(UnknownRules, match="Materials known for cut: acrylic, leather, paper, wood"):
        rule_set(Process.CUT, Material.GLASS)


def test_a_brand_may_bring_rules_of_its_own():
    fine = scaled(rule_set(Process.ENGRAVE, Material.WOOD), 0.4)
    assert inspect(art(BODY, block(4, 15, 20, 15.2)), SIZE_MM, Process.ENGRAVE, rules=fine).ok


def test_other_processes_follow_from_rows_alone():
    thread = art(BODY, block(4, 15, 20, 15.7))
    assert inspect(thread, SIZE_MM, Process.EMBROIDER).counted() == {Kind.STROKE: 1}
    assert inspect(thread, SIZE_MM, Process.PRINT, Material.PAPER).ok


def test_the_marked_picture_colours_what_offends_and_numbers_the_worst():
    image = art(BODY, *(block(4, 14 + index, 20, 14.15 + index) for index in range(5)), spot(12, 8, 0.25, 0))
    report = inspect(image, SIZE_MM, Process.ENGRAVE, Material.WOOD)
    page = marked_picture(image, report, "fr")
    pixels = np.asarray(page).astype(int)
    red = (pixels[..., 0] > 180) & (pixels[..., 1] < 90)
    assert red.sum() > 5000
    clean = marked_picture(art(BODY), engraved(BODY))
    pixels = np.asarray(clean).astype(int)
    assert not ((pixels[..., 0] > 180) & (pixels[..., 1] < 90)).any()
    assert len(report.findings) <= MOST_CALLOUTS


def test_a_good_design_comes_back_from_mending_as_it_is():
    image = art(BODY)
    mended = mend(image, SIZE_MM, Process.ENGRAVE, Material.WOOD)
    assert mended.ok
    assert mended.artwork is image
    assert mended.mends == ()


def test_warnings_do_not_stop_production():
    report = engraved(BODY, block(4, 15, 23.5, 18))
    assert report.ok
    assert [finding.rule.severity for finding in report.findings] == [Severity.WARN]
    report.require()


def test_what_grows_with_the_stock_does_so_down_to_two_kerfs():
    def hole(material, thickness_mm=None):
        return rule_set(Process.CUT, material, thickness_mm=thickness_mm).of(Geometry.ENCLOSED).limit_mm

    assert hole(Material.WOOD) == hole(Material.WOOD, 3.0) == 1.5
    assert hole(Material.WOOD, 6.0) == 3.0
    assert hole(Material.PAPER, 0.1) == 0.4
    assert rule_set(Process.CUT, Material.WOOD, thickness_mm=6.0).of(Geometry.POSITIVE_WIDTH).limit_mm == 2.0


def test_what_passes_by_less_than_can_be_measured_is_told_to_be_near_the_limit():
    near, clear = (engraved(BODY, block(4, 15, 20, 15 + width)) for width in (0.35, 0.6))
    assert (near.ok, clear.ok) == (True, True)
    assert near_limits(near) == {Kind.STROKE: 1}
    assert near_limits(clear) == {}


def test_the_record_tells_each_place_once_and_whether_it_was_mended():
    speck, crowd = spot(6, 18, 0.15), [block(14 + step * 0.3, 15, 14.1 + step * 0.3, 20) for step in range(12)]
    mended = mend(art(BODY, speck, *crowd), SIZE_MM, Process.ENGRAVE, Material.WOOD)

    told = json.loads(json.dumps(record(mended)))

    assert (told["passed"], told["mended"]) == (False, True)
    by_rule = {each["rule"]: each["mended"] for each in told["findings"]}
    assert by_rule[Kind.SPECK] is True
    assert by_rule[Kind.GAP] is False
    assert told["reason"]["fr"] == mended.after.reason("fr")
    (of_speck,) = (each for each in told["findings"] if each["rule"] == Kind.SPECK)
    left, top, right, bottom = of_speck["place_mm"]
    assert (left <= 6 <= right, top <= 18 <= bottom) == (True, True)
    assert len(summary(told, mended)["findings"]) <= MOST_CALLOUTS
