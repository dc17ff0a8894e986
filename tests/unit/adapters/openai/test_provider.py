"""The real SDK against an in-process transport that answers as OpenAI does: bytes on the wire, no socket."""

import json

import httpx2
import pytest

from luneo.adapters.openai.moderator import OpenAIModerator
from luneo.adapters.openai.provider import OpenAIImages, size_text
from luneo.ports.images import (
    OutcomeUnknown,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from tests.unit.adapters.openai.wire import COMPLETED, PARTIAL, PIXEL, REQUEST, client_answering, problem, stream


def generate(answer, seen=None, partials=None):
    provider = OpenAIImages(client_answering(answer, seen), model="gpt-image-2.6-flare")
    return provider.generate(REQUEST, (partials if partials is not None else []).append)


def test_partial_and_final_pictures_arrive_with_their_usage():
    partials = []
    image = generate(stream(PARTIAL, COMPLETED), partials=partials)
    assert [(partial.index, partial.data) for partial in partials] == [(0, b"picture bytes")]
    assert (image.data, image.media_type, image.provider) == (b"picture bytes", "image/png", "openai")
    assert image.usage == {"text_input_tokens": 7, "image_input_tokens": 0, "image_output_tokens": 272}


def test_the_request_carries_size_background_pseudonym_and_idempotency_key():
    seen = []
    generate(stream(COMPLETED), seen)
    sent = json.loads(seen[0].content)
    assert (sent["size"], sent["background"], sent["stream"]) == ("1024x1536", "transparent", True)
    assert sent["safety_identifier"] == "f00d"
    assert seen[0].headers["idempotency-key"] == "gen_1:generate"
    assert "Leave out: text, frames." in sent["prompt"]
    assert "#102030" in sent["prompt"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (problem(429, "rate_limit_exceeded"), ProviderThrottled),
        (problem(429, "insufficient_quota"), ProviderMisconfigured),
        (problem(400, "moderation_blocked"), ProviderRejected),
        (problem(400, "invalid_size"), ProviderMisconfigured),
        (problem(401, "invalid_api_key"), ProviderMisconfigured),
        (problem(404, "model_not_found"), ProviderMisconfigured),
        (problem(500, None), ProviderUnavailable),
        (problem(503, None), ProviderUnavailable),
        (problem(504, None), OutcomeUnknown),
        (stream(PARTIAL), OutcomeUnknown),
        (stream(), OutcomeUnknown),
        (stream(COMPLETED | {"b64_json": ""}), ProviderUnavailable),
        (stream(COMPLETED | {"b64_json": "%%%"}), ProviderUnavailable),
        (httpx2.Response(200, json={"created": 1, "data": [{"b64_json": PIXEL}]}), OutcomeUnknown),
        (httpx2.ReadTimeout("too slow"), OutcomeUnknown),
        (httpx2.RemoteProtocolError("hung up"), OutcomeUnknown),
        (httpx2.ConnectTimeout("too slow"), ProviderUnavailable),
        (httpx2.ConnectError("refused"), ProviderUnavailable),
        (
            stream(PARTIAL, {"type": "error", "error": {"code": "moderation_blocked", "message": "no"}}),
            ProviderRejected,
        ),
    ],
)
def test_every_failure_has_its_name(answer, error):
    with pytest.raises(error):
        generate(answer)


def test_one_failure_is_one_call():
    seen = []
    with pytest.raises(ProviderUnavailable):
        generate(problem(500, None), seen)
    assert len(seen) == 1


def test_the_pause_a_busy_provider_asks_for_is_kept():
    with pytest.raises(ProviderThrottled) as busy:
        generate(problem(429, "rate_limit_exceeded", {"retry-after": "17"}))
    assert busy.value.retry_after_s == 17


@pytest.mark.parametrize(
    ("size_px", "text"),
    [((1024, 1024), "1024x1024"), ((1000, 700), "992x704"), ((4000, 100), "304x96"), ((8, 8), "16x16")],
)
def test_sizes_are_multiples_of_sixteen_within_the_ratio(size_px, text):
    assert size_text(size_px) == text


def verdict(flagged, **categories):
    names = [
        "harassment",
        "harassment/threatening",
        "hate",
        "hate/threatening",
        "illicit",
        "illicit/violent",
        "self-harm",
    ]
    names += ["self-harm/instructions", "self-harm/intent", "sexual", "sexual/minors", "violence", "violence/graphic"]
    flags = dict.fromkeys(names, False) | {name.replace("_", "/"): value for name, value in categories.items()}
    scores, types = dict.fromkeys(names, 0.0), {name: ["text"] for name in names}
    result = {"flagged": flagged, "categories": flags, "category_scores": scores, "category_applied_input_types": types}
    return httpx2.Response(200, json={"id": "m", "model": "omni", "results": [result]})


def test_a_harmless_prompt_passes_moderation():
    assert OpenAIModerator(client_answering(verdict(False))).check_prompt("a cat").allowed


def test_a_flagged_picture_is_refused_with_its_categories():
    seen = []
    answer = OpenAIModerator(client_answering(verdict(True, violence_graphic=True), seen)).check_image(
        b"x", "image/png"
    )
    assert (answer.allowed, answer.categories) == (False, ("violence/graphic",))
    assert json.loads(seen[0].content)["input"][0]["image_url"]["url"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    "answer",
    [
        problem(500, None),
        httpx2.ReadTimeout("too slow"),
        httpx2.Response(200, json={"id": "m", "model": "o", "results": []}),
    ],
)
def test_moderation_fails_closed(answer):
    with pytest.raises(ProviderUnavailable):
        OpenAIModerator(client_answering(answer)).check_prompt("a cat")
