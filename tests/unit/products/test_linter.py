import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luneo.fabrication.canvas import canvas_px
from luneo.fabrication.resolution import FINENESS
from luneo.fabrication.rules.table import Material
from luneo.imaging.finishes import Finish
from luneo.products.appearance import finish_of, substrate_of
from luneo.products.linter import lint
from luneo.products.rules import NotPublishable, Source, draft_faults, untranslated
from luneo.products.schemas import ZoneSpec
from luneo.styles.catalogue import Process
from luneo.three_d.glb import inspect_glb
from luneo.three_d.models import plaque
from luneo.three_d.projection import ADVICE
from tests.factories import QUAD, draft, photo
from tests.unit.three_d.conftest import REAL_MODELS, real_glb

UPLOAD = "upl_01K0000000000000000000000A"


def source(data: bytes) -> Source:
    return Source(data, UPLOAD)


def pointers(refusal: pytest.ExceptionInfo[NotPublishable]) -> list[str]:
    return [fault.pointer for fault in refusal.value.faults]


def sound(**members: object):
    return draft(photo_upload_id=UPLOAD, **members)


def zone(**members: object) -> dict:
    return {"name": "front", "quad": QUAD, "size_mm": {"width": 80, "height": 56}} | members


def test_a_sound_draft_passes():
    checked = lint(sound(), source(photo()), None)

    assert (checked.photo.size, checked.zones[0].quad, checked.materials) == ((400, 300), QUAD, [None])


def test_a_zone_drawn_the_other_way_round_is_turned():
    around = (QUAD[0], QUAD[3], QUAD[2], QUAD[1])

    assert lint(sound(zones=[zone(quad=around)]), source(photo()), None).zones[0].quad == QUAD


def test_a_model_that_draco_compressed_is_published_plain():
    packed = next(real_glb(path) for path in REAL_MODELS if path.name.startswith("pmndrs"))

    checked = lint(sound(), source(photo()), source(packed))

    assert checked.model is not None
    assert inspect_glb(checked.model.data).extensions == ()
    assert (checked.model.upload_id, checked.materials) == (UPLOAD, ["base"])


def test_a_model_without_coordinates_is_published_with_a_projection_and_a_warning():
    bare = next(real_glb(path) for path in REAL_MODELS if path.name.startswith("bunny"))

    checked = lint(sound(), source(photo()), source(bare))

    assert checked.model is not None
    assert inspect_glb(checked.model.data).materials[0].has_uv
    assert ADVICE in checked.warnings


def test_a_model_that_cannot_be_made_plain_is_a_fault_of_its_upload():
    packed = next(real_glb(path) for path in REAL_MODELS if path.name.startswith("pmndrs"))
    damaged = packed.replace(b"DRACO", b"DRAGO")

    with pytest.raises(NotPublishable) as refusal:
        lint(sound(), source(photo()), source(damaged))

    assert pointers(refusal) == ["#/model_upload_id"]


@pytest.mark.parametrize(
    ("members", "places"),
    [
        ({"price": None}, ["#/price"]),
        ({"zones": []}, ["#/zones"]),
        ({"zones": [zone(), zone()]}, ["#/zones/1/name"]),
        ({"zones": [zone(bleed_mm=60)]}, ["#/zones/0/bleed_mm"]),
        ({"zones": [zone(finish="engraving", surface="wood")]}, ["#/zones/0/finish", "#/zones/0/surface"]),
        ({"process": "engrave", "zones": [zone(finish="foil-gold")]}, ["#/zones/0/finish"]),
        ({"process": "engrave", "zones": [zone(finish="engraving")]}, ["#/zones/0/surface"]),
        ({"process": "cut", "zones": [zone(finish="foil-gold")]}, ["#/zones/0/finish"]),
        ({"zones": [zone(surface="steel")]}, ["#/zones/0/surface"]),
        ({"zones": [zone(quad=[[-1, 0], [10, 0], [10, 10], [0, 10]])]}, ["#/zones/0/quad/0"]),
        ({"zones": [zone(quad=[[0, 0], [100, 0], [20, 20], [0, 100]])]}, ["#/zones/0/quad/2"]),
    ],
)
def test_each_fault_has_its_place(members: dict, places: list[str]):
    with pytest.raises(NotPublishable) as refusal:
        lint(sound(**members), source(photo()), None)

    assert pointers(refusal) == places


def test_an_engraved_zone_without_a_surface_passes_with_a_word_about_its_preview():
    told = lint(sound(process="engrave"), source(photo()), None).warnings
    silent = lint(sound(process="engrave", zones=[zone(surface="glass")]), source(photo()), None).warnings

    assert (len(told), silent) == (1, [])
    assert "surface" in told[0]


@pytest.mark.parametrize(
    ("process", "members", "finish"),
    [
        (Process.PRINT, {}, Finish.PRINT),
        (Process.PRINT, {"finish": "foil-silver"}, Finish.FOIL_SILVER),
        (Process.ENGRAVE, {"surface": "steel"}, Finish.ENGRAVING),
        (Process.ENGRAVE, {}, Finish.PRINT),
    ],
)
def test_the_finish_follows_the_process_unless_it_is_asked_for(process, members, finish):
    assert finish_of(process, ZoneSpec.model_validate(zone(**members))) is finish


@pytest.mark.parametrize("process", list(Process))
@given(width=st.floats(5, 4000), height=st.floats(5, 4000))
def test_a_zone_is_refused_exactly_where_an_artwork_would_be_too_coarse(process: Process, width: float, height: float):
    across, down = canvas_px((width, height), process)
    coarse = min(across / width, down / height) * 25.4 < FINENESS[process].minimum_dpi - 0.1
    spec = zone(size_mm={"width": width, "height": height})
    try:
        lint(sound(process=process, zones=[spec]), source(photo()), None)
        refused = False
    except NotPublishable as error:
        refused = any(fault.pointer == "#/zones/0/size_mm" for fault in error.faults)
    assert refused or not coarse


def test_a_vast_zone_is_refused_at_its_size():
    with pytest.raises(NotPublishable) as refusal:
        lint(sound(zones=[zone(size_mm={"width": 1100, "height": 700})]), source(photo()), None)

    assert pointers(refusal) == ["#/zones/0/size_mm"]


def test_what_went_wrong_while_fetching_is_told_with_the_rest():
    from luneo.errors import Fault

    with pytest.raises(NotPublishable) as refusal:
        lint(sound(price=None), None, None, [Fault("#/photo_upload_id", "never uploaded")])

    assert pointers(refusal) == ["#/price", "#/photo_upload_id"]


def test_a_zone_without_a_material_is_printed_on_the_print_zone():
    assert lint(sound(), source(photo()), source(plaque())).materials == ["print_zone"]


def test_a_material_that_is_not_drawn_is_named_at_its_place():
    with pytest.raises(NotPublishable) as refusal:
        lint(sound(zones=[zone(material="velvet")]), source(photo()), source(plaque()))

    assert pointers(refusal) == ["#/zones/0/material"]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_as_photo_and_model_are_refused_at_both_places(data: bytes):
    with pytest.raises(NotPublishable) as refusal:
        lint(sound(), source(data), source(data))

    assert pointers(refusal) == ["#/photo_upload_id", "#/model_upload_id"]


@pytest.mark.parametrize(
    "members", [{"price": None}, {"zones": [zone(), zone(size_mm={"width": 1100, "height": 700})]}]
)
def test_what_the_row_tells_is_told_alike_with_and_without_the_files(members: dict):
    with pytest.raises(NotPublishable) as refusal:
        lint(sound(**members), source(photo()), None)

    assert draft_faults(sound(**members), None) == list(refusal.value.faults)


def test_a_product_has_a_name_in_every_language_of_the_shops():
    draft = sound(translations={"fr": {"name": "Tasse"}, "pt-BR": {"name": "Caneca"}})

    faults = untranslated(draft, ["fr", "fr-CA", "pt-BR", "pt", "de", "de"])

    assert [fault.pointer for fault in faults] == ["#/translations/pt", "#/translations/de"]


def test_a_process_without_rules_for_its_material_is_refused_with_those_that_would_do():
    with pytest.raises(NotPublishable) as refused:
        lint(sound(process="cut", zones=[zone(substrate="glass")]), source(photo()), None)

    (fault,) = refused.value.faults
    assert fault.pointer == "#/zones/0/substrate"
    assert "acrylic, leather, paper, wood" in fault.detail


@pytest.mark.parametrize(
    ("process", "members", "field"),
    [
        ("engrave", {"surface": "wood", "substrate": "leather"}, "substrate"),
        ("engrave", {"surface": "wood", "thickness_mm": 4}, "thickness_mm"),
        ("print", {"keep": "ink"}, "keep"),
        ("cut", {"bleed_mm": 2}, "bleed_mm"),
    ],
)
def test_what_contradicts_the_process_is_refused_where_it_stands(process: str, members: dict, field: str):
    with pytest.raises(NotPublishable) as refused:
        lint(sound(process=process, zones=[zone(**members)]), source(photo()), None)

    assert pointers(refused) == [f"#/zones/0/{field}"]


def test_a_cut_zone_says_its_stock_and_what_stays():
    spec = zone(substrate="acrylic", thickness_mm=5, keep="ink")

    checked = lint(sound(process="cut", zones=[spec]), source(photo()), None)

    assert (checked.draft.zones[0].substrate, checked.draft.zones[0].thickness_mm) == (Material.ACRYLIC, 5)


@pytest.mark.parametrize(
    ("process", "members", "worked"),
    [
        (Process.ENGRAVE, {"surface": "steel"}, Material.METAL),
        (Process.ENGRAVE, {"substrate": "acrylic"}, Material.ACRYLIC),
        (Process.ENGRAVE, {}, None),
        (Process.CUT, {"substrate": "paper"}, Material.PAPER),
    ],
)
def test_an_engraved_surface_says_what_is_worked(process: Process, members: dict, worked: Material | None):
    assert substrate_of(process, ZoneSpec.model_validate(zone(**members))) is worked
