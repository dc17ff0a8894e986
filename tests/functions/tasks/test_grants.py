"""Every task with the environment of its own declaration and the offline provider; what is not granted is missed."""

import base64
import importlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from functions.ai.generate import handler as generate
from functions.ai.show import handler as show
from functions.tasks.reconcile_reservations import handler as reconcile
from functions.tasks.settle_abandoned import handler as settle_abandoned
from luneo.credits.contention import write_together
from luneo.credits.ledger import JobState, Ledger
from luneo.generations.execution import execution_name
from luneo.generations.steps import Step
from luneo.identity.caller import Caller
from luneo.imaging.finishes import Surface
from luneo.media.files import FileName
from luneo.pipeline.refusals import ImageRejected, PromptRejected
from luneo.ports.images import ProviderRejected, ProviderThrottled, ProviderUnavailable
from luneo.ports.signing import SignerMisconfigured
from luneo.resources import Model, Secret
from luneo.settings import BEDROCK, CERTIFIED_SIGNER, IMAGE_PROVIDER, OPENAI, SIGNER, STAGE
from luneo.styles.catalogue import Process
from luneo.workflow.errors import Cancelled
from tests import factories
from tests.events import http_event
from tests.fakes.images import picture
from tests.fakes.products import FILES, STEPS, published_product
from tests.stack import Stack

# Only what is engraved or cut is held to rules; it is so before it is shown.
BY_RULES = tuple(Step)
WAY = tuple(step for step in Step if step in STEPS)
SIGNING = ("mend_artwork", "blend", "upscale", "print_export", "export_3d", "ar_preview", "publish")
Message = dict[str, Any]


@pytest.fixture
def owner(cloud: Stack) -> Caller:
    caller = factories.member()
    with cloud.everything():
        write_together(Ledger(caller.tenant).add_first_grant)
    return caller


@pytest.fixture
def asked(cloud: Stack, owner: Caller) -> Callable[[str], Message]:
    """Ask for a design; the message its tasks get."""

    def ask(prompt: str = "a lighthouse at night", style: str = "woodcut", **product_facts: Any) -> Message:
        with cloud.everything():
            product = published_product(owner.tenant, **product_facts)
        body = {"product_id": product, "prompt": prompt, "style": style, "seed": 11}
        answer = cloud.call(generate, http_event(generate, caller=owner, body=body))
        return {"tenant_id": owner.tenant.tenant_id, "generation_id": answer.json["id"], "correlation_id": "1"}

    return ask


def run(cloud: Stack, message: Message, *tasks: str, **environment: str) -> Any:
    """Run the tasks one after the other; the last one's answer."""
    answer = None
    for task in tasks:
        handler = importlib.import_module(f"functions.tasks.{task}").handler
        answer = cloud.invoke(handler, message, **environment)
    return answer


def test_the_whole_way_needs_no_more_than_what_is_declared(cloud: Stack, owner: Caller, asked: Callable[..., Message]):
    message = asked()

    assert run(cloud, message, *WAY) == {"step": "settle_credits", "progress": 1.0}

    answer = cloud.call(show, http_event(show, caller=owner, path={"generation_id": message["generation_id"]}))
    assert answer.json["status"] == "succeeded"
    assert {file["name"] for file in answer.json["files"]} == FILES
    assert answer.json["parity"] == {"passed": True, "findings": []}
    assert answer.json["artwork"]["native_dpi"] > 300


def test_an_engraved_design_is_mended_on_its_way_and_the_answer_says_where(
    cloud: Stack, owner: Caller, asked: Callable[..., Message]
):
    message = asked(
        "a fox under the moon", "silhouette", with_model=False, process=Process.ENGRAVE, surface=Surface.WOOD
    )
    way = [step for step in BY_RULES if step not in {"add_detail", "export_3d", "ar_preview"}]

    assert run(cloud, message, *way[: way.index("moderate_image") + 1])["by_rules"] is True
    assert run(cloud, message, *way) == {"step": "settle_credits", "progress": 1.0}

    answer = cloud.call(show, http_event(show, caller=owner, path={"generation_id": message["generation_id"]})).json
    assert {file["name"] for file in answer["files"]} >= set(FileName) - FILES - {FileName.DETAILED}
    assert (answer["fabrication"]["passed"], answer["fabrication"]["mended"]) == (True, True)
    assert (answer["fabrication"]["process"], answer["fabrication"]["material"]) == ("engrave", "wood")
    assert all(each["mended"] or each["severity"] == "warn" for each in answer["fabrication"]["findings"])


def test_the_preview_step_says_whether_there_is_a_model(cloud: Stack, asked: Callable[..., Message]):
    assert run(cloud, asked(), *WAY[: WAY.index("publish_preview") + 1])["has_model"] is True


@pytest.mark.parametrize(
    ("trigger", "error", "step"),
    [
        ("blocked", PromptRejected, "moderate_prompt"),
        ("throttled", ProviderThrottled, "generate_image"),
        ("unavailable", ProviderUnavailable, "generate_image"),
        ("empty", ProviderUnavailable, "generate_image"),
        ("broken", ProviderUnavailable, "generate_image"),
        ("rejected", ProviderRejected, "generate_image"),
        ("blocked-image", ImageRejected, "moderate_image"),
    ],
)
def test_the_offline_providers_triggers_name_their_errors(
    cloud: Stack, asked: Callable[..., Message], trigger: str, error: type[Exception], step: str
):
    message, before = asked(f"a lighthouse luneo:{trigger}"), WAY[: WAY.index(step)]
    run(cloud, message, *before)

    with pytest.raises(error):
        run(cloud, message, step)


def test_the_offline_provider_does_not_run_in_production(cloud: Stack, asked: Callable[..., Message]):
    with pytest.raises(Exception, match="provider-misconfigured"):
        run(cloud, asked(), "reserve_credits", "moderate_prompt", **{STAGE: "prod"})


@pytest.mark.parametrize("step", ["moderate_prompt", "generate_image", "moderate_image"])
def test_openais_key_comes_from_the_tasks_own_secret(
    cloud: Stack, asked: Callable[..., Message], monkeypatch: pytest.MonkeyPatch, step: str
):
    message, keys = asked(), []

    def connect(api_key: str, **_options: object) -> None:
        keys.append(api_key)
        raise ProviderUnavailable("Out of order.")

    run(cloud, message, *WAY[: WAY.index(step)])
    monkeypatch.setattr("luneo.adapters.openai.provider.connect", connect)

    with pytest.raises(ProviderUnavailable):
        run(cloud, message, step, **{IMAGE_PROVIDER: OPENAI})
    assert [key.startswith(f"test-only-{Secret.OPENAI.value}-") for key in keys] == [True]


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({STAGE: "prod"}, "does not sign in production"),
        ({SIGNER: CERTIFIED_SIGNER}, "private_key and certificate_chain"),
    ],
    ids=["test authority in production", "no certificate in the secret"],
)
def test_no_step_that_signs_goes_on_without_a_proper_certificate(
    cloud: Stack, asked: Callable[[], Message], environment: dict[str, str], missing: str
):
    message = asked()
    for step in BY_RULES:
        if step in SIGNING:
            with pytest.raises(SignerMisconfigured, match=missing):
                run(cloud, message, step, **environment)
        if step in WAY:
            run(cloud, message, step)


def test_bedrock_makes_the_picture_with_no_more_than_what_is_declared(
    cloud: Stack, asked: Callable[..., Message], monkeypatch: pytest.MonkeyPatch
):
    from luneo.adapters.bedrock import provider

    message, client = asked(), provider.connect(timeout_s=5)
    body = {"seeds": [11], "finish_reasons": [None], "images": [base64.b64encode(picture()).decode()]}
    stubber = Stubber(client)
    stubber.add_response(
        "invoke_model",
        {"body": io.BytesIO(json.dumps(body).encode()), "contentType": "application/json"},
        {"modelId": cloud.names[Model.TEXT_TO_IMAGE.env], "body": ANY, "contentType": ANY, "accept": ANY},
    )
    monkeypatch.setattr(provider, "connect", lambda timeout_s: client)
    run(cloud, message, "reserve_credits", "moderate_prompt")

    with stubber:
        run(cloud, message, "generate_image", **{IMAGE_PROVIDER: BEDROCK})

    stubber.assert_no_pending_responses()


def test_a_failure_is_booked_and_later_steps_stop(cloud: Stack, owner: Caller, asked: Callable[..., Message]):
    message = asked()
    run(cloud, message, "reserve_credits")
    failure = {"Error": "PromptRejected", "Cause": '{"errorMessage": "{\\"reason\\": \\"r\\", \\"detail\\": \\"d\\"}"}'}

    assert run(cloud, message | {"failure": failure}, "fail_generation") == {"status": "failed"}

    with pytest.raises(Cancelled):
        run(cloud, message, "moderate_prompt")
    with cloud.everything():
        assert Ledger(owner.tenant).job(message["generation_id"]) is JobState.REFUNDED


def test_the_safety_nets_need_no_more_than_what_is_declared(cloud: Stack, owner: Caller, asked: Callable[..., Message]):
    message = asked()
    run(cloud, message, "reserve_credits")
    name = execution_name(message["tenant_id"], message["generation_id"])

    assert cloud.invoke(reconcile, {}) == 0
    cloud.invoke(settle_abandoned, {"detail": {"status": "ABORTED", "name": name, "input": json.dumps(message)}})

    with cloud.everything():
        assert Ledger(owner.tenant).job(message["generation_id"]) is JobState.REFUNDED
