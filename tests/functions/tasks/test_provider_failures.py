"""Every way in which a provider fails, through the whole task: the real SDK on a transport in this process.

What counts each time: the error that the state machine sees, how often the provider was asked, and whether the claim
was given back, so that a retry asks again, or kept, so that nothing is paid for twice.
"""

import base64
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from pynamodb.exceptions import GetError

from luneo.adapters.offline.provider import OfflineImages
from luneo.adapters.openai import provider
from luneo.brands.repository import BrandRepository
from luneo.generations.models import GenerationRow
from luneo.generations.repository import Generations
from luneo.identity.caller import Caller, TenantContext
from luneo.pipeline.publishing import _facts
from luneo.ports.images import (
    GeneratedImage,
    ImageRequest,
    OutcomeUnknown,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from luneo.providers.limits import limits_of
from luneo.providers.models import GateRow
from luneo.settings import IMAGE_MODEL, IMAGE_PROVIDER, OFFLINE, OPENAI
from tests import factories
from tests.fakes.images import picture
from tests.functions.tasks.test_grants import asked, owner, run
from tests.stack import Stack
from tests.unit.adapters.openai.wire import COMPLETED, PARTIAL, problem, stream

__all__ = ["asked", "owner"]
MODEL = "gpt-image-2.6-flare"
B64 = base64.b64encode(picture()).decode()
MADE = COMPLETED | {"b64_json": B64}
ON_ITS_WAY = PARTIAL | {"b64_json": B64}
FALLBACK = f"{OPENAI},{OFFLINE}"


class BreaksOff(httpx2.SyncByteStream):
    """A stream of events whose connection then falls silent."""

    def __iter__(self) -> Iterator[bytes]:
        yield stream(ON_ITS_WAY).content
        raise httpx2.ReadTimeout("no more")


class OpenAI:
    """Answers as queued, then makes pictures; ``calls`` counts what reached it."""

    def __init__(self) -> None:
        self.answers: list[httpx2.Response | Exception] = []
        self.calls = 0

    def __call__(self, _request: httpx2.Request) -> httpx2.Response:
        self.calls += 1
        answer = self.answers.pop(0) if self.answers else stream(ON_ITS_WAY, MADE)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Bench:
    """Generations that are ready to have their picture made."""

    def __init__(self, cloud: Stack, owner: Caller, ask: Callable[[], dict[str, Any]], openai: OpenAI) -> None:
        self.cloud, self.tenant, self._ask, self.openai = cloud, owner.tenant, ask, openai

    def ready(self) -> dict[str, Any]:
        message = self._ask()
        run(self.cloud, message, "reserve_credits", "moderate_prompt")
        return message

    def make(self, message: dict[str, Any] | None = None, order: str = OPENAI) -> GenerationRow:
        """One attempt."""
        message = message or self.ready()
        run(self.cloud, message, "generate_image", **{IMAGE_PROVIDER: order, IMAGE_MODEL: MODEL})
        return self.row(message)

    def row(self, message: dict[str, Any]) -> GenerationRow:
        with self.cloud.everything():
            return Generations(self.tenant).get(message["generation_id"])

    def fails(self, error: type[Exception], *answers: Any, order: str = OPENAI) -> dict[str, Any]:
        """One attempt that fails after one call; its message, to try again with."""
        message, before = self.ready(), self.openai.calls
        self.openai.answers.extend(answers)
        with pytest.raises(error):
            self.make(message, order)
        assert self.openai.calls == before + 1
        return message

    def is_paid_once(self, message: dict[str, Any]) -> None:
        """Another attempt does not ask again."""
        before = self.openai.calls
        with pytest.raises(OutcomeUnknown):
            self.make(message)
        assert self.openai.calls == before


def quickly_drawn(_self: OfflineImages, request: ImageRequest, _on_partial: object) -> GeneratedImage:
    """The fallback's picture is not what these tests are about."""
    return GeneratedImage(picture(), "image/png", OFFLINE, "quick", request.seed)


@pytest.fixture
def bench(cloud: Stack, owner: Caller, asked: Callable[[], dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> Bench:
    openai, connect = OpenAI(), provider.connect
    transport = httpx2.Client(transport=httpx2.MockTransport(openai))
    monkeypatch.setattr(OfflineImages, "generate", quickly_drawn)
    monkeypatch.setattr(provider, "connect", lambda key, timeout_s: connect(key, timeout_s=5, http_client=transport))
    return Bench(cloud, owner, asked, openai)


def test_a_picture_and_its_manifest_tell_what_it_cost(bench: Bench):
    row = bench.make()
    cost = 7 * 5 + 272 * 30
    assert (row.picture["cost_microdollars"], _facts(row)["cost_microdollars"]) == (cost, cost)
    assert (row.picture["provider"], row.picture["model"], row.partial["index"]) == (OPENAI, MODEL, 0)


def test_429_with_retry_after_leaves_the_provider_alone_so_long(bench: Bench):
    message = bench.fails(ProviderThrottled, problem(429, "rate_limit_exceeded", {"retry-after": "300"}))
    with pytest.raises(ProviderThrottled) as busy:
        bench.make(message)
    assert bench.openai.calls == 1
    assert 0 < busy.value.retry_after_s <= 300


def test_429_with_retry_after_does_not_keep_a_brand_from_its_fallback(bench: Bench):
    bench.fails(ProviderThrottled, problem(429, "rate_limit_exceeded", {"retry-after": "300"}))
    assert bench.make(order=FALLBACK).picture["provider"] == OFFLINE
    assert bench.openai.calls == 1


def test_a_hang_is_given_up_and_not_paid_twice(bench: Bench):
    bench.is_paid_once(bench.fails(OutcomeUnknown, httpx2.ReadTimeout("too slow"), order=FALLBACK))


def test_a_hang_in_the_middle_of_a_stream_is_given_up_and_not_paid_twice(bench: Bench):
    headers = {"content-type": "text/event-stream"}
    bench.is_paid_once(bench.fails(OutcomeUnknown, httpx2.Response(200, headers=headers, stream=BreaksOff())))


def test_a_provider_that_is_not_reached_is_asked_again(bench: Bench):
    message = bench.fails(ProviderUnavailable, httpx2.ConnectTimeout("too slow"))
    assert bench.make(message).picture["provider"] == OPENAI


def test_200_without_an_image_is_asked_again(bench: Bench):
    message = bench.fails(ProviderUnavailable, stream(MADE | {"b64_json": ""}))
    assert bench.make(message).picture["provider"] == OPENAI


def test_a_stream_without_its_end_is_not_paid_twice(bench: Bench):
    bench.is_paid_once(bench.fails(OutcomeUnknown, stream(ON_ITS_WAY), order=FALLBACK))


def test_a_rejected_content_is_not_offered_to_another_provider(bench: Bench):
    message = bench.fails(ProviderRejected, problem(400, "moderation_blocked"), order=FALLBACK)
    assert bench.row(message).picture is None


def test_ten_500s_in_a_row_open_the_breaker(bench: Bench):
    message = bench.ready()
    bench.openai.answers.extend([problem(500, None)] * 10)
    for _ in range(10):
        with pytest.raises(ProviderUnavailable):
            bench.make(message)
    with pytest.raises(ProviderUnavailable, match="out of order"):
        bench.make(message)
    assert bench.openai.calls == 10
    assert bench.make(message, FALLBACK).picture["provider"] == OFFLINE
    assert bench.openai.calls == 10


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(problem(401, "invalid_api_key"), id="key_revoked"),
        pytest.param(problem(404, "model_not_found"), id="model_retired"),
        pytest.param(problem(429, "insufficient_quota"), id="account_empty"),
    ],
)
def test_what_an_operator_must_mend_is_told_and_the_fallback_goes_on(bench: Bench, answer: httpx2.Response):
    bench.fails(ProviderMisconfigured, answer)
    bench.openai.answers.append(answer)
    assert bench.make(order=FALLBACK).picture["provider"] == OFFLINE
    assert bench.openai.calls == 2


def test_a_brands_own_order_comes_before_the_deployments(bench: Bench):
    with bench.cloud.everything():
        factories.open_brand(bench.tenant)
        _choose(bench.tenant, OFFLINE)
    assert bench.make(order=FALLBACK).picture["provider"] == OFFLINE
    assert bench.openai.calls == 0


def test_a_brands_choice_that_is_not_deployed_asks_nobody(bench: Bench):
    message = bench.ready()
    with bench.cloud.everything():
        factories.open_brand(bench.tenant)
        _choose(bench.tenant, OFFLINE)
    with pytest.raises(ProviderMisconfigured, match="brand's choice"):
        bench.make(message)
    assert bench.openai.calls == 0


def _choose(tenant: TenantContext, *names: str) -> None:
    brands = BrandRepository(tenant)
    row = brands.get()
    row.image_providers = list(names)
    brands.save(row)


@pytest.mark.parametrize("part", ["luneo.providers.gate.Gate._read", "luneo.secrets.secret"])
def test_what_fails_before_the_call_costs_nothing_and_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, part: str
):
    def fail(*_args: object) -> None:
        raise GetError("not now")

    message = bench.ready()
    with monkeypatch.context() as broken:
        broken.setattr(part, fail)
        with pytest.raises(ProviderUnavailable):
            bench.make(message)
    assert bench.openai.calls == 0
    assert bench.make(message).picture["provider"] == OPENAI


def test_all_places_taken_asks_nobody_and_waits(bench: Bench):
    message = bench.ready()
    running = {f"call-{number}": time.time() + 600 for number in range(limits_of(OPENAI).concurrent)}
    with bench.cloud.everything():
        GateRow(OPENAI, revision=1, state={"leases": running}).save()
    with pytest.raises(ProviderThrottled):
        bench.make(message)
    assert bench.openai.calls == 0
