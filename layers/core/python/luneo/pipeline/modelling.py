"""The design in three dimensions: GLB for the web and Android, USDZ for Apple, and a poster for everyone else."""

from collections.abc import Iterator

from PIL.Image import Image

from luneo.generations.models import GenerationRow
from luneo.generations.target import PrintTarget
from luneo.imaging.safe import encode_webp
from luneo.media.files import FileName, StoredFile
from luneo.pipeline.designing import Design
from luneo.pipeline.runner import Outcome
from luneo.pipeline.sealing import origin_of
from luneo.pipeline.shelf import Shelf
from luneo.three_d.maps import PosterMaps, render_from_maps
from luneo.three_d.texture import apply_texture
from luneo.three_d.turntable import TurntableMaps, encode_turntable, turntable
from luneo.three_d.usdz import usdz_from_glb


class Modelling:
    """Puts the design on the product's model."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Make ``model.glb``.

        Raises:
            InvalidModel, InvalidArtwork, ObjectMissing: the product's assets are damaged.
        """
        design = Design(self._shelf, row)
        target = design.target
        model = self._shelf.asset(str(target.model_key))
        made_as = origin_of(row, FileName.MODEL_GLB).picture_type
        extras = {"generation": row.generation_id, "digitalSourceType": made_as}
        glb = apply_texture(model, design.shown(), material=target.material, extras=extras)
        return Outcome(self._shelf.vouched(row, self._shelf.put(row, FileName.MODEL_GLB, glb)))


class ArPreparing:
    """Turns the textured model into what AR needs besides."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def work(self, row: GenerationRow) -> Outcome:
        """Make ``model.usdz`` from ``model.glb``, so that both hold one texture, and the pictures of the model."""
        target = PrintTarget.model_validate(row.target)
        usdz = usdz_from_glb(self._shelf.file(row, FileName.MODEL_GLB))
        maps = PosterMaps.from_bytes(self._shelf.asset(str(target.poster_maps_key)))
        design = Design(self._shelf, row).shown()
        poster = render_from_maps(maps, design)
        return Outcome(
            self._shelf.vouched(
                row,
                self._shelf.put(row, FileName.MODEL_USDZ, usdz),
                self._shelf.put(row, FileName.POSTER, encode_webp(poster), size_px=poster.size),
                *self._turned(row, target, design),
            )
        )

    def _turned(self, row: GenerationRow, target: PrintTarget, design: Image) -> Iterator[StoredFile]:
        if target.turntable_maps_key is None:
            return
        views = turntable(TurntableMaps.from_bytes(self._shelf.asset(target.turntable_maps_key)), design)
        yield self._shelf.put(row, FileName.TURNTABLE, encode_turntable(views), size_px=views[0].size)
