"""From a generation's row to what its callers see."""

from collections.abc import Iterable, Sequence
from typing import Any

from luneo.generations.models import GenerationRow
from luneo.generations.production import production_of, resolution_of
from luneo.generations.schemas import (
    ArtworkFacts,
    ChangedFromView,
    DetailView,
    FabricationView,
    FailureReason,
    GenerationFile,
    GenerationSummary,
    GenerationView,
    ParityView,
    ReferencesUsed,
)
from luneo.generations.steps import Step
from luneo.generations.target import PrintTarget
from luneo.generations.wish import StreamAccess
from luneo.identity.caller import Caller
from luneo.identity.permissions import CallerKind, Permission
from luneo.media.files import SHOWN, FileName, StoredFile
from luneo.media.keys import media_url
from luneo.moderation.schemas import moderation_view
from luneo.ports.images import ProviderUnavailable
from luneo.ports.objects import ObjectStore
from luneo.progress.schemas import ProgressEvent
from luneo.resources import Bucket
from luneo.typography.wish import TextLayer


def stored_files(row: GenerationRow) -> list[StoredFile]:
    """The generation's files as they were stored."""
    return [stored_file(facts) for facts in row.files]


def stored_file(facts: dict[str, Any]) -> StoredFile:
    """A file as the row keeps it."""
    pixels, size = facts.get("size_px"), facts.get("size_mm")
    return StoredFile(
        name=FileName(facts["name"]),
        key=facts["key"],
        sha256=facts["sha256"],
        size_bytes=facts["size_bytes"],
        size_px=(pixels[0], pixels[1]) if pixels else None,
        size_mm=(size[0], size[1]) if size else None,
        warnings=tuple(facts.get("warnings", ())),
        unsigned_sha256=facts.get("unsigned_sha256"),
    )


def shown_preview(files: Iterable[StoredFile]) -> str | None:
    """The key of the preview that pages show, if there is one."""
    keys = {file.name: file.key for file in files}
    return next((keys[name] for name in SHOWN if name in keys), None)


def preview_url(row: GenerationRow) -> str | None:
    """The preview's address, once the preview was judged fit to be seen and published."""
    if Step.PUBLISH_PREVIEW not in row.finished_steps:
        return None
    key = shown_preview(stored_files(row))
    return media_url(key) if key else None


def public_files(row: GenerationRow) -> list[GenerationFile]:
    """What a shopper may fetch."""
    shown = preview_url(row) is not None
    return [
        _file(file, media_url(file.key)) for file in stored_files(row) if shown and file.name.bucket is Bucket.MEDIA
    ]


def generation_view(
    row: GenerationRow,
    caller: Caller,
    store: ObjectStore,
    events: Sequence[ProgressEvent],
    stream: StreamAccess | None,
) -> GenerationView:
    """The whole generation, with private files only for those who may produce."""
    files = public_files(row)
    if Permission.PRODUCTION_READ in caller.permissions:
        private = (file for file in stored_files(row) if file.name.bucket is Bucket.PRODUCTION)
        files += [_file(file, store.download_url(Bucket.PRODUCTION, file.key, file_name=file.name)) for file in private]
    return GenerationView(
        **summary(row).model_dump(),
        seq=int(row.seq),
        step=Step(row.step) if row.step else None,
        progress=float(row.progress),
        zone=PrintTarget.model_validate(row.target).zone,
        seed=int(row.seed),
        text=TextLayer.model_validate(row.text) if row.text else None,
        locale=row.locale,
        partial_url=media_url(row.partial["key"]) if row.partial else None,
        artwork=_artwork(row),
        references=_references(row),
        production=production_of(row),
        files=files,
        fabrication=FabricationView.model_validate(row.fabrication) if row.fabrication else None,
        parity=ParityView.model_validate(row.parity) if row.parity else None,
        reason=_reason(row.reason, caller) if row.reason else None,
        events=list(events),
        stream=stream,
        updated_at=row.updated_at,
    )


def _reason(facts: dict[str, Any], caller: Caller) -> FailureReason:
    refusal = facts.get("moderation")
    to_brand = caller.kind is not CallerKind.SHOPPER
    return FailureReason(
        slug=facts["slug"],
        detail=facts["detail"],
        moderation=moderation_view(refusal, to_brand=to_brand) if refusal else None,
    )


def summary(row: GenerationRow) -> GenerationSummary:
    """The generation in a list."""
    return GenerationSummary(
        id=row.generation_id,
        status=row.standing,
        product_id=row.product_id,
        style=row.style,
        prompt=row.prompt,
        preview_url=preview_url(row),
        changed_from=ChangedFromView.model_validate(row.changed_from) if row.changed_from else None,
        created_at=row.created_at,
    )


def _artwork(row: GenerationRow) -> ArtworkFacts | None:
    found = resolution_of(row)
    if found is None:
        return None
    (width, height), (wide, high) = row.picture["size_px"], PrintTarget.model_validate(row.target).size_mm
    return ArtworkFacts(
        width_px=width,
        height_px=height,
        native_dpi=found.native_dpi,
        effective_dpi=found.effective_dpi,
        minimum_dpi=found.minimum_dpi,
        detail=_detail(row),
        width_mm=wide,
        height_mm=high,
    )


def _detail(row: GenerationRow) -> DetailView | None:
    if "detail" in row.picture:
        return DetailView.model_validate(row.picture["detail"])
    # Its step was given up, if the one after it has begun.
    given_up = row.picture.get("wants_detail") and Step.UPSCALE in row.steps
    return DetailView(added=False, reason=ProviderUnavailable.slug) if given_up else None


def _references(row: GenerationRow) -> ReferencesUsed | None:
    counted = (row.picture or {}).get("references")
    return ReferencesUsed.model_validate(counted) if counted else None


def _file(file: StoredFile, url: str) -> GenerationFile:
    pixels, size = file.size_px or (None, None), file.size_mm or (None, None)
    return GenerationFile(
        name=file.name,
        url=url,
        media_type=file.name.media_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        width_px=pixels[0],
        height_px=pixels[1],
        width_mm=size[0],
        height_mm=size[1],
        warnings=list(file.warnings),
    )
