"""What designs need of generations."""

from luneo.designs.errors import GenerationNotFinished
from luneo.designs.schemas import DesignContent
from luneo.generations.models import GenerationRow
from luneo.generations.production import production_of, resolution_of
from luneo.generations.repository import Generations
from luneo.generations.steps import Status
from luneo.generations.target import PrintTarget
from luneo.generations.views import shown_preview, stored_files
from luneo.identity.caller import Caller
from luneo.media.files import FileName


class StoredGenerations:
    """Finished generations of the caller's tenant, and for a shopper its own."""

    def finished(self, caller: Caller, generation_id: str) -> DesignContent:
        """What a design keeps.

        Raises:
            NotFound: the caller knows no such generation.
            GenerationNotFinished: it has no design yet, or never will.
        """
        row = Generations(caller.tenant).owned_by(caller.owner_filter, generation_id)
        if row.standing is not Status.SUCCEEDED:
            raise GenerationNotFinished(
                f"The generation is {row.standing}. A design can be saved once it has succeeded."
            )
        return _content(row)


def _content(row: GenerationRow) -> DesignContent:
    target = PrintTarget.model_validate(row.target)
    files = stored_files(row)
    keys = {file.name: file.key for file in files}
    width, height = target.size_mm
    found = resolution_of(row)
    return DesignContent(
        product_id=row.product_id,
        product_name=target.product_name,
        zone=target.zone,
        style=row.style,
        seed=int(row.seed),
        prompt=row.prompt,
        width_mm=width,
        height_mm=height,
        native_dpi=found.native_dpi if found else None,
        effective_dpi=found.effective_dpi if found else None,
        production=production_of(row),
        preview_key=shown_preview(files) or keys[FileName.PREVIEW],
        poster_key=keys.get(FileName.POSTER),
        glb_key=keys.get(FileName.MODEL_GLB),
        usdz_key=keys.get(FileName.MODEL_USDZ),
    )
