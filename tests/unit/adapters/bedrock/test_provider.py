"""The adapter on botocore's own client: the Stubber holds calls and answers against the service model."""

import base64
import io
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import (
    ConnectTimeoutError,
    EndpointConnectionError,
    IncompleteReadError,
    ReadTimeoutError,
)
from botocore.stub import ANY, Stubber
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from luneo import aws
from luneo.adapters.bedrock.provider import MAX_SEED, RATIOS, BedrockImages, connect, ratio_text
from luneo.ports.images import (
    Capability,
    Edit,
    ImageRequest,
    OutcomeUnknown,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from luneo.settings import BEDROCK_REGION

MODEL, EDIT_MODEL, UPSCALE_MODEL = "stability.core", "us.stability.inpaint", "us.stability.fast-upscale"
PICTURE = base64.b64encode(b"picture bytes").decode()
ANSWER = {"seeds": [7], "finish_reasons": [None], "images": [PICTURE]}
REQUEST = ImageRequest(
    prompt="a cat as a woodcut",
    subject="a cat",
    style="woodcut",
    negative="text, frames",
    palette=("#102030", "#ffffff"),
    size_px=(1024, 1536),
    seed=2**40 + 7,
    transparent=False,
    shopper_hash="f00d",
    idempotency_key="gen_1",
)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Botocore's client as it is deployed; making one is dear."""
    aws.forget()
    yield connect(timeout_s=150)
    aws.forget()


@pytest.fixture
def stubber(client: Any) -> Iterator[Stubber]:
    with Stubber(client) as stubber:
        yield stubber


@pytest.fixture
def provider(client: Any) -> BedrockImages:
    return BedrockImages(client, model=MODEL, edit_model=EDIT_MODEL, upscale_model=UPSCALE_MODEL)


def answers(stubber: Stubber, document: Any, model: str = MODEL, body: Any = ANY) -> None:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    expected = {"modelId": model, "body": body, "contentType": "application/json", "accept": "application/json"}
    stubber.add_response("invoke_model", {"body": io.BytesIO(content), "contentType": "application/json"}, expected)


class Sent:
    """Matches any body and keeps it as JSON."""

    def __eq__(self, body: object) -> bool:
        self.document = json.loads(str(body))
        return True

    __hash__ = None


def png(mode: str, colour: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (16, 16), colour).save(buffer, "PNG")
    return buffer.getvalue()


def no_partial(_partial: object) -> None:
    raise AssertionError("there are none")


def test_a_generation_is_asked_for_once_and_read_whole(provider: BedrockImages, stubber: Stubber):
    sent = Sent()
    answers(stubber, ANSWER, body=sent)
    image = provider.generate(REQUEST, no_partial)
    assert (image.data, image.media_type, image.provider, image.model) == (
        b"picture bytes",
        "image/png",
        "bedrock",
        MODEL,
    )
    assert (image.seed, image.usage) == (7, {"pictures": 1})
    assert sent.document == {
        "prompt": "a cat as a woodcut\nColours: #102030, #ffffff.",
        "negative_prompt": "text, frames",
        "seed": REQUEST.seed % (MAX_SEED + 1),
        "aspect_ratio": "2:3",
        "output_format": "png",
    }


def test_an_edit_carries_picture_and_mask_and_no_ratio(provider: BedrockImages, stubber: Stubber):
    sent, edit = Sent(), Edit(image=png("RGB", "navy"), mask=png("RGBA", "white"))
    answers(stubber, ANSWER, EDIT_MODEL, sent)
    assert provider.generate(replace(REQUEST, edit=edit), no_partial).model == EDIT_MODEL
    assert base64.b64decode(sent.document["image"]) == edit.image
    mask = Image.open(io.BytesIO(base64.b64decode(sent.document["mask"])))
    assert (mask.mode, mask.getextrema()) == ("L", (255, 255))
    assert "aspect_ratio" not in sent.document


def test_upscaling_sends_the_picture_alone(provider: BedrockImages, stubber: Stubber):
    sent = Sent()
    answers(stubber, ANSWER, UPSCALE_MODEL, sent)
    assert provider.upscale(b"small", (1, 1)).model == UPSCALE_MODEL
    assert sent.document == {"image": base64.b64encode(b"small").decode(), "output_format": "png"}


def test_it_can_do_what_it_has_models_for(client: Any, provider: BedrockImages):
    assert provider.capabilities.can == set(Capability) - {
        Capability.TRANSPARENT,
        Capability.PARTIALS,
        Capability.REFERENCES,
        Capability.REDRAW,
    }
    alone = BedrockImages(client, model=MODEL)
    assert alone.capabilities.can == {Capability.GENERATE, Capability.SEED}
    with pytest.raises(ProviderMisconfigured):
        alone.upscale(b"small", (1, 1))


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ({"finish_reasons": ["Filter reason: prompt"]}, ProviderRejected),
        (ANSWER | {"finish_reasons": ["Filter reason: output image"]}, ProviderRejected),
        (ANSWER | {"finish_reasons": ["Inference error"]}, ProviderUnavailable),
        (ANSWER | {"images": []}, ProviderUnavailable),
        (ANSWER | {"images": [""]}, ProviderUnavailable),
        (ANSWER | {"images": ["%%%"]}, ProviderUnavailable),
        ({}, ProviderUnavailable),
        ([], ProviderUnavailable),
        (b"no JSON", ProviderUnavailable),
    ],
)
def test_a_good_status_without_a_picture_is_a_failure(
    provider: BedrockImages, stubber: Stubber, document: Any, error: type[Exception]
):
    answers(stubber, document)
    with pytest.raises(error):
        provider.generate(REQUEST, no_partial)


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("ThrottlingException", 429, ProviderThrottled),
        ("ServiceQuotaExceededException", 400, ProviderThrottled),
        ("ModelNotReadyException", 429, ProviderThrottled),
        ("AccessDeniedException", 403, ProviderMisconfigured),
        ("ResourceNotFoundException", 404, ProviderMisconfigured),
        ("ValidationException", 400, ProviderMisconfigured),
        ("InternalServerException", 500, ProviderUnavailable),
        ("ServiceUnavailableException", 503, ProviderUnavailable),
        ("ModelErrorException", 424, ProviderUnavailable),
        ("ModelTimeoutException", 408, OutcomeUnknown),
    ],
)
def test_every_failure_has_its_name_and_is_one_call(
    provider: BedrockImages, stubber: Stubber, code: str, status: int, error: type[Exception]
):
    stubber.add_client_error("invoke_model", code, http_status_code=status)
    with pytest.raises(error):
        provider.generate(REQUEST, no_partial)
    stubber.assert_no_pending_responses()


def test_the_errors_told_apart_are_those_of_the_service(client: Any):
    shapes = {shape.name for shape in client.meta.service_model.operation_model("InvokeModel").error_shapes}
    cases = next(
        mark for mark in test_every_failure_has_its_name_and_is_one_call.pytestmark if mark.name == "parametrize"
    )
    assert {case[0] for case in cases.args[1]} == shapes


def test_the_pause_a_busy_provider_asks_for_is_kept(provider: BedrockImages, stubber: Stubber):
    stubber.add_client_error(
        "invoke_model", "ThrottlingException", http_status_code=429, response_meta={"HTTPHeaders": {"retry-after": "9"}}
    )
    with pytest.raises(ProviderThrottled) as busy:
        provider.generate(REQUEST, no_partial)
    assert busy.value.retry_after_s == 9


class Broken:
    """A client or an answer's body whose connection fails."""

    def __init__(self, error: Exception, *, while_reading: bool = False) -> None:
        self._error, self._while_reading = error, while_reading

    def invoke_model(self, **_call: object) -> dict[str, Any]:
        if self._while_reading:
            return {"body": self}
        raise self._error

    def read(self) -> bytes:
        raise self._error


URL = "https://bedrock.test"


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: Broken(ConnectTimeoutError(endpoint_url=URL)), ProviderUnavailable),
        (lambda: Broken(EndpointConnectionError(endpoint_url=URL)), ProviderUnavailable),
        (lambda: Broken(ReadTimeoutError(endpoint_url=URL)), OutcomeUnknown),
        (lambda: Broken(ReadTimeoutError(endpoint_url=URL), while_reading=True), OutcomeUnknown),
        (lambda: Broken(IncompleteReadError(actual_bytes=1, expected_bytes=2), while_reading=True), OutcomeUnknown),
    ],
)
def test_a_connection_that_fails_after_sending_leaves_the_outcome_open(
    make: Callable[[], Broken], error: type[Exception]
):
    with pytest.raises(error):
        BedrockImages(make(), model=MODEL).generate(REQUEST, no_partial)


def test_the_client_asks_once_in_stabilitys_region_and_gives_up_before_the_task(client: Any):
    config = client.meta.config
    assert config.retries["total_max_attempts"] == 1
    assert (client.meta.region_name, config.read_timeout) == (BEDROCK_REGION, 150)


@given(st.integers(64, 4096), st.integers(64, 4096))
def test_the_nearest_ratio_is_asked_for(width: int, height: int):
    def distance(ratio: tuple[int, int]) -> float:
        return abs(math.log(ratio[0] / ratio[1]) - math.log(width / height))

    chosen = tuple(map(int, ratio_text((width, height)).split(":")))
    assert distance(chosen) == pytest.approx(min(map(distance, RATIOS)))


@pytest.mark.parametrize(
    ("size_px", "text"), [((1024, 1024), "1:1"), ((1600, 900), "16:9"), ((900, 1600), "9:16"), ((100, 4000), "9:21")]
)
def test_ratios_keep_their_direction(size_px: tuple[int, int], text: str):
    assert ratio_text(size_px) == text
