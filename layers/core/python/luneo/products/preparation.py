"""The preparation of a product's version: what is kept of it, and what travels through its state machine.

Names, numbers and what steps found out; bytes are in storage.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import Field

from luneo.errors import DomainError
from luneo.imaging.zones import Quad
from luneo.products.schemas import PreparationState, PublishedFile
from luneo.resources import Machine
from luneo.schema import Message, Moment
from luneo.workflow.machine import start_once

RETRY_AFTER_S: Final = 2
"""When to ask again: most preparations take a few seconds."""
# No execution lives longer than this: the machine's own timeout with room for telling of it.
ABANDONED_AFTER: Final = timedelta(minutes=30)
OUR_FAULTS: Final = {
    "timed-out": "Preparing the product took too long. Shoppers see what they saw before; publish again.",
    "internal-error": "Something went wrong on our side. Shoppers see what they saw before; publish again.",
}


class PreparationOvertaken(DomainError):
    """The draft was changed, or the product deleted, while it was prepared: there is nothing to publish any more."""

    status = 409
    slug = "preparation-overtaken"
    title = "The product changed while it was prepared"


class Preparation(Message):
    """What a product's row keeps; ``reason`` has ``slug`` and ``detail``, and ``errors`` and ``moderation`` if told."""

    id: str
    version: int
    state: PreparationState
    started_at: Moment
    ended_at: Moment | None = None
    reason: dict[str, Any] | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any] | None) -> "Preparation | None":
        """The preparation in a row's attribute."""
        return cls.model_validate(row) if row else None

    def stored(self) -> dict[str, Any]:
        """As the row keeps it."""
        return self.model_dump(mode="json")

    def ended(self, state: PreparationState, moment: datetime, reason: dict[str, Any] | None = None) -> "Preparation":
        """The same preparation after its end."""
        return self.model_copy(update={"state": state, "ended_at": moment, "reason": reason})

    def is_under_way(self, moment: datetime) -> bool:
        """Whether something may still be working on it."""
        return self.state is PreparationState.PREPARING and moment - self.started_at < ABANDONED_AFTER


class PreparationRun(Message):
    """The machine's input, and that of all its tasks: which version, and who asked for it."""

    tenant_id: str
    product_id: str
    version: int
    preparation_id: str
    subject: str
    correlation_id: str


class CheckedZone(Message):
    """A zone as the linter left it: its corners clockwise, and the material that it prints on."""

    quad: Quad
    material: str | None


class Verdict(Message):
    """What the linter says of a draft that can be produced; each material is named once."""

    zones: list[CheckedZone]
    materials: list[str]
    has_model: bool
    warnings: list[str]


class Linted(PreparationRun):
    """A run whose draft passed the linter."""

    checked: Verdict


class PhotoCompiled(Message):
    """The photo as shoppers get it; of each zone, in their order, the key of its maps and whether the photo is dark."""

    photo: PublishedFile
    maps_keys: list[str]
    dark: list[bool]


class ModelMade(Message):
    """The model as designs are put on it."""

    file: PublishedFile


class MaterialRun(PreparationRun):
    """One material of the stored model, to be photographed."""

    model_key: str
    material: str


class MaterialMaps(Message):
    """What one step compiled of the pictures of a material, by the names that a published zone has for it."""

    material: str
    poster_maps_key: str | None = None
    turntable_maps_key: str | None = None


class ModelCompiled(Message):
    """The branch that compiles the model; both are missing where there is none."""

    model: ModelMade | None = None
    photographed: list[list[MaterialMaps]] = Field(default_factory=list)

    def maps_by_material(self) -> dict[str | None, dict[str, str]]:
        """The keys of all maps of a material, by the names that a published zone has for them."""
        found: dict[str | None, dict[str, str]] = {}
        for maps in (maps for together in self.photographed for maps in together):
            keys = maps.model_dump(exclude={"material"}, exclude_none=True)
            found.setdefault(maps.material, {}).update(keys)
        return found


class Compiled(Linted):
    """A run with all of its parts, ready to be published."""

    compiled: tuple[PhotoCompiled, ModelCompiled]


class PreparationFailure(PreparationRun):
    """What a Catch adds: the error's name and its cause, which is JSON or text."""

    failure: dict[str, Any]


class PreparationStep(Message):
    """How the preparation stands after a step."""

    state: PreparationState


def run_of(text: str | None) -> PreparationRun | None:
    """The run that an execution's input describes; ``None`` for another machine's."""
    try:
        return PreparationRun.model_validate_json(text or "")
    except ValueError:
        return None


GOING_ON: Final = PreparationStep(state=PreparationState.PREPARING)


class PreparationMachine:
    """The deployed state machine."""

    def start(self, run: PreparationRun) -> None:
        """Start the run, unless it was started before.

        Raises:
            MachineUnavailable: Step Functions refuses or does not answer.
        """
        otherwise = "Products cannot be prepared at the moment. Nothing was changed; publish again."
        start_once(Machine.PREPARE_PRODUCT, run.preparation_id, run.model_dump(mode="json"), otherwise=otherwise)
