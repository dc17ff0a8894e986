"""Whole generations without a cloud: what the buckets hold when the artwork has come, and every step from there on."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from benchmarks.pictures import SMALL_PX, ZONE, Pictures
from luneo.generations.steps import Step

if TYPE_CHECKING:
    from luneo.generations.models import GenerationRow
    from luneo.pipeline.runner import Outcome
    from luneo.pipeline.shelf import Shelf
    from luneo.ports.objects import ObjectStore

_TENANT, _GENERATION = "brand", "gen"
_PHOTO, _MAPS, _MODEL, _POSTER, _TURNTABLE = "photo", "maps", "model", "poster", "turntable"
RUNS: Final = 3
"""The first one imports what a warm Lambda has imported; of the others, each step's cheapest counts."""


class _Work(Protocol):
    def work(self, row: "GenerationRow") -> "Outcome": ...


@dataclass(frozen=True)
class Case:
    """A generation whose artwork has come: stored objects by key, its row's target and the steps that are left."""

    objects: dict[str, bytes]
    target: dict[str, Any]
    steps: tuple[Step, ...]


def printed(pictures: Pictures) -> Case:
    """A photograph printed on a mug, which rules do not govern."""
    from luneo.styles.catalogue import Process

    return _case(pictures, pictures.stored()["artwork"], process=Process.PRINT)


def engraved(pictures: Pictures) -> Case:
    """A drawing engraved in a mug of wood, held to the rules first."""
    from luneo.adapters.offline.engine import paint
    from luneo.fabrication.rules.table import Material
    from luneo.imaging.finishes import Finish
    from luneo.imaging.safe import encode_png
    from luneo.styles import style
    from luneo.styles.catalogue import Process

    slug = "line-art"
    drawing = paint("a fox in the snow", slug, style(slug).palette, 1, (SMALL_PX, SMALL_PX))
    return _case(
        pictures,
        encode_png(drawing),
        process=Process.ENGRAVE,
        substrate=Material.WOOD,
        finish=Finish.ENGRAVING,
    )


def _case(pictures: Pictures, artwork: bytes, **process: Any) -> Case:
    from benchmarks.steps import computing
    from luneo.generations.target import PrintTarget
    from luneo.media.files import FileName
    from luneo.media.keys import production_key
    from luneo.pipeline.picturing import ANSWER_NAME

    target = PrintTarget(
        product_name="Mug", zone=ZONE.name, size_mm=ZONE.size_mm, bleed_mm=3.0, photo_key=_PHOTO, maps_key=_MAPS,
        model_key=_MODEL, poster_maps_key=_POSTER, turntable_maps_key=_TURNTABLE, **_printed_zone(), **process,
    )  # fmt: skip
    stored = pictures.stored()
    objects = {
        production_key(_TENANT, _GENERATION, FileName.ARTWORK): artwork,
        production_key(_TENANT, _GENERATION, ANSWER_NAME): b"{}",
        _PHOTO: stored["photo"],
        _MAPS: stored["maps"],
        **_model(),
    }
    # Most brands have no detail added, and rules judge what a tool makes.
    left_out = {Step.ADD_DETAIL} if target.by_rules else {Step.ADD_DETAIL, Step.MEND_ARTWORK}
    steps = tuple(step for step in computing() if step not in left_out)
    return Case(objects, target.model_dump(), steps)


def _printed_zone() -> dict[str, str]:
    from luneo.three_d.glb import PRINT_ZONE

    return {"material": PRINT_ZONE}


def _model() -> dict[str, bytes]:
    """The product's model and what publishing it compiles."""
    from luneo.products.modelling import POSTER_PX, TURNTABLE_PX
    from luneo.three_d.glb import PRINT_ZONE
    from luneo.three_d.models import mug
    from luneo.three_d.poster import compile_poster
    from luneo.three_d.turntable import compile_turntable

    model = mug()
    return {
        _MODEL: model,
        _POSTER: compile_poster(model, POSTER_PX, material=PRINT_ZONE).to_bytes(),
        _TURNTABLE: compile_turntable(model, TURNTABLE_PX, material=PRINT_ZONE).to_bytes(),
    }


def run(case: Case) -> dict[str, float]:
    """CPU seconds by step: unsigned, in a store in memory, one after the other as the state machine would."""
    from local.rebuild import Memory, Unsealing
    from luneo.adapters.signing import signer_for_tests
    from luneo.generations.models import GenerationRow
    from luneo.pipeline.shelf import Shelf
    from luneo.settings import Stage

    class Unsigning(Unsealing):
        def statement(self, row: GenerationRow, file: object) -> bytes:  # noqa: ARG002 - the same signature
            return b""

    row = GenerationRow(
        tenant_id=_TENANT, row=_GENERATION, created_at=datetime(2026, 1, 1, tzinfo=UTC), target=case.target,
        style="photo", seed=1, prompt="", picture={"provider": "offline", "model": "none"}, files=[],
    )  # fmt: skip
    # As if an attempt before had claimed the picture and stored it: what is left of that step is to read it.
    row.steps = {Step.GENERATE_IMAGE.value: {"claimed": True}}
    store = Memory(case.objects)
    shelf, works = Shelf(store, Unsigning(signer_for_tests(Stage.LOCAL))), _works(store)
    spent: dict[str, list[float]] = {step.value: [] for step in case.steps}
    for _ in range(RUNS):
        row.files = []
        for step in case.steps:
            began = time.process_time()
            outcome = works[step](shelf).work(row)
            spent[step].append(time.process_time() - began)
            row.files += [asdict(file) for file in outcome.files]
    return {step: min(seconds[1:]) for step, seconds in spent.items()}


def _works(store: "ObjectStore") -> Mapping[Step, Callable[["Shelf"], _Work]]:
    """What each computing step runs; a step that is missing here is a ``KeyError``, not a smaller figure."""
    from luneo.adapters.offline.provider import OfflineImages
    from luneo.generations.repository import Generations
    from luneo.identity.caller import TenantContext
    from luneo.pipeline.checking import ProductionChecking
    from luneo.pipeline.fabricating import ArtworkMending
    from luneo.pipeline.modelling import ArPreparing, Modelling
    from luneo.pipeline.picturing import Picturing
    from luneo.pipeline.preview import Previewing
    from luneo.pipeline.printing import PrintExporting, Upscaling
    from luneo.settings import Stage

    return MappingProxyType(
        {
            Step.GENERATE_IMAGE: lambda _: Picturing(
                Generations(TenantContext(_TENANT)), OfflineImages(Stage.LOCAL), store
            ),
            Step.MEND_ARTWORK: ArtworkMending,
            Step.BLEND: Previewing,
            Step.UPSCALE: Upscaling,
            Step.PRINT_EXPORT: PrintExporting,
            Step.CHECK_PRODUCTION: ProductionChecking,
            Step.EXPORT_3D: Modelling,
            Step.AR_PREVIEW: ArPreparing,
        }
    )
