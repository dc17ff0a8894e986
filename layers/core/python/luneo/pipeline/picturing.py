"""Having the picture made: asked for once, paid for once."""

import hashlib
from collections.abc import Callable
from typing import Any

from PIL.Image import Image

from luneo import xmp
from luneo.fabrication.canvas import canvas_px
from luneo.fabrication.resolution import resolution
from luneo.generations.models import GenerationRow
from luneo.generations.outcome import refuse_ended
from luneo.generations.repository import Change, Generations
from luneo.generations.steps import Step
from luneo.generations.target import PrintTarget
from luneo.imaging.safe import UnreadableImage, encode_png, encode_webp, open_image
from luneo.imaging.upscale import effective_dpi
from luneo.media import keys
from luneo.media.files import MEDIA_TYPES, FileName, partial_name
from luneo.pipeline.changing import Original, original_of
from luneo.pipeline.claims import AnswerNote, claim, counted, is_claimed, release
from luneo.pipeline.layout import sheet_mm, sheet_of
from luneo.pipeline.runner import Outcome
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import (
    GeneratedImage,
    ImageMaker,
    ImageRequest,
    OutcomeUnknown,
    Partial,
    ProviderThrottled,
    ProviderUnavailable,
)
from luneo.ports.objects import ObjectMissing, ObjectStore, StorageUnavailable
from luneo.progress.schemas import Event, EventType
from luneo.provenance.facts import MADE_BY_MODEL
from luneo.resources import Bucket
from luneo.styles import style
from luneo.styles.catalogue import Process

ANSWER_NAME = "answer.json"
STEP = Step.GENERATE_IMAGE
# A glimpse is seen for seconds: it says that a model made it, and is not worth a signature.
_SAYS_HOW_IT_CAME = xmp.packet({"Iptc4xmpExt:DigitalSourceType": MADE_BY_MODEL})


class Picturing:
    """Asks for the picture behind a claim: whoever finds a claim without a picture does not ask again.

    The claim is given back when it is certain that there is no picture. ``may_add_detail`` is asked where the picture
    turns out too coarse for its zone: whether the brand lets a provider make it finer.
    """

    def __init__(
        self,
        generations: Generations,
        maker: ImageMaker,
        store: ObjectStore,
        references: Callable[[], tuple[bytes, ...]] = tuple,
        may_add_detail: Callable[[], bool] = bool,
    ) -> None:
        self._generations = generations
        self._maker = maker
        self._store = store
        self._shelf = Shelf(store)
        self._references = references
        self._may_add_detail = may_add_detail
        self._note = AnswerNote(store, ANSWER_NAME)

    def work(self, row: GenerationRow) -> Outcome:
        """Make the artwork, or take the one that an attempt before has stored.

        Raises:
            ProviderThrottled, ProviderUnavailable: worth another try.
            ProviderRejected, ProviderMisconfigured, OutcomeUnknown: not worth one.
            NotChangeable: the picture to start from is gone; nobody was asked.
        """
        if is_claimed(row, STEP):
            return self._stored(row)
        # Before the claim: whatever fails here has asked for no picture.
        original = original_of(self._shelf, row)
        request = _request(row, self._references(), original)
        self._generations.change(row, claim(STEP))
        try:
            answer = self._maker.generate(request, lambda partial: self._show(row, partial, original))
            return self._made(row, answer, len(request.references), original)
        except (ProviderThrottled, ProviderUnavailable):
            self._generations.change(row, release(STEP))
            raise

    def _made(self, row: GenerationRow, answer: GeneratedImage, references: int, original: Original | None) -> Outcome:
        costs = counted(answer)
        try:
            picture = open_image(answer.data, what="The generated picture")
        except UnreadableImage as error:
            raise ProviderUnavailable("The image provider's answer is no picture.") from error
        origin: dict[str, Any] = {
            "provider": answer.provider,
            "model": answer.model,
            "seed": answer.seed,
            **costs,
        }
        if references:
            origin["references"] = {"given": references, "used": answer.references_used}
        if original:
            origin["drawn_px"] = original.drawn(picture.size)
            picture = original.changed(picture)
        self._note.write(row, origin)
        # A provider's own PNG is kept to the byte, with the credentials it may carry.
        kept = answer.media_type == FileName.ARTWORK.media_type and not (original and original.edit.mask)
        artwork = answer.data if kept else encode_png(picture)
        return self._outcome(row, picture, artwork, origin)

    def _stored(self, row: GenerationRow) -> Outcome:
        try:
            # The artwork is written after the answer's facts, so where it is, they are.
            artwork = self._shelf.artwork(row)
            origin = self._note.read(row)
        except ObjectMissing:
            detail = "The picture broke off on its way and was not asked for twice. Nothing was charged; try again."
            raise OutcomeUnknown(detail) from None
        return self._outcome(row, open_image(artwork, what="The artwork"), artwork, origin)

    def _outcome(self, row: GenerationRow, picture: Image, artwork: bytes, origin: dict[str, Any]) -> Outcome:
        target = PrintTarget.model_validate(row.target)
        drawn = min(have / of for have, of in zip(origin.get("drawn_px", picture.size), picture.size, strict=True))
        dpi = round(effective_dpi(sheet_of(picture, target).size, sheet_mm(target)) * min(1.0, drawn), 1)
        file = self._shelf.put(row, FileName.ARTWORK, artwork, size_px=picture.size)
        facts = origin | {"size_px": list(picture.size), "native_dpi": dpi}
        if self._wants_detail(target, dpi):
            facts["wants_detail"] = True
        return Outcome(files=(file,), facts={"picture": facts})

    def _wants_detail(self, target: PrintTarget, native_dpi: float) -> bool:
        # What a tool makes was mended to lines that it can make; nobody adds finer ones afterwards.
        found = resolution(Process(target.process), target.size_mm, target.bleed_mm, native_dpi)
        return not found.suffices and not target.by_rules and self._may_add_detail()

    def _show(self, row: GenerationRow, partial: Partial, original: Original | None) -> None:
        try:
            picture = open_image(partial.data, what="The partial picture")
            picture = original.glimpse(picture) if original else picture
            data = encode_webp(picture, xmp=_SAYS_HOW_IT_CAME)
            name = partial_name(partial.index)
            key = keys.generation_media_key(row.tenant_id, row.generation_id, keys.sha256(data), name)
            self._store.put(Bucket.MEDIA, key, data, MEDIA_TYPES["webp"], immutable=True)
        except (UnreadableImage, StorageUnavailable):
            # A glimpse on the way is worth less than the picture that is being paid for.
            return
        shown = {"index": partial.index, "url": keys.media_url(key), "width": picture.width, "height": picture.height}
        self._generations.change(row, lambda fresh: _show(fresh, key, shown))


def _show(row: GenerationRow, key: str, shown: dict[str, object]) -> Change | None:
    refuse_ended(row)
    if STEP in row.finished_steps:
        # A slower twin of this step is still drawing: nobody wants a draft of what is there already.
        return None
    index = int(str(shown["index"]))
    if row.partial and row.partial["index"] >= index:
        return None
    row.partial = {"index": index, "key": key}
    return Change((Event(EventType.PARTIAL, shown),))


def _request(row: GenerationRow, references: tuple[bytes, ...], original: Original | None) -> ImageRequest:
    target = PrintTarget.model_validate(row.target)
    size_px = original.size_px if original else None
    return ImageRequest(
        prompt=row.enriched["text"],
        subject=row.prompt,
        style=row.style,
        negative=row.enriched["negative"],
        palette=tuple(row.enriched["palette"]),
        size_px=size_px or canvas_px(sheet_mm(target), Process(target.process)),
        seed=int(row.seed),
        transparent=style(row.style).transparent,
        shopper_hash=hashlib.sha256(f"{row.tenant_id}\0{row.subject}".encode()).hexdigest()[:32],
        idempotency_key=row.generation_id,
        edit=original.edit if original else None,
        references=references,
    )
