import json
from contextvars import Context
from functools import partial

import pytest

from functions.ai.generate import handler as generate
from functions.ai.show import handler as show
from luneo import aws
from luneo.credits.contention import write_together
from luneo.credits.ledger import GENERATION_CREDITS, Ledger
from luneo.generations import execution
from luneo.generations.execution import DesignMachine, Run
from luneo.generations.models import GenerationRow
from luneo.http.models import StoredAnswer
from luneo.identity.caller import Caller
from luneo.identity.permissions import Role
from luneo.ids import Prefix, is_id, new_id
from luneo.progress.models import TicketRow
from luneo.resources import Machine
from luneo.settings import physical_name
from luneo.workflow.machine import MachineUnavailable
from tests import factories
from tests.events import http_event
from tests.fakes.products import published_product
from tests.stack import Answer, Stack


def wish(product: str, **changes: object) -> dict[str, object]:
    return {"product_id": product, "prompt": "a fox in the snow", "style": "woodcut", "seed": 3} | changes


def ask(cloud: Stack, caller: Caller, body: dict[str, object], key: str | None = "key-1") -> Answer:
    headers = {"idempotency-key": key} if key else {}
    return cloud.call(generate, http_event(generate, caller=caller, body=body, headers=headers))


def rows(cloud: Stack, caller: Caller) -> list[GenerationRow]:
    with cloud.everything():
        return list(GenerationRow.query(caller.tenant.partition))


def runs(cloud: Stack) -> list[dict[str, str]]:
    with cloud.everything():
        states = aws.client("stepfunctions")
        found = states.list_executions(stateMachineArn=physical_name(Machine.GENERATE_DESIGN))["executions"]
        return [json.loads(states.describe_execution(executionArn=run["executionArn"])["input"]) for run in found]


def test_a_wish_is_accepted_and_started(cloud: Stack, shopper: Caller, product: str):
    answer = ask(cloud, shopper, wish(product))

    assert answer.status == 202
    assert is_id(Prefix.GENERATION, answer.json["id"])
    assert answer.json["status"] == "queued"
    assert answer.json["status_url"] == f"/api/ai/generations/{answer.json['id']}"
    assert answer.json["stream"]["url"] == "wss://socket.luneo.test/live"
    assert answer.json["credits"]["cost"] == GENERATION_CREDITS
    (run,) = [run for run in runs(cloud) if run["tenant_id"] == shopper.tenant.tenant_id]
    assert run["generation_id"] == answer.json["id"]
    assert set(run) == {"tenant_id", "generation_id", "correlation_id"}


def test_the_prompt_is_redacted_before_it_is_stored(cloud: Stack, shopper: Caller, product: str):
    ask(cloud, shopper, wish(product, prompt="a cat for anna@example.com\u200b"))

    (row,) = rows(cloud, shopper)
    assert (row.prompt, row.redactions) == ("a cat for [email]", ["email"])


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"prompt": ""}, "#/prompt"),
        ({"prompt": "   "}, "#/prompt"),
        ({"prompt": "\u200b\u200b"}, "#/prompt"),
        ({"prompt": "x" * 1001}, "#/prompt"),
        ({"prompt": "word " * 6600}, "#/prompt"),
        ({"prompt": 5}, "#/prompt"),
        ({"style": "no-such-style"}, "#/style"),
        ({"zone": "no-such-zone"}, "#/zone"),
        ({"seed": -1}, "#/seed"),
        ({"product_id": "nothing"}, "#/product_id"),
        ({"colour": "red"}, "#/colour"),
    ],
)
def test_what_cannot_be_made_is_refused_where_it_is_wrong(
    cloud: Stack, shopper: Caller, product: str, changes: dict[str, object], pointer: str
):
    answer = ask(cloud, shopper, wish(product, **changes))

    assert answer.status == 422
    assert answer.pointers == [pointer]
    assert rows(cloud, shopper) == []


@pytest.mark.parametrize(
    ("text", "pointer", "problem"),
    [
        ({"content": ""}, "#/text/content", "invalid"),
        ({"content": "x" * 121}, "#/text/content", "invalid"),
        ({"content": "Anna", "font": "comic"}, "#/text/font", "invalid"),
        ({"content": "Anna", "colour": "red"}, "#/text/colour", "invalid"),
        ({"content": "Anna", "size_mm": 400}, "#/text/size_mm", "invalid"),
        ({"content": "Anna", "anchor": "above"}, "#/text/anchor", "invalid"),
        ({"content": "Anna", "curve_degrees": 400}, "#/text/curve_degrees", "invalid"),
        ({"content": "Anna", "outline": {"width_mm": 9}}, "#/text/outline/width_mm", "invalid"),
        ({"content": "Anna", "right_mm": 300, "size_mm": 5}, "#/text/right_mm", "invalid"),
        ({"content": "Ω", "font": "hand"}, "#/text/content", "uncovered-characters"),
    ],
)
def test_a_text_that_cannot_be_printed_is_refused_before_anything_is_charged(
    cloud: Stack, shopper: Caller, product: str, text: dict[str, object], pointer: str, problem: str
):
    answer = ask(cloud, shopper, wish(product, text=text))

    assert (answer.status, answer.problem, answer.pointers) == (422, problem, [pointer])
    assert rows(cloud, shopper) == []


def test_a_text_is_kept_with_the_size_it_was_set_at_and_told(cloud: Stack, shopper: Caller, product: str):
    text = {"content": " Anna, 06 12 34 56 78 ", "font": "serif", "anchor": "bottom"}
    generation_id = ask(cloud, shopper, wish(product, text=text)).json["id"]

    told = cloud.call(show, http_event(show, caller=shopper, path={"generation_id": generation_id})).json["text"]

    assert (told["content"], told["font"], told["anchor"]) == ("Anna, 06 12 34 56 78", "serif", "bottom")
    assert told["size_mm"] > 2
    (row,) = rows(cloud, shopper)
    assert row.text == {"colour": None, "outline": None} | told
    assert "Anna" not in row.prompt


def test_an_unpublished_or_foreign_product_does_not_exist(cloud: Stack, shopper: Caller):
    with cloud.everything():
        foreign = published_product(factories.tenant(), with_model=False)

    answers = [ask(cloud, shopper, wish(each), key=None) for each in (foreign, new_id(Prefix.PRODUCT))]

    assert [answer.status for answer in answers] == [404, 404]
    assert len({answer.json["detail"] for answer in answers}) == 1
    assert rows(cloud, shopper) == []


def test_without_credits_nothing_is_started(cloud: Stack):
    poor = factories.shopper()
    with cloud.everything():
        product = published_product(poor.tenant, with_model=False)

    answer = ask(cloud, poor, wish(product))

    assert (answer.status, answer.problem) == (402, "out-of-credits")
    assert rows(cloud, poor) == []


def test_the_same_key_gives_the_same_answer(cloud: Stack, shopper: Caller, product: str):
    first, second = (ask(cloud, shopper, wish(product)) for _ in range(2))

    assert second.json == first.json
    assert second.headers["idempotency-replayed"] == "true"
    assert len(rows(cloud, shopper)) == 1


def test_without_a_key_every_wish_is_a_new_one(cloud: Stack, shopper: Caller, product: str):
    ids = {ask(cloud, shopper, wish(product), key=None).json["id"] for _ in range(2)}

    assert len(ids) == 2


def test_one_key_of_two_shoppers_names_two_generations(cloud: Stack, shopper: Caller, product: str):
    other = factories.shopper(shopper.tenant)

    assert ask(cloud, shopper, wish(product)).json["id"] != ask(cloud, other, wish(product)).json["id"]


def test_a_crash_before_the_start_is_mended_by_the_retry(
    cloud: Stack, shopper: Caller, product: str, monkeypatch: pytest.MonkeyPatch
):
    class Crash(BaseException):
        """The sandbox dies between row and start."""

    def crash(_machine: object, _run: object) -> None:
        raise Crash

    start = execution.DesignMachine.start
    monkeypatch.setattr(execution.DesignMachine, "start", crash)
    with pytest.raises(Crash):
        ask(cloud, shopper, wish(product))
    monkeypatch.setattr(execution.DesignMachine, "start", start)
    (orphan,) = rows(cloud, shopper)
    with cloud.everything():
        release_lock()

    answer = ask(cloud, shopper, wish(product))

    assert answer.json["id"] == orphan.row
    assert len(rows(cloud, shopper)) == 1
    assert orphan.row in {run["generation_id"] for run in runs(cloud)}


def release_lock() -> None:
    """As if the crashed attempt's lock had run out."""
    for row in StoredAnswer.scan():
        row.update([StoredAnswer.locked_until.set(0)])


def test_a_machine_that_cannot_start_is_a_clear_refusal(
    cloud: Stack, shopper: Caller, product: str, monkeypatch: pytest.MonkeyPatch
):
    with cloud.everything():
        arn = physical_name(Machine.GENERATE_DESIGN)

    answer = cloud.call(
        generate,
        http_event(generate, caller=shopper, body=wish(product)),
        **{Machine.GENERATE_DESIGN.env: f"{arn}-gone"},
    )

    assert (answer.status, answer.problem) == (503, "machine-unavailable")
    (row,) = rows(cloud, shopper)
    assert (row.status, row.reason["slug"]) == ("failed", "machine-unavailable")


def test_a_start_whose_answer_was_lost_gives_back_what_the_run_has_reserved(
    cloud: Stack, shopper: Caller, product: str, monkeypatch: pytest.MonkeyPatch
):
    ledger = Ledger(shopper.tenant)

    def start_and_lose_the_answer(_machine: DesignMachine, run: Run) -> None:
        reserve = partial(ledger.add_reservation, job_id=run.generation_id, amount=GENERATION_CREDITS)
        Context().run(write_together, reserve)  # by the run, with rights of its own
        raise MachineUnavailable("No answer.")

    monkeypatch.setattr(DesignMachine, "start", start_and_lose_the_answer)

    assert ask(cloud, shopper, wish(product)).status == 503

    with cloud.everything():
        assert (ledger.balance().reserved, ledger.balance().spent) == (0, 0)


def test_a_ticket_is_kept_as_its_hash(cloud: Stack, shopper: Caller, product: str):
    ticket = ask(cloud, shopper, wish(product)).json["stream"]["ticket"]

    with cloud.everything():
        (row,) = TicketRow.scan()
    assert ticket not in str(row.attribute_values)
    assert row.owner == shopper.subject


def test_a_chosen_seed_is_told(cloud: Stack, shopper: Caller, product: str):
    body = wish(product)
    del body["seed"]
    generation_id = ask(cloud, shopper, body).json["id"]

    answer = cloud.call(show, http_event(show, caller=shopper, path={"generation_id": generation_id}))

    assert 0 <= answer.json["seed"] < 2**31


def test_an_analyst_may_not_ask(cloud: Stack, product: str, shopper: Caller):
    assert ask(cloud, factories.member(shopper.tenant, Role.ANALYST), wish(product)).status == 403
