"""The steps of a preparation that open the model: the linter's verdict, the plain GLB, the maps of its pictures.

Each can be run twice. They need the imaging and the 3D layer.
"""

from typing import Final

from luneo.errors import Fault
from luneo.products.desk import MAX_STORED_BYTES, Desk
from luneo.products.linter import lint
from luneo.products.preparation import CheckedZone, MaterialMaps, MaterialRun, ModelMade, Verdict
from luneo.products.schemas import ProductDraft, UploadKind
from luneo.resources import Bucket
from luneo.three_d.plain import plain_glb
from luneo.three_d.poster import compile_poster
from luneo.three_d.projection import projected_glb
from luneo.three_d.turntable import SIZE_PX, compile_turntable

POSTER_PX: Final = 1024
TURNTABLE_PX: Final = SIZE_PX


def lint_product(desk: Desk) -> Verdict:
    """Whether the draft can be produced, with everything that its files say.

    Raises:
        NotPublishable: its faults name every place that stands in the way.
    """
    product = desk.product()
    draft = ProductDraft.model_validate(product.draft)
    faults: list[Fault] = []
    photo, model = (desk.file(product, kind, faults) for kind in (UploadKind.PHOTO, UploadKind.MODEL))
    checked = lint(draft, photo, model, faults)
    zones = zip(checked.zones, checked.materials, strict=True)
    return Verdict(
        zones=[CheckedZone(quad=zone.quad, material=material) for zone, material in zones],
        materials=sorted({material for material in checked.materials if material}) if model else [],
        has_model=model is not None,
        warnings=checked.warnings,
    )


def compile_model(desk: Desk) -> ModelMade:
    """Store the model without the compressions that would have to be undone for each design."""
    source = desk.needed(desk.product(), UploadKind.MODEL)
    return ModelMade(file=desk.put(projected_glb(plain_glb(source.data)), "model/gltf-binary", "glb"))


def photograph_poster(desk: Desk, wanted: MaterialRun) -> MaterialMaps:
    """Store the maps of the poster that shows a material."""
    maps = compile_poster(_model(desk, wanted), POSTER_PX, material=wanted.material)
    return MaterialMaps(material=wanted.material, poster_maps_key=desk.put_maps(maps.to_bytes()))


def photograph_turntable(desk: Desk, wanted: MaterialRun) -> MaterialMaps:
    """Store the maps of the turntable that begins at a material."""
    maps = compile_turntable(_model(desk, wanted), TURNTABLE_PX, material=wanted.material)
    return MaterialMaps(material=wanted.material, turntable_maps_key=desk.put_maps(maps.to_bytes()))


def _model(desk: Desk, wanted: MaterialRun) -> bytes:
    desk.product()
    return desk.objects.get(Bucket.MEDIA, wanted.model_key, max_bytes=MAX_STORED_BYTES)
