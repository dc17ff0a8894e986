"""Faults at every step of a preparation: nothing is half-published, and the brand is told a stable reason."""

from contextvars import Context
from typing import Any

import pytest

from functions.products.delete import handler as delete
from functions.tasks.end_abandoned_preparation import handler as end_abandoned
from luneo import aws
from luneo.adapters.s3 import S3Store
from luneo.outbox.models import OutboxRow
from luneo.ports.images import ProviderThrottled, ProviderUnavailable
from luneo.ports.objects import StorageUnavailable
from luneo.products.preparation import OUR_FAULTS
from luneo.products.repository import ProductRepository
from luneo.three_d.models import plaque
from tests import factories
from tests.events import http_event
from tests.workflow.conftest import KILLED, KILLED_AFTER_WORK, PREPARING, TIMED_OUT, Fault
from tests.workflow.press import Press

STEPS = [task for task in PREPARING if task != "end_preparation"]
FOR_EVER = 20
OF_MODELS = {"compile_model", "photograph_poster", "photograph_turntable"}


def product_for(press: Press, task: str) -> str:
    return press.product(model=plaque() if task in OF_MODELS else None)


def told(product: dict[str, Any]) -> tuple[str, str]:
    return product["status"], product["preparation"]["reason"]["slug"]


def publications() -> int:
    return sum(row.name == "product.published" for row in OutboxRow.scan())


@pytest.mark.parametrize("task", STEPS)
@pytest.mark.parametrize("fault", [KILLED, KILLED_AFTER_WORK], ids=["killed", "answer-lost"])
def test_one_lost_attempt_is_made_up_for(press: Press, task: str, fault: Fault):
    product_id = product_for(press, task)
    press.faults[task].append(fault)

    product = press.publish(product_id)

    assert product["status"] == "published"
    assert press.calls.count(task) == 2
    assert publications() == 1


@pytest.mark.parametrize("task", STEPS)
def test_a_step_that_never_works_publishes_nothing_and_says_so(press: Press, task: str):
    product_id = product_for(press, task)
    press.faults[task].extend([KILLED] * FOR_EVER)

    product = press.publish(product_id)

    assert told(product) == ("failed", "internal-error")
    assert product["preparation"]["reason"]["detail"] == OUR_FAULTS["internal-error"]
    assert ("published" in product, publications()) == (False, 0)


def test_a_step_that_is_always_too_slow_says_so(press: Press):
    product_id = press.product(model=plaque())
    press.faults["photograph_poster"].extend([TIMED_OUT] * FOR_EVER)

    assert told(press.publish(product_id)) == ("failed", "timed-out")


def test_after_a_failure_publishing_again_works(press: Press):
    product_id = press.product()
    press.faults["compile_photo"].extend([KILLED] * 5)
    first = press.publish(product_id)

    second = press.publish(product_id)

    assert (first["status"], second["status"]) == ("failed", "published")
    assert first["preparation"]["id"] != second["preparation"]["id"]


def test_a_failure_leaves_the_former_publication_to_shoppers(press: Press):
    product_id = press.product()
    before = press.publish(product_id)["published"]
    press.change(product_id, name="Cup")
    press.faults["publish_product"].extend([KILLED] * FOR_EVER)

    product = press.publish(product_id)

    assert told(product) == ("failed", "internal-error")
    assert product["published"] == before
    assert press.published(product_id).name == "Mug"


def test_a_publication_that_never_answers_is_still_one_publication(press: Press):
    product_id = press.product()
    press.faults["publish_product"].extend([KILLED_AFTER_WORK] * FOR_EVER)

    product = press.publish(product_id)

    assert product["status"] == "published"
    assert publications() == 1
    assert press.await_end(product["preparation"]["id"]) == "SUCCEEDED"


def test_telling_the_brand_survives_lost_attempts(press: Press):
    product_id = press.product(photo=b"not a picture")
    press.faults["end_preparation"].extend([KILLED, KILLED_AFTER_WORK, TIMED_OUT])

    assert told(press.publish(product_id)) == ("refused", "product-not-publishable")


@pytest.mark.parametrize(("verdict", "status"), [("refused", "SUCCEEDED"), ("failed", "FAILED")])
def test_only_what_is_ours_to_mend_fails_the_execution(press: Press, verdict: str, status: str):
    product_id = press.product(photo=b"not a picture" if verdict == "refused" else None)
    press.faults["compile_photo"].extend([KILLED] * FOR_EVER)

    product = press.publish(product_id)

    assert product["status"] == verdict
    assert press.await_end(product["preparation"]["id"]) == status


@pytest.mark.parametrize("error", [ProviderThrottled("Wait."), ProviderUnavailable("Gone.")])
def test_a_moderator_that_recovers_gets_another_try(press: Press, error: Exception):
    product_id = press.product()
    press.moderator.images.append(error)

    assert press.publish(product_id)["status"] == "published"


def test_without_a_verdict_no_photo_is_shown(press: Press):
    product_id = press.product()
    press.moderator.images.extend([ProviderUnavailable("Gone.")] * FOR_EVER)

    product = press.publish(product_id)

    assert told(product) == ("failed", "provider-unavailable")
    assert 2 < press.calls.count("moderate_photo") < FOR_EVER
    assert press.media_keys() == []


def test_a_moderator_that_hangs_ends_in_a_failure_and_stores_nothing(press: Press):
    product_id = press.product()
    press.faults["moderate_photo"].extend([TIMED_OUT] * FOR_EVER)

    assert told(press.publish(product_id)) == ("failed", "timed-out")
    assert press.media_keys() == []


def test_storage_that_recovers_gets_another_try(press: Press, monkeypatch: pytest.MonkeyPatch):
    get, failures = S3Store.get, [StorageUnavailable("Gone.")] * 2

    def get_or_fail(store: S3Store, *args: Any, **kwargs: Any) -> bytes:
        if failures:
            raise failures.pop()
        return get(store, *args, **kwargs)

    product_id = press.product()
    monkeypatch.setattr(S3Store, "get", get_or_fail)

    assert press.publish(product_id)["status"] == "published"
    assert failures == []


def test_a_part_that_cannot_be_stored_leaves_nothing_published(press: Press, monkeypatch: pytest.MonkeyPatch):
    def refuse(_store: S3Store, *_args: Any, **_kwargs: Any) -> None:
        raise StorageUnavailable("Gone.")

    product_id = press.product()
    monkeypatch.setattr(S3Store, "put", refuse)

    product = press.publish(product_id)

    assert told(product) == ("failed", "storage-unavailable")
    assert "published" not in product


def test_publishing_twice_is_one_preparation(press: Press):
    product_id = press.product()
    again = []
    press.before["lint_product"] = lambda: again.append(press.ask(product_id))

    product = press.publish(product_id)

    (joined,) = again
    assert (joined.status, joined.json["status"]) == (202, "preparing")
    assert product["status"] == "published"
    assert press.calls.count("lint_product") == 1
    assert publications() == 1


@pytest.mark.parametrize("task", ["moderate_photo", "compile_photo", "compile_model", "publish_product"])
def test_a_draft_edited_while_it_is_prepared_is_not_published(press: Press, task: str):
    product_id = product_for(press, task)
    press.before[task] = lambda: press.before.clear() or press.change(product_id, name="Cup")

    product = press.publish(product_id)

    assert (product["status"], product["name"]) == ("draft", "Cup")
    assert product["preparation"]["reason"]["slug"] == "preparation-overtaken"
    assert ("published" in product, publications()) == (False, 0)
    assert press.publish(product_id)["status"] == "published"
    assert press.published(product_id).name == "Cup"


def test_an_edit_that_slips_in_before_the_last_write_is_not_published(press: Press, monkeypatch: pytest.MonkeyPatch):
    product_id = press.product()
    publish = ProductRepository.publish

    def be_overtaken(self: ProductRepository, *args: Any) -> bool:
        monkeypatch.setattr(ProductRepository, "publish", publish)
        Context().run(press.change, product_id, name="Cup")  # by somebody else, with rights of their own
        return publish(self, *args)

    monkeypatch.setattr(ProductRepository, "publish", be_overtaken)

    product = press.publish(product_id)

    assert product["preparation"]["reason"]["slug"] == "preparation-overtaken"
    assert ("published" in product, publications()) == (False, 0)


def test_a_newer_version_takes_over_from_the_one_that_is_prepared(press: Press):
    product_id = press.product()
    asked = []

    def edit_and_publish() -> None:
        press.before.clear()
        press.change(product_id, name="Cup")
        asked.append(press.ask(product_id))

    press.before["compile_photo"] = edit_and_publish
    first = press.ask(product_id)
    assert press.await_end(press.row(product_id).preparation["id"])
    product = press.finish(product_id)

    assert [first.json["version"], asked[0].json["version"]] == [2, 3]
    assert (product["status"], product["published"]["version"]) == ("published", 3)
    assert publications() == 1


@pytest.mark.parametrize("task", ["lint_product", "photograph_poster", "publish_product"])
def test_a_product_deleted_while_it_is_prepared_stays_deleted(press: Press, task: str):
    product_id = product_for(press, task)
    event = http_event(delete, caller=press.owner, path={"product_id": product_id})
    press.before[task] = lambda: press.before.clear() or press.answer(delete, event)

    press.ask(product_id)
    preparation_id = press.execution_names()[-1]

    assert press.await_end(preparation_id) == "FAILED"
    assert press.shown(product_id).status == 404
    assert publications() == 0


def status_change(press: Press, preparation_id: str, status: str, **changes: Any) -> dict[str, Any]:
    described = aws.client("stepfunctions").describe_execution(executionArn=press.execution(preparation_id))
    return {"detail": {"status": status, "name": described["name"], "input": described["input"]} | changes}


def stopped(press: Press) -> str:
    """A product whose preparation was stopped from outside."""
    product_id = press.product()

    def stop() -> None:
        arn = press.execution(press.row(product_id).preparation["id"])
        aws.client("stepfunctions").stop_execution(executionArn=arn)

    press.before["moderate_photo"] = stop
    assert press.publish(product_id)["status"] == "preparing"
    press.before.clear()
    return product_id


@pytest.mark.parametrize(("status", "reason"), [("ABORTED", "internal-error"), ("TIMED_OUT", "timed-out")])
def test_a_stopped_execution_is_told_of_by_its_event(press: Press, status: str, reason: str):
    product_id = stopped(press)
    preparation_id = press.row(product_id).preparation["id"]

    for _ in range(2):
        press.call(end_abandoned, status_change(press, preparation_id, status))

    assert told(press.shown(product_id).json) == ("failed", reason)
    assert press.publish(product_id)["status"] == "published"
    press.call(end_abandoned, status_change(press, preparation_id, status))
    assert press.shown(product_id).json["status"] == "published"


@pytest.mark.parametrize("changes", [{"name": "another"}, {"input": "{}"}, {"input": None}, {"input": "no json"}])
def test_other_machines_executions_are_left_alone(press: Press, changes: dict[str, Any]):
    product_id = stopped(press)

    press.call(end_abandoned, status_change(press, press.row(product_id).preparation["id"], "FAILED", **changes))

    assert press.shown(product_id).json["status"] == "preparing"


def test_a_photo_that_vanishes_after_the_verdict_is_named(press: Press):
    product_id = press.product(photo=factories.photo((320, 320)), zones=[])
    press.change(product_id, zones=[_zone()])
    press.before["moderate_photo"] = press.lose_uploads

    product = press.publish(product_id)

    assert told(product) == ("refused", "product-not-publishable")
    assert [fault["pointer"] for fault in product["preparation"]["reason"]["errors"]] == ["#/photo_upload_id"]


def _zone() -> dict[str, Any]:
    quad = [[10, 10], [200, 10], [200, 100], [10, 100]]
    return {"name": "front", "quad": quad, "size_mm": {"width": 80, "height": 38}}
