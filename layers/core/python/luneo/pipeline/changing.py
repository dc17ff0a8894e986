"""The picture that a change starts from: what a provider is given of it, and what of it stays."""

from dataclasses import dataclass

from PIL.Image import Image

from luneo.generations.changing import no_longer_kept
from luneo.generations.models import GenerationRow
from luneo.generations.target import PrintTarget
from luneo.generations.wanted import ChangedFrom
from luneo.generations.wish import Shape
from luneo.imaging.masks import area_mask, merged
from luneo.imaging.safe import open_image
from luneo.media import keys
from luneo.pipeline.layout import area_px
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import Edit
from luneo.ports.objects import ObjectMissing


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier artwork on its way to a new one; ``drawn_px`` is as on :class:`ChangedFrom`."""

    edit: Edit
    picture: Image
    drawn_px: tuple[int, int]

    @property
    def size_px(self) -> tuple[int, int] | None:
        """The size that the answer must have to fit in; where nothing stays it may be another."""
        return self.picture.size if self.edit.mask else None

    def changed(self, answer: Image) -> Image:
        """The new artwork: what may not change is the original, to the pixel, whatever the provider made of it."""
        return merged(self.picture, answer, self.edit.mask) if self.edit.mask else answer

    def glimpse(self, partial: Image) -> Image:
        """The same of a picture on its way, at that picture's size."""
        return merged(self.picture.resize(partial.size), partial, self.edit.mask) if self.edit.mask else partial

    def drawn(self, answer_px: tuple[int, int]) -> tuple[int, int]:
        """As many pixels as the new artwork's poorest part was drawn with."""
        if not self.edit.mask:
            return answer_px
        (wide, high), (width, height) = self.drawn_px, answer_px
        return min(wide, width), min(high, height)


def original_of(shelf: Shelf, row: GenerationRow) -> Original | None:
    """What the generation starts from; ``None`` where that is nothing.

    Raises:
        NotChangeable: the earlier artwork is no longer kept, or is another by now.
    """
    if not row.changed_from:
        return None
    former = ChangedFrom.model_validate(row.changed_from)
    try:
        data = shelf.artwork_of(row.tenant_id, former.generation_id)
    except ObjectMissing:
        raise no_longer_kept() from None
    if keys.sha256(data) != former.artwork_sha256:
        raise no_longer_kept()
    picture = open_image(data, what="The artwork")
    return Original(
        Edit(data, _mask(former, picture.size, PrintTarget.model_validate(row.target))), picture, former.drawn_px
    )


def _mask(former: ChangedFrom, size_px: tuple[int, int], target: PrintTarget) -> bytes | None:
    if former.area is None:
        return None
    return area_mask(size_px, area_px(former.area, size_px, target), elliptic=former.area.shape is Shape.ELLIPSE)
