"""Every way in which a provider fails to change a picture, through the whole task, by the real SDK on a transport."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import httpx2
import pytest

from functions.ai.generate import handler as generate
from luneo.adapters.openai import provider
from luneo.adapters.s3 import S3Store
from luneo.identity.caller import Caller
from luneo.media.files import FileName
from luneo.pipeline.shelf import Shelf
from luneo.ports.images import OutcomeUnknown, ProviderRejected, ProviderThrottled, ProviderUnavailable
from luneo.settings import BEDROCK, OPENAI
from tests.events import http_event
from tests.fakes.images import SIZE, picture
from tests.functions.tasks import test_provider_failures as plain
from tests.functions.tasks.test_grants import asked, owner, run
from tests.functions.tasks.test_provider_failures import Bench, OpenAI
from tests.stack import Stack
from tests.unit.adapters.openai.wire import problem, stream

__all__ = ["asked", "owner"]
ON_ITS_WAY = plain.ON_ITS_WAY | {"type": "image_edit.partial_image"}
MADE = plain.MADE | {"type": "image_edit.completed"}
AREA = {"left_mm": 10, "top_mm": 10, "width_mm": 30, "height_mm": 20}


class Editing(OpenAI):
    """Keeps what it was sent."""

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.path, self.body = request.url.path, request.read()
        self.answers = self.answers or [stream(ON_ITS_WAY, MADE)]
        return super().__call__(request)


class ChangeBench(Bench):
    """Changes of a finished design, ready to have their picture made."""

    def ready(self) -> dict[str, Any]:
        former = self._ask()
        row = self.row(former)
        with self.cloud.everything():
            row.status, row.picture = "succeeded", {"size_px": list(SIZE)}
            row.files = [asdict(Shelf(S3Store()).put(row, FileName.ARTWORK, picture(), size_px=SIZE))]
            row.save()
        body = {"prompt": "make the sun green", "change": {"generation_id": row.row, "area": AREA}}
        answer = self.cloud.call(generate, http_event(generate, caller=self.caller, body=body))
        message = former | {"generation_id": answer.json["id"]}
        run(self.cloud, message, "reserve_credits", "moderate_prompt")
        return message


@pytest.fixture
def bench(
    cloud: Stack, owner: Caller, asked: Callable[[], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> ChangeBench:
    openai, connect = Editing(), provider.connect
    transport = httpx2.Client(transport=httpx2.MockTransport(openai))
    monkeypatch.setattr(provider, "connect", lambda key, timeout_s: connect(key, timeout_s=5, http_client=transport))
    bench = ChangeBench(cloud, owner, asked, openai)
    bench.caller = owner
    return bench


def test_who_cannot_change_a_picture_is_passed_over_for_who_can(bench: ChangeBench):
    row = bench.make(order=f"{BEDROCK},{OPENAI}")

    assert (row.picture["provider"], bench.openai.path) == (OPENAI, "/v1/images/edits")
    assert picture() in bench.openai.body
    assert b'name="mask"' in bench.openai.body


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        (ProviderThrottled, problem(429, "rate_limit_exceeded", {"retry-after": "0"})),
        (ProviderUnavailable, httpx2.ConnectTimeout("too slow")),
        (ProviderUnavailable, stream(MADE | {"b64_json": ""})),
        (ProviderUnavailable, problem(500, None)),
    ],
    ids=["429", "not reached", "200 without image", "500"],
)
def test_where_there_is_no_picture_it_is_asked_for_again(bench: ChangeBench, error: type[Exception], answer: Any):
    message = bench.fails(error, answer)

    assert bench.make(message).picture["provider"] == OPENAI


@pytest.mark.parametrize("answer", [httpx2.ReadTimeout("too slow"), stream(ON_ITS_WAY)], ids=["hang", "broken off"])
def test_where_there_may_be_one_nobody_is_asked_again(bench: ChangeBench, answer: Any):
    bench.is_paid_once(bench.fails(OutcomeUnknown, answer))


def test_a_rejected_change_is_offered_to_nobody_else(bench: ChangeBench):
    message = bench.fails(ProviderRejected, problem(400, "moderation_blocked"), order=f"{OPENAI},{BEDROCK}")

    assert bench.row(message).picture is None
