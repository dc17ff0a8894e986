"""Having an artwork made finer that is too coarse for its zone: where a brand allows it and a provider can."""

import io
from typing import Any, Final

from PIL import Image

from luneo.fabrication.parity import UnreadablePrint, check
from luneo.fabrication.png import print_png
from luneo.fabrication.resolution import print_dpi
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Generations
from luneo.generations.steps import Step
from luneo.generations.target import PrintTarget
from luneo.imaging.safe import UnreadableImage, encode_png, open_image
from luneo.imaging.upscale import effective_dpi, pixels_for, upscale
from luneo.media.files import FileName
from luneo.pipeline.claims import AnswerNote, claim, counted, is_claimed, release
from luneo.pipeline.layout import sheet_mm, sheet_of, trimmed
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import (
    GeneratedImage,
    ImageUpscaler,
    OutcomeUnknown,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from luneo.ports.objects import ObjectMissing, ObjectStore
from luneo.styles.catalogue import Process

STEP: Final = Step.ADD_DETAIL
ANSWER_NAME: Final = "detail.json"
CHANGED: Final = "picture-changed"
"""Why an answer is not used: it shows something else than the artwork."""
_NONE_TO_COME: Final = (ProviderRejected, ProviderMisconfigured, OutcomeUnknown)


class Detailing:
    """Asks behind a claim, as for a picture; what cannot be had is done without, as the design is there already."""

    def __init__(self, generations: Generations, upscaler: ImageUpscaler, store: ObjectStore) -> None:
        self._generations = generations
        self._upscaler = upscaler
        self._shelf = Shelf(store)
        self._note = AnswerNote(store, ANSWER_NAME)

    def work(self, row: GenerationRow) -> Outcome:
        """Make ``detailed.png``, or say on the row why there is none.

        Raises:
            ProviderThrottled, ProviderUnavailable: worth another try.
        """
        if is_claimed(row, STEP):
            return self._stored(row)
        artwork = self._shelf.artwork(row)
        width, height = row.picture["size_px"]
        self._generations.change(row, claim(STEP))
        try:
            return self._made(row, artwork, self._upscaler.upscale(artwork, (width, height)))
        except (ProviderThrottled, ProviderUnavailable):
            self._generations.change(row, release(STEP))
            raise
        except _NONE_TO_COME as error:
            return _without(row, error.slug)

    def _made(self, row: GenerationRow, artwork: bytes, answer: GeneratedImage) -> Outcome:
        costs = counted(answer)
        try:
            finer = open_image(answer.data, what="The finer picture")
        except UnreadableImage as error:
            raise ProviderUnavailable("The image provider's answer is no picture.") from error
        original, target = open_image(artwork, what="The artwork"), PrintTarget.model_validate(row.target)
        finer = _with_the_alpha_of(original, finer)
        facts = {"provider": answer.provider, "model": answer.model, **costs}
        if not _shows_the_same(finer, original, target):
            return _without(row, CHANGED, **facts)
        # What it had before, only finer: its pixels count as far as they are more than the artwork's own.
        gain = effective_dpi(sheet_of(finer, target).size, sheet_mm(target)) / _own_dpi(original, target)
        facts |= {"added": True, "dpi": round(row.picture["native_dpi"] * gain, 1)}
        self._note.write(row, facts)
        return self._outcome(row, encode_png(finer), facts, finer.size)

    def _stored(self, row: GenerationRow) -> Outcome:
        try:
            # The picture is written after what is known of it, so where it is, that is.
            finer = self._shelf.detailed_by_an_attempt(row)
            facts = self._note.read(row)
        except ObjectMissing:
            return _without(row, OutcomeUnknown.slug)
        with Image.open(io.BytesIO(finer)) as picture:
            return self._outcome(row, finer, facts, picture.size)

    def _outcome(self, row: GenerationRow, finer: bytes, facts: dict[str, Any], size_px: tuple[int, int]) -> Outcome:
        file = self._shelf.put(row, FileName.DETAILED, finer, size_px=size_px)
        return Outcome(files=(file,), facts={"picture": row.picture | {"detail": facts}})


def _without(row: GenerationRow, reason: str, **facts: Any) -> Outcome:
    return Outcome(facts={"picture": row.picture | {"detail": facts | {"added": False, "reason": reason}}})


def _own_dpi(artwork: Image.Image, target: PrintTarget) -> float:
    return effective_dpi(sheet_of(artwork, target).size, sheet_mm(target))


def _with_the_alpha_of(artwork: Image.Image, finer: Image.Image) -> Image.Image:
    """What is clear stays clear: models that enlarge know no alpha, or give it edges of their own."""
    if artwork.mode != "RGBA":
        return finer.convert("RGB")
    opaque = finer.convert("RGB")
    opaque.putalpha(artwork.getchannel("A").resize(finer.size, Image.Resampling.LANCZOS))
    return opaque


def _shows_the_same(finer: Image.Image, artwork: Image.Image, target: PrintTarget) -> bool:
    """Whether a print of it passes the parity gate against the artwork, which was moderated and shown."""
    sheet = sheet_mm(target)
    dpi = print_dpi(Process(target.process), sheet)
    large = upscale(sheet_of(finer, target), pixels_for(sheet, dpi))
    made = print_png(large, target.size_mm, dpi, bleed_mm=target.bleed_mm)
    approved = trimmed(artwork, target)
    try:
        verdict = check(made.data, FileName.PRINT_PNG.media_type, approved, target.size_mm, bleed_mm=target.bleed_mm)
    except UnreadablePrint:
        return False
    return not verdict.findings
