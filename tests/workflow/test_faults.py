"""Faults at every step: each generation ends in exactly one of committed or refunded, with a reason that stays."""

from datetime import timedelta
from typing import Any

import pytest

from functions.tasks.reconcile_reservations import handler as reconcile
from functions.tasks.settle_abandoned import handler as settle_abandoned
from luneo import aws
from luneo.adapters.s3 import S3Store
from luneo.brands.schemas import BrandProfile, ModerationPolicy
from luneo.credits.contention import write_together
from luneo.credits.ledger import JobState, Ledger
from luneo.generations.execution import execution_name
from luneo.generations.outcome import AlreadyFinished
from luneo.generations.schemas import GenerationQuery
from luneo.generations.steps import DETAIL, Status
from luneo.moderation.categories import Category
from luneo.pipeline import settling
from luneo.ports.images import ProviderMisconfigured, ProviderRejected, ProviderThrottled, ProviderUnavailable, Verdict
from luneo.ports.objects import StorageUnavailable
from luneo.progress.schemas import EventType
from luneo.wiring.brands import brand_service
from luneo.wiring.generations import generation_service
from tests import factories
from tests.workflow.conftest import KILLED, KILLED_AFTER_WORK, TASKS, TIMED_OUT, Fault, Kill, Workshop

# A step that may be given up has faults of its own.
STEPS = [task for task in TASKS if task not in {"fail_generation", *DETAIL}]
BEFORE_THE_END = [task for task in STEPS if task not in {"reserve_credits", "settle_credits"}]
FOR_EVER = 20


@pytest.mark.parametrize("task", STEPS)
@pytest.mark.parametrize("fault", [KILLED, KILLED_AFTER_WORK], ids=["killed", "answer-lost"])
def test_one_lost_attempt_is_made_up_for(workshop: Workshop, task: str, fault: Fault):
    workshop.faults[task].append(fault)

    row = workshop.make(workshop.wish(product_id=workshop.product_through(task)))

    assert row.standing is Status.SUCCEEDED
    assert workshop.calls.count(task) == 2
    assert len(workshop.images.requests) == 1
    workshop.settled_once(row)


@pytest.mark.parametrize("task", BEFORE_THE_END)
def test_a_step_that_never_works_ends_in_a_refund(workshop: Workshop, task: str):
    workshop.faults[task].extend([KILLED] * FOR_EVER)

    row = workshop.make(workshop.wish(product_id=workshop.product_through(task)))

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "internal-error")
    workshop.settled_once(row)


def test_a_step_that_is_always_too_slow_says_so(workshop: Workshop):
    workshop.faults["blend"].extend([TIMED_OUT] * FOR_EVER)

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "timed-out")
    workshop.settled_once(row)


def test_a_settlement_that_never_answers_is_still_one_settlement(workshop: Workshop):
    workshop.faults["settle_credits"].extend([KILLED_AFTER_WORK] * FOR_EVER)

    row = workshop.make()

    assert row.standing is Status.SUCCEEDED
    workshop.settled_once(row)


def test_the_refund_itself_survives_lost_attempts(workshop: Workshop):
    workshop.images.answers.append(ProviderRejected("No."))
    workshop.faults["fail_generation"].extend([KILLED, KILLED_AFTER_WORK, TIMED_OUT])

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "provider-rejected")
    workshop.settled_once(row)


@pytest.mark.parametrize("error", [ProviderThrottled("Wait."), ProviderUnavailable("Gone.")])
def test_a_provider_that_recovers_gets_another_try(workshop: Workshop, error: Exception):
    workshop.images.answers.append(error)

    row = workshop.make()

    assert row.standing is Status.SUCCEEDED
    assert len(workshop.images.requests) == 2
    assert len({request.idempotency_key for request in workshop.images.requests}) == 1
    workshop.settled_once(row)


@pytest.mark.parametrize("error", [ProviderThrottled("Wait."), ProviderUnavailable("Gone.")])
def test_a_provider_that_does_not_recover_ends_in_a_refund(workshop: Workshop, error: Any):
    workshop.images.answers.extend([error] * FOR_EVER)

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, error.slug)
    assert 2 < len(workshop.images.requests) < FOR_EVER
    workshop.settled_once(row)


@pytest.mark.parametrize("error", [ProviderRejected("Not this."), ProviderMisconfigured("No key.")])
def test_a_refusal_is_not_tried_again(workshop: Workshop, error: Any):
    workshop.images.answers.append(error)

    row = workshop.make()

    assert (row.standing, row.reason) == (Status.FAILED, {"slug": error.slug, "detail": error.detail})
    assert len(workshop.images.requests) == 1
    workshop.settled_once(row)


@pytest.mark.parametrize("broken", [b"", b"no picture", b"\x89PNG\r\n\x1a\n half of one"])
def test_an_answer_that_is_no_picture_is_a_failure(workshop: Workshop, broken: bytes):
    workshop.images.answers.extend([broken] * FOR_EVER)

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "provider-unavailable")
    workshop.settled_once(row)


def test_a_picture_lost_while_it_was_made_is_not_paid_for_twice(workshop: Workshop):
    def die() -> None:
        raise Kill

    workshop.images.during = die

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "provider-outcome-unknown")
    assert len(workshop.images.requests) == 1
    workshop.settled_once(row)


def test_a_picture_that_was_stored_before_the_end_is_used(workshop: Workshop, monkeypatch: pytest.MonkeyPatch):
    put = S3Store.put
    deaths = [Kill()]

    def put_and_die(store: S3Store, bucket: Any, key: str, *args: Any, **kwargs: Any) -> None:
        put(store, bucket, key, *args, **kwargs)
        if key.endswith("artwork.png") and deaths:
            raise deaths.pop()

    monkeypatch.setattr(S3Store, "put", put_and_die)

    row = workshop.make()

    assert row.standing is Status.SUCCEEDED
    assert row.picture["provider"] == "fake"
    assert len(workshop.images.requests) == 1
    workshop.settled_once(row)


def test_storage_that_recovers_gets_another_try(workshop: Workshop, monkeypatch: pytest.MonkeyPatch):
    get = S3Store.get
    failures = [StorageUnavailable("Gone.")] * 2

    def get_or_fail(store: S3Store, *args: Any, **kwargs: Any) -> bytes:
        if failures:
            raise failures.pop()
        return get(store, *args, **kwargs)

    monkeypatch.setattr(S3Store, "get", get_or_fail)

    row = workshop.make()

    assert row.standing is Status.SUCCEEDED
    assert failures == []
    workshop.settled_once(row)


def test_a_partial_picture_that_cannot_be_stored_costs_nothing(workshop: Workshop, monkeypatch: pytest.MonkeyPatch):
    put = S3Store.put

    def refuse_partials(store: S3Store, bucket: Any, key: str, *args: Any, **kwargs: Any) -> None:
        if "partial" in key:
            raise StorageUnavailable("Gone.")
        put(store, bucket, key, *args, **kwargs)

    monkeypatch.setattr(S3Store, "put", refuse_partials)

    row = workshop.make()

    assert (row.standing, row.partial) == (Status.SUCCEEDED, None)
    assert len(workshop.images.requests) == 1


def test_a_rejected_prompt_asks_for_no_picture(workshop: Workshop):
    workshop.moderator.prompts.append(Verdict(allowed=False, categories=("hate",)))

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "prompt-rejected")
    assert "hate" in row.reason["detail"]
    assert workshop.images.requests == []
    workshop.settled_once(row)


def test_a_blocked_term_is_found_in_disguise_and_explained(workshop: Workshop):
    row = workshop.make(workshop.wish(prompt="a $w4stika on a flag"))

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "prompt-rejected")
    assert workshop.moderator.seen == []
    told = workshop.events(row.generation_id)[-1].data["moderation"]
    assert (told["category"], "evidence" in told) == ("hate", False)
    to_shopper, to_brand = (
        generation_service(caller).show(row.generation_id, GenerationQuery()).reason.moderation
        for caller in (workshop.shopper, factories.member(workshop.tenant))
    )
    assert (to_shopper.stage, to_shopper.category, to_shopper.rule) == ("prompt", "hate", "platform")
    assert set(to_shopper.explanation) == set(to_shopper.change) == {"en", "fr"}
    assert to_shopper.evidence is None
    assert to_brand.evidence.model_dump() == {"source": "luneo", "term": "swastika", "reading": "plain"}


def test_the_brands_own_policy_and_profile_decide(workshop: Workshop):
    factories.open_brand(workshop.tenant)
    service = brand_service(factories.member(workshop.tenant))
    service.look(BrandProfile(palette=["#102030"], tone="warm"))
    service.moderate(
        ModerationPolicy(blocked_terms=["rival"], categories={Category.VIOLENCE: False}, notes={"fr": "Écrivez-nous."})
    )
    violent = Verdict(allowed=False, categories=("violence",), provider="fake")
    workshop.moderator.prompts.append(violent)
    workshop.moderator.images.append(violent)

    passed = workshop.make(workshop.wish(prompt="a severed head"))
    refused = workshop.make(workshop.wish(prompt="le logo de R1V4L"))

    assert passed.standing is Status.SUCCEEDED
    assert workshop.images.requests[0].palette == ("#102030",)
    assert "warm" in workshop.images.requests[0].prompt
    facts = refused.reason["moderation"]
    assert (facts["category"], facts["rule"], facts["notes"]) == ("brand-terms", "brand", {"fr": "Écrivez-nous."})


def test_a_refusal_is_audited_without_the_wish(workshop: Workshop, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("INFO"):
        row = workshop.make(workshop.wish(prompt="my neighbour Xanthippe under a swastika"))

    lines = [vars(record) for record in caplog.records if vars(record).get("action") == "moderation.refused"]
    assert [(line["of"], line["category"], line["stage"]) for line in lines] == [(row.generation_id, "hate", "prompt")]
    assert "Xanthippe" not in str([vars(record) for record in caplog.records])


def test_without_a_verdict_no_prompt_passes(workshop: Workshop):
    workshop.moderator.prompts.extend([ProviderUnavailable("Gone.")] * FOR_EVER)

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "provider-unavailable")
    assert workshop.images.requests == []
    workshop.settled_once(row)


def test_a_rejected_picture_is_never_shown(workshop: Workshop):
    workshop.moderator.images.append(Verdict(allowed=False, categories=("violence",)))

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "image-rejected")
    assert (row.reason["moderation"]["stage"], row.reason["moderation"]["category"]) == ("output", "violence")
    assert EventType.PREVIEW not in {event.type for event in workshop.events(row.generation_id)}
    assert {facts["name"] for facts in row.files} == {"artwork.png"}
    workshop.settled_once(row)


def test_credits_that_ran_out_meanwhile_end_it_before_anything_is_paid(workshop: Workshop):
    ledger = Ledger(workshop.tenant)
    everything = ledger.balance().available
    workshop.before["reserve_credits"] = lambda: (
        workshop.before.clear() or write_together(lambda writes: ledger.add_reservation(writes, "another", everything))
    )

    row = workshop.make()

    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "out-of-credits")
    assert workshop.job(row.generation_id) is None
    assert workshop.images.requests == []


def test_a_generation_taken_back_while_it_is_made_is_refunded(workshop: Workshop):
    accepted = []
    workshop.images.during = lambda: accepted.append(
        generation_service(workshop.shopper).cancel(workshop.images.requests[0].idempotency_key)
    )

    row = workshop.make()

    assert accepted[0].status is row.standing is Status.CANCELLED
    assert workshop.calls[-1] == "fail_generation"
    workshop.settled_once(row)


def test_what_is_shown_cannot_be_taken_back(workshop: Workshop):
    refusals = []

    def cancel() -> None:
        with pytest.raises(AlreadyFinished) as refusal:
            generation_service(workshop.shopper).cancel(workshop.images.requests[0].idempotency_key)
        refusals.append(refusal.value.status)

    workshop.before["upscale"] = cancel

    row = workshop.make()

    assert refusals == [409]
    assert row.standing is Status.SUCCEEDED
    workshop.settled_once(row)


def stop(workshop: Workshop, machine_arn: str) -> None:
    generation_id = workshop.images.requests[0].idempotency_key
    name = execution_name(workshop.tenant.tenant_id, generation_id)
    arn = f"{machine_arn.replace(':stateMachine:', ':execution:')}:{name}"
    aws.client("stepfunctions").stop_execution(executionArn=arn)


def status_change(workshop: Workshop, generation_id: str, status: str, **changes: Any) -> dict[str, Any]:
    run = f'{{"tenant_id": "{workshop.tenant.tenant_id}", "generation_id": "{generation_id}", "correlation_id": "1"}}'
    name = execution_name(workshop.tenant.tenant_id, generation_id)
    return {"detail": {"status": status, "name": name, "input": run} | changes}


@pytest.mark.parametrize(("status", "reason"), [("ABORTED", "internal-error"), ("TIMED_OUT", "timed-out")])
def test_a_stopped_execution_is_refunded_by_its_event(workshop: Workshop, machine_arn: str, status: str, reason: str):
    workshop.before["blend"] = lambda: stop(workshop, machine_arn)
    row = workshop.make()
    assert workshop.job(row.generation_id) is JobState.RESERVED

    for _ in range(2):
        workshop.call(settle_abandoned, status_change(workshop, row.generation_id, status))

    row = workshop.row(row.generation_id)
    assert (row.standing, row.reason["slug"]) == (Status.FAILED, reason)
    workshop.settled_once(row)


@pytest.mark.parametrize("changes", [{"name": "another"}, {"input": "{}"}, {"input": None}, {"input": "no json"}])
def test_other_machines_executions_are_left_alone(workshop: Workshop, machine_arn: str, changes: dict[str, Any]):
    workshop.before["blend"] = lambda: stop(workshop, machine_arn)
    row = workshop.make()

    workshop.call(settle_abandoned, status_change(workshop, row.generation_id, "FAILED", **changes))

    assert workshop.job(row.generation_id) is JobState.RESERVED


def test_a_reservation_without_an_execution_is_swept_up(
    workshop: Workshop, machine_arn: str, monkeypatch: pytest.MonkeyPatch
):
    workshop.before["blend"] = lambda: stop(workshop, machine_arn)
    row = workshop.make()
    assert workshop.call(reconcile, {}) == 0, "a young reservation is left alone"
    monkeypatch.setattr(settling, "ABANDONED_AFTER", timedelta(0))

    assert workshop.call(reconcile, {}) == 1
    assert workshop.call(reconcile, {}) == 0

    row = workshop.row(row.generation_id)
    assert (row.standing, row.reason["slug"]) == (Status.FAILED, "internal-error")
    workshop.settled_once(row)


def test_a_reservation_whose_generation_is_gone_is_given_back(workshop: Workshop, monkeypatch: pytest.MonkeyPatch):
    ledger = Ledger(workshop.tenant)
    write_together(lambda writes: ledger.add_reservation(writes, "gen_gone", 3))
    monkeypatch.setattr(settling, "ABANDONED_AFTER", timedelta(0))

    assert workshop.call(reconcile, {}) == 1

    assert workshop.job("gen_gone") is JobState.REFUNDED


def test_a_reservation_that_is_worked_on_is_left_alone(workshop: Workshop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(settling, "ABANDONED_AFTER", timedelta(0))
    swept: list[int] = []
    workshop.before["blend"] = lambda: swept.append(workshop.call(reconcile, {}))

    row = workshop.make()

    assert swept == [0]
    workshop.settled_once(row)
