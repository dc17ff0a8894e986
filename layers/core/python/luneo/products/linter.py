"""The product linter: what could not be produced is not published, and every reason is told at once.

Pure, but for the time it takes: it needs the imaging and the 3D layer. What needs no file is in
:mod:`luneo.products.rules`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL.Image import Image

from luneo.errors import Fault
from luneo.imaging.safe import UnreadableImage
from luneo.imaging.zones import PrintZone
from luneo.products.appearance import warnings_of
from luneo.products.photos import open_photo
from luneo.products.rules import NotPublishable, Source, draft_faults, placed
from luneo.products.schemas import ProductDraft, ZoneSpec
from luneo.three_d.errors import InvalidModel
from luneo.three_d.glb import PRINT_ZONE, ModelFacts, inspect_glb
from luneo.three_d.plain import plain_glb
from luneo.three_d.projection import ADVICE, is_projected, projected_glb


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
    faults = [*known]
    picture = _photo(photo, faults)
    faults = [*draft_faults(draft, picture.size if picture else None), *faults]
    model = _plain(model, faults)
    materials, warnings = _materials(draft.zones, model, faults)
    warnings += warnings_of(draft.process, draft.zones)
    if faults or picture is None or photo is None:
        raise NotPublishable(faults)
    zones = [placed(spec, picture.size, f"#/zones/{index}")[0] for index, spec in enumerate(draft.zones)]
    return Checked(draft, picture, photo.upload_id, zones, model, materials, warnings)


def _photo(source: Source | None, faults: list[Fault]) -> Image | None:
    if source is None:
        return None
    try:
        return open_photo(source.data)
    except UnreadableImage as error:
        faults.append(Fault("#/photo_upload_id", error.detail))
        return None


def _plain(model: Source | None, faults: list[Fault]) -> Source | None:
    """The model as it is published: ready to be dressed, for each design, by a change of its texture."""
    if model is None:
        return None
    try:
        return Source(projected_glb(plain_glb(model.data)), model.upload_id)
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
    return materials, [*facts.warnings, *([ADVICE] if is_projected(model.data) else [])]


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
