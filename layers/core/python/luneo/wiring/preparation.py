"""Builders of the tasks that prepare products, each run for the tenant that the message names."""

from typing import TYPE_CHECKING, Any

from luneo.products.preparation import (
    Compiled,
    Linted,
    MaterialMaps,
    MaterialRun,
    ModelMade,
    PhotoCompiled,
    PreparationFailure,
    PreparationRun,
    PreparationStep,
    Verdict,
)

if TYPE_CHECKING:
    from luneo.products.desk import Desk


def lint_product(run: PreparationRun) -> Verdict:
    """Hold the draft and its files against what can be produced."""
    from luneo.products import modelling

    return modelling.lint_product(_desk(run))


def judge_photo(run: PreparationRun) -> PreparationStep:
    """Have the photo judged under the brand's policy."""
    from luneo.identity.caller import TenantContext
    from luneo.products import photographing
    from luneo.products.judging import UploadJudge
    from luneo.wiring import providers
    from luneo.wiring.moderation import rules_of

    tenant = TenantContext(run.tenant_id)
    judge = UploadJudge(tenant, run.subject, providers.moderator(), rules_of(tenant).policy)
    return photographing.judge_photo(_desk(run), judge)


def compile_photo(run: Linted) -> PhotoCompiled:
    """Compile what previews need."""
    from luneo.products import photographing

    return photographing.compile_photo(_desk(run), run)


def compile_model(run: PreparationRun) -> ModelMade:
    """Store the plain model."""
    from luneo.products import modelling

    return modelling.compile_model(_desk(run))


def photograph_poster(run: MaterialRun) -> MaterialMaps:
    """Compile the poster's maps."""
    from luneo.products import modelling

    return modelling.photograph_poster(_desk(run), run)


def photograph_turntable(run: MaterialRun) -> MaterialMaps:
    """Compile the turntable's maps."""
    from luneo.products import modelling

    return modelling.photograph_turntable(_desk(run), run)


def publish_product(run: Compiled) -> PreparationStep:
    """Publish what is compiled."""
    from luneo.products import releasing

    return releasing.publish(_desk(run), run)


def end_preparation(failure: PreparationFailure) -> PreparationStep:
    """Tell why nothing is published."""
    from luneo.products import releasing

    return releasing.end(_desk(failure), failure)


def end_abandoned_preparation(event: dict[str, Any]) -> None:
    """End the preparation of an execution that was stopped, timed out or failed before it could do so itself.

    ``event`` is Step Functions' "Execution Status Change". Executions of other machines are left alone: ours are named
    after the preparation in their input.
    """
    from luneo.products import releasing
    from luneo.products.preparation import run_of

    detail = event["detail"]
    run = run_of(detail.get("input"))
    if run is None or run.preparation_id != detail["name"]:
        return
    releasing.end_abandoned(_desk(run), "timed-out" if detail["status"] == "TIMED_OUT" else "internal-error")


def _desk(run: PreparationRun) -> "Desk":
    from luneo.adapters.s3 import S3Store
    from luneo.identity.caller import TenantContext
    from luneo.products.desk import Desk
    from luneo.products.repository import ProductRepository, UploadRepository
    from luneo.storage import now

    tenant = TenantContext(run.tenant_id)
    return Desk(run, ProductRepository(tenant), UploadRepository(tenant), S3Store(), now)
