"""Builders of the pipeline: one a step, each run for the tenant that the message names."""

from luneo.generations.models import GenerationRow
from luneo.generations.repository import Generations
from luneo.generations.steps import Step
from luneo.generations.target import PrintTarget
from luneo.identity.caller import TenantContext
from luneo.pipeline.messages import Ended, Failure, Generation, PictureJudged, PreviewShown, StepDone
from luneo.pipeline.runner import StepRunner, Work
from luneo.pipeline.shelf import Shelf


def reserve_credits(message: Generation) -> StepDone:
    """Set the price aside."""
    from luneo.credits.ledger import Ledger
    from luneo.pipeline.settling import Reserving

    return _done(message, Step.RESERVE_CREDITS, Reserving(Ledger(_tenant(message))).work, quick=True)


def moderate_prompt(message: Generation) -> StepDone:
    """Judge and enrich the prompt."""
    from luneo.pipeline.judging import PromptJudge
    from luneo.wiring.moderation import rules_of
    from luneo.wiring.providers import moderator

    rules = rules_of(_tenant(message))
    return _done(message, Step.MODERATE_PROMPT, PromptJudge(moderator(), rules.policy, rules.profile).work)


def generate_image(message: Generation) -> StepDone:
    """Have the picture made."""
    from luneo.adapters.s3 import S3Store
    from luneo.pipeline.picturing import Picturing
    from luneo.references.service import reference_pictures
    from luneo.wiring.brands import adds_detail
    from luneo.wiring.providers import image_maker

    tenant, store = _tenant(message), S3Store()
    picturing = Picturing(
        Generations(tenant),
        image_maker(tenant),
        store,
        references=lambda: reference_pictures(tenant, store),
        may_add_detail=lambda: adds_detail(tenant),
    )
    return _done(message, Step.GENERATE_IMAGE, picturing.work)


def moderate_image(message: Generation) -> PictureJudged:
    """Judge the picture."""
    from luneo.pipeline.judging import ImageJudge
    from luneo.wiring.moderation import rules_of
    from luneo.wiring.providers import moderator

    policy = rules_of(_tenant(message)).policy
    row = _run(message, Step.MODERATE_IMAGE, ImageJudge(moderator(), policy, _shelf()).work)
    by_rules = PrintTarget.model_validate(row.target).by_rules
    return PictureJudged(step=Step.MODERATE_IMAGE, progress=row.progress, by_rules=by_rules)


def mend_artwork(message: Generation) -> StepDone:
    """Hold the picture to the rules of its process."""
    from luneo.pipeline.fabricating import ArtworkMending, refuse_unmakeable

    row = _run(message, Step.MEND_ARTWORK, ArtworkMending(_sealing_shelf()).work)
    refuse_unmakeable(row)
    return StepDone(step=Step.MEND_ARTWORK, progress=row.progress)


def blend(message: Generation) -> StepDone:
    """Put the picture on the product."""
    from luneo.pipeline.preview import Previewing

    return _done(message, Step.BLEND, Previewing(_sealing_shelf()).work)


def publish_preview(message: Generation) -> PreviewShown:
    """Show the preview."""
    from luneo.pipeline.showing import show_preview

    row = _run(message, Step.PUBLISH_PREVIEW, show_preview, quick=True)
    return PreviewShown(
        step=Step.PUBLISH_PREVIEW,
        progress=row.progress,
        has_model=row.target["model_key"] is not None,
        wants_detail=row.picture.get("wants_detail", False),
    )


def add_detail(message: Generation) -> StepDone:
    """Have the artwork made finer."""
    from luneo.adapters.s3 import S3Store
    from luneo.pipeline.detailing import Detailing
    from luneo.wiring.providers import image_upscaler

    tenant = _tenant(message)
    detailing = Detailing(Generations(tenant), image_upscaler(tenant), S3Store())
    return _done(message, Step.ADD_DETAIL, detailing.work)


def upscale(message: Generation) -> StepDone:
    """Make the print's pixels."""
    from luneo.pipeline.printing import Upscaling

    return _done(message, Step.UPSCALE, Upscaling(_sealing_shelf()).work)


def print_export(message: Generation) -> StepDone:
    """Write the print documents."""
    from luneo.pipeline.printing import PrintExporting

    return _done(message, Step.PRINT_EXPORT, PrintExporting(_sealing_shelf()).work)


def check_production(message: Generation) -> StepDone:
    """Hold the production files against the approved artwork."""
    from luneo.pipeline.checking import ProductionChecking, refuse_unproducible

    row = _run(message, Step.CHECK_PRODUCTION, ProductionChecking(_shelf()).work)
    refuse_unproducible(row)
    return StepDone(step=Step.CHECK_PRODUCTION, progress=row.progress)


def export_3d(message: Generation) -> StepDone:
    """Put the design on the model."""
    from luneo.pipeline.modelling import Modelling

    return _done(message, Step.EXPORT_3D, Modelling(_sealing_shelf()).work)


def ar_preview(message: Generation) -> StepDone:
    """Prepare AR."""
    from luneo.pipeline.modelling import ArPreparing

    return _done(message, Step.AR_PREVIEW, ArPreparing(_sealing_shelf()).work)


def publish(message: Generation) -> StepDone:
    """Close the bundle."""
    from luneo.pipeline.publishing import Publishing
    from luneo.wiring.brands import file_naming

    return _done(message, Step.PUBLISH, Publishing(_sealing_shelf(), file_naming(_tenant(message))).work)


def settle_credits(message: Generation) -> StepDone:
    """Spend what was set aside."""
    from luneo.credits.ledger import Ledger
    from luneo.pipeline.settling import Committing

    return _done(message, Step.SETTLE_CREDITS, Committing(Ledger(_tenant(message))).work, quick=True)


def fail_generation(message: Failure) -> Ended:
    """Give back what was set aside and say why."""
    from luneo.pipeline.settling import fail

    return Ended(status=fail(message.tenant_id, message.generation_id, message.failure).status)


def _done(message: Generation, step: Step, work: Work, *, quick: bool = False) -> StepDone:
    return StepDone(step=step, progress=_run(message, step, work, quick=quick).progress)


def _run(message: Generation, step: Step, work: Work, *, quick: bool = False) -> GenerationRow:
    return StepRunner(Generations(_tenant(message))).run(message.generation_id, step, work, quick=quick)


def _tenant(message: Generation) -> TenantContext:
    return TenantContext(message.tenant_id)


def _shelf() -> Shelf:
    from luneo.adapters.s3 import S3Store

    return Shelf(S3Store())


def _sealing_shelf() -> Shelf:
    from luneo.adapters.s3 import S3Store
    from luneo.pipeline.sealing import Sealing
    from luneo.wiring.provenance import signer

    return Shelf(S3Store(), Sealing(signer()))
