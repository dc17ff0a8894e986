"""The ends of a preparation: the whole of it becomes what shoppers see, at once, or the brand is told why not."""

from luneo.errors import NotFound
from luneo.observe import logger
from luneo.products.appearance import finish_of
from luneo.products.desk import Desk
from luneo.products.preparation import (
    OUR_FAULTS,
    Compiled,
    Preparation,
    PreparationFailure,
    PreparationOvertaken,
    PreparationStep,
)
from luneo.products.rules import reachable
from luneo.products.schemas import PreparationState, ProductDraft, PublishedProduct, PublishedZone
from luneo.workflow.errors import from_cause


def publish(desk: Desk, done: Compiled) -> PreparationStep:
    """Let shoppers see the version, whole; done before, it changes nothing.

    Raises:
        PreparationOvertaken: the draft was changed, the product deleted, or the preparation has ended otherwise.
    """
    if _state(desk) is PreparationState.PUBLISHED:
        return PreparationStep(state=PreparationState.PUBLISHED)
    product = desk.product()
    under_way = Preparation.model_validate(product.preparation)
    content = _content(done, ProductDraft.model_validate(product.draft), desk)
    if not desk.products.publish(product, content, under_way.ended(PreparationState.PUBLISHED, content.published_at)):
        raise PreparationOvertaken("The product was changed while it was prepared. Publish it again.")
    logger.info(
        "audit",
        action="product.published",
        tenant=done.tenant_id,
        subject=done.subject,
        product=done.product_id,
        version=done.version,
    )
    return PreparationStep(state=PreparationState.PUBLISHED)


def end(desk: Desk, failure: PreparationFailure) -> PreparationStep:
    """Tell the brand why its version is not published; a preparation that has ended stays as it is.

    What names places of the draft is the brand's to mend; everything else is worth another try.
    """
    error, cause = (str(failure.failure.get(name, "")) for name in ("Error", "Cause"))
    told = from_cause(error, cause, OUR_FAULTS)
    state = PreparationState.REFUSED if told.get("errors") else PreparationState.FAILED
    return _end(desk, state, {"slug": told.pop("reason")} | told)


def end_abandoned(desk: Desk, slug: str) -> PreparationStep:
    """Tell the brand of a preparation whose execution could not do so itself; ``slug`` is one of our faults."""
    return _end(desk, PreparationState.FAILED, {"slug": slug, "detail": OUR_FAULTS[slug]})


def _end(desk: Desk, state: PreparationState, reason: dict[str, object]) -> PreparationStep:
    try:
        product = desk.products.get(desk.run.product_id)
    except NotFound:
        return PreparationStep(state=PreparationState.FAILED)
    if product.preparing == desk.run.preparation_id:
        ended = Preparation.model_validate(product.preparation).ended(state, desk.now(), reason)
        desk.products.end(product, ended)
    return PreparationStep(state=_state(desk) or PreparationState.FAILED)


def _state(desk: Desk) -> PreparationState | None:
    """How this run's preparation stands in storage; ``None`` where another has taken its place."""
    try:
        stored = Preparation.of(desk.products.get(desk.run.product_id).preparation)
    except NotFound:
        return None
    return stored.state if stored and stored.id == desk.run.preparation_id else None


def _content(done: Compiled, draft: ProductDraft, desk: Desk) -> PublishedProduct:
    assert draft.price is not None, "the linter refuses a product without a price"
    assert draft.photo_upload_id is not None, "the linter refuses a product without a photo"
    photo, model = done.compiled
    return PublishedProduct(
        product_id=done.product_id,
        version=done.version,
        name=draft.name,
        sku=draft.sku,
        process=draft.process,
        price=draft.price,
        zones=_zones(done, draft),
        translations=dict(draft.translations),
        photo=photo.photo,
        model=model.model.file if model.model else None,
        photo_upload_id=draft.photo_upload_id,
        model_upload_id=draft.model_upload_id,
        warnings=done.checked.warnings,
        published_at=desk.now(),
    )


def _zones(done: Compiled, draft: ProductDraft) -> list[PublishedZone]:
    photo, model = done.compiled
    pictures = model.maps_by_material()
    return [
        PublishedZone(
            **spec.model_dump()
            | {"quad": checked.quad, "material": checked.material, "finish": finish_of(draft.process, spec)},
            maps_key=maps_key,
            **pictures.get(checked.material, {}),
            reachable_dpi=reachable(spec, draft.process),
            dark=dark,
        )
        for spec, checked, maps_key, dark in zip(
            draft.zones, done.checked.zones, photo.maps_keys, photo.dark, strict=True
        )
    ]
