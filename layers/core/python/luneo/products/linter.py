"""The product linter: what could not be produced is not published, and every reason is told at once.

Pure, but for the time it takes: it needs the imaging and the 3D layer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL.Image import Image

from luneo.errors import Fault, Invalid
from luneo.fabrication.canvas import reachable_dpi
from luneo.fabrication.resolution import FINENESS, sheet_size
from luneo.imaging.safe import UnreadableImage, open_image
from luneo.imaging.zones import InvalidZone, PrintZone, check_zone
from luneo.products.appearance import faults_of, warnings_of
from luneo.products.schemas import ProductDraft, ZoneSpec
from luneo.styles.catalogue import Process
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import PRINT_ZONE, ModelFacts, inspect_glb
from luneo.three_d.plain import plain_glb


class NotPublishable(Invalid):
    """The product could not be produced as it is; the faults name every reason."""

    slug = "product-not-publishable"
    title = "The product cannot be published"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the draft: its bytes, and the upload it came with."""

    data: bytes
    upload_id: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that passed the linter; ``model`` is made plain, ``materials`` are its own, one a zone."""

    draft: ProductDraft
    photo: Image
    photo_upload_id: str
    zones: list[PrintZone]
    model: Source | None
    materials: list[str | None]
    warnings: list[str]


def lint(draft: ProductDraft, photo: Source | None, model: Source | None, known: Iterable[Fault] = ()) -> Checked:
    """The draft's parts, ready to be compiled; ``known`` are faults found while its files were fetched.

    Raises:
        NotPublishable: its faults name every place that stands in the way.
    """
    faults = [*_missing(draft), *known]
    picture = _photo(photo, faults)
    zones = _zones(draft, picture, faults)
    model = _plain(model, faults)
    materials, warnings = _materials(draft.zones, model, faults)
    warnings += warnings_of(draft.process, draft.zones)
    if faults or picture is None or photo is None:
        raise NotPublishable("Mend what `errors` lists, then publish again. Nothing was changed.", faults=faults)
    return Checked(draft, picture, photo.upload_id, zones, model, materials, warnings)


def _missing(draft: ProductDraft) -> Iterable[Fault]:
    if draft.price is None:
        yield Fault("#/price", "Set a price.")
    if draft.photo_upload_id is None:
        yield Fault("#/photo_upload_id", "Upload a photo of the product.")
    if not draft.zones:
        yield Fault("#/zones", "Draw at least one print zone on the photo.")
    names = [zone.name for zone in draft.zones]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Fault(f"#/zones/{index}/name", f"There is another zone called {name!r}; every zone has its own name.")
    for index, zone in enumerate(draft.zones):
        yield from faults_of(draft.process, zone, f"#/zones/{index}")


def _photo(source: Source | None, faults: list[Fault]) -> Image | None:
    if source is None:
        return None
    try:
        return open_image(source.data, what="The product photo")
    except UnreadableImage as error:
        faults.append(Fault("#/photo_upload_id", error.detail))
        return None


def _zones(draft: ProductDraft, photo: Image | None, faults: list[Fault]) -> list[PrintZone]:
    zones = []
    for index, spec in enumerate(draft.zones):
        place = f"#/zones/{index}"
        if reachable(spec, draft.process) < FINENESS[draft.process].minimum_dpi:
            faults.append(Fault(f"{place}/size_mm", _too_coarse(spec, draft.process)))
        zone = PrintZone(
            spec.name,
            spec.quad,
            (spec.size_mm.width, spec.size_mm.height),
            spec.curvature,
            spec.bow,
            spec.bleed_mm,
            spec.displacement,
        )
        if photo is None:
            continue
        try:
            zones.append(check_zone(zone, photo.size, pointer=place))
        except InvalidZone as error:
            faults.extend(error.faults)
    return zones


def reachable(spec: ZoneSpec, process: Process) -> float:
    """The resolution that an artwork has on the zone, in DPI."""
    return reachable_dpi(sheet_size((spec.size_mm.width, spec.size_mm.height), spec.bleed_mm), process)


def _too_coarse(spec: ZoneSpec, process: Process) -> str:
    return (
        f"At this size an artwork has {reachable(spec, process):.0f} dots per inch at most; "
        f"to {process} it takes {FINENESS[process].minimum_dpi:.0f}. "
        "Make the zone smaller, or check that it is in millimetres."
    )


def _plain(model: Source | None, faults: list[Fault]) -> Source | None:
    """The model without the compressions that would have to be undone for each design."""
    if model is None:
        return None
    try:
        return Source(plain_glb(model.data), model.upload_id)
    except InvalidModel as error:
        faults.append(Fault("#/model_upload_id", error.detail))
        return None


def _materials(specs: list[ZoneSpec], model: Source | None, faults: list[Fault]) -> tuple[list[str | None], list[str]]:
    """Which material of the model each zone prints on, and what the model could do better."""
    if model is None:
        return [spec.material for spec in specs], []
    try:
        facts = inspect_glb(model.data)
    except InvalidModel as error:
        faults.append(Fault("#/model_upload_id", error.detail))
        return [], []
    places = [f"#/zones/{index}/material" for index in range(len(specs))]
    materials = [_material(facts, spec, place, faults) for spec, place in zip(specs, places, strict=True)]
    return materials, list(facts.warnings)


def _material(facts: ModelFacts, spec: ZoneSpec, place: str, faults: list[Fault]) -> str | None:
    by_name = {material.name: material for material in facts.materials}
    wanted = spec.material or (PRINT_ZONE if PRINT_ZONE in by_name or len(by_name) > 1 else next(iter(by_name), ""))
    found = by_name.get(wanted)
    if found is None:
        have = ", ".join(sorted(map(repr, by_name))) or "none"
        faults.append(Fault(place, f"The model draws nothing with a material {wanted!r}. Its materials: {have}."))
    elif not found.has_uv:
        faults.append(Fault(place, f"The material {wanted!r} has no texture coordinates: unwrap it and export again."))
    return wanted
