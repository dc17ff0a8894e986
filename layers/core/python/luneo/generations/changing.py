"""Starting from an earlier generation: who may, whether anybody can, and what is taken over."""

from collections.abc import Iterable
from typing import Final

from luneo.errors import Conflict, Invalid
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Generations
from luneo.generations.steps import Status
from luneo.generations.target import PrintTarget
from luneo.generations.wanted import ChangedFrom, Wanted
from luneo.generations.wish import Area, ChangeWish, GenerateRequest
from luneo.identity.caller import Caller
from luneo.media.files import FileName
from luneo.ports.images import Capability, needs_of_change
from luneo.ports.objects import ObjectStore
from luneo.resources import Bucket
from luneo.typography.wish import TextLayer

POINTER: Final = "#/change"
# Millimetres that are rounded to hundredths somewhere on their way still lie on the zone.
_TOLERANCE_MM: Final = 0.01


class NotChangeable(Conflict):
    """The earlier generation has no picture to start from: not yet, not any more, or none that may be shown."""

    slug = "not-changeable"
    title = "This design cannot be changed"


class ChangeNotOffered(Conflict):
    """None of the image providers that may be asked for this brand can change a picture like this."""

    slug = "change-not-offered"
    title = "Designs cannot be changed here"


class Changes:
    """Changes on behalf of one caller; ``abilities`` are those of each provider that may be asked for its brand."""

    def __init__(
        self, caller: Caller, generations: Generations, store: ObjectStore, abilities: Iterable[frozenset[Capability]]
    ) -> None:
        self._caller = caller
        self._generations = generations
        self._store = store
        self._abilities = tuple(abilities)

    def wanted(self, request: GenerateRequest, change: ChangeWish) -> Wanted:
        """What is wanted, with all that the request leaves to the earlier generation.

        Raises:
            NotFound: there is no such generation, or it is not the caller's to see.
            NotChangeable: its picture was not shown yet, never will be, or is no longer kept.
        """
        row = self._generations.owned_by(self._caller.owner_filter, change.generation_id)
        former = self._former(row, change.area)
        same_product = request.product_id in {None, row.product_id}
        text = TextLayer.model_validate(row.text) if row.text else None
        return Wanted(
            product_id=request.product_id or row.product_id,
            zone=request.zone or (PrintTarget.model_validate(row.target).zone if same_product else None),
            style=request.style or row.style,
            text=request.text if "text" in request.model_fields_set else text,
            changed_from=former,
        )

    def _former(self, row: GenerationRow, area: Area | None) -> ChangedFrom:
        if row.standing not in {Status.PREVIEWED, Status.SUCCEEDED}:
            raise NotChangeable(f"The generation is {row.standing}; only one whose preview is out can be changed.")
        stored = next((facts for facts in row.files if facts["name"] == FileName.ARTWORK), None)
        if stored is None or not self._store.has(Bucket.PRODUCTION, stored["key"]):
            raise no_longer_kept()
        return ChangedFrom(
            generation_id=row.generation_id,
            artwork_sha256=stored["sha256"],
            drawn_px=row.picture.get("drawn_px", row.picture["size_px"]),
            area=area,
        )

    def allow(self, wanted: Wanted, target: PrintTarget, *, transparent: bool) -> None:
        """Let a change pass that lies on its zone and that somebody can make.

        Raises:
            Invalid: the area does not lie on the zone.
            ChangeNotOffered: nobody can make it.
        """
        area = wanted.changed_from.area if wanted.changed_from else None
        if area:
            _check_area(area, target)
        needed = needs_of_change(partly=area is not None, transparent=transparent)
        if not any(needed <= able for able in self._abilities):
            raise ChangeNotOffered(self._why_not(needed))

    def _why_not(self, needed: frozenset[Capability]) -> str:
        partly = Capability.EDIT in needed
        other = needs_of_change(partly=not partly, transparent=Capability.TRANSPARENT in needed)
        if not any(other <= able for able in self._abilities):
            return "The brand's image providers cannot change a picture. Ask for a new design."
        if partly:
            return "The brand's image providers change a picture as a whole only. Leave the area out."
        return "The brand's image providers change a part of a picture only. Name its area."


def no_longer_kept() -> NotChangeable:
    """The refusal where the artwork is gone."""
    return NotChangeable("The picture of that generation is no longer kept. Ask for a new design.")


def _check_area(area: Area, target: PrintTarget) -> None:
    width, height = target.size_mm
    beyond = [
        member
        for member, end, size in (
            ("width_mm", area.left_mm + area.width_mm, width),
            ("height_mm", area.top_mm + area.height_mm, height),
        )
        if end > size + _TOLERANCE_MM
    ]
    if beyond:
        where = f"The area reaches beyond the zone, which is {width:g} by {height:g} mm."
        raise Invalid.at(f"{POINTER}/area/{beyond[0]}", where)
