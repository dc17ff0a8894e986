"""What we send and what we expect, held against the SDK's own types: a drift there breaks this."""

import email
import email.policy
import io
import json
from dataclasses import replace
from typing import Any, Required, get_args, get_origin, get_type_hints

import httpx2
import pytest
from jsonschema import Draft202012Validator, ValidationError
from openai.types import (
    ImageEditCompletedEvent,
    ImageEditPartialImageEvent,
    ImageGenCompletedEvent,
    ImageGenPartialImageEvent,
    ImageModel,
)
from openai.types.image_edit_params import ImageEditParamsStreaming
from openai.types.image_generate_params import ImageGenerateParamsStreaming
from PIL import Image
from pydantic import TypeAdapter

from luneo.adapters.openai.provider import COMPLETED_EVENTS, MAX_PICTURES, PARTIAL_EVENTS, OpenAIImages
from luneo.ports.images import Edit
from luneo.providers.prices import PRICE_LISTS
from luneo.settings import OPENAI, provider_names
from stacks.environments import ENVIRONMENTS
from tests.unit.adapters.openai.wire import COMPLETED, PARTIAL, REQUEST, client_answering, stream

FILES = {"image", "mask", "markup"}
EVENTS = (ImageGenPartialImageEvent, ImageGenCompletedEvent, ImageEditPartialImageEvent, ImageEditCompletedEvent)


def schema(params: Any) -> dict[str, Any]:
    """The JSON Schema of an endpoint's parameters, its files left out, nothing else allowed."""
    hints = get_type_hints(params, include_extras=True)
    return {
        "type": "object",
        "properties": {
            name: TypeAdapter(_bare(hint)).json_schema(ref_template=f"#/properties/{name}/$defs/{{model}}")
            for name, hint in hints.items()
            if name not in FILES
        },
        "required": [name for name, hint in hints.items() if get_origin(hint) is Required and name not in FILES],
        "additionalProperties": False,
    }


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Required else hint


def check(document: dict[str, Any], params: Any) -> None:
    Draft202012Validator(schema(params)).validate(document)


def as_edit(event: dict[str, Any]) -> dict[str, Any]:
    return event | {"type": event["type"].replace("image_generation", "image_edit")}


def sent(request: Any, *events: dict[str, Any]) -> tuple[httpx2.Request, list[Any], Any]:
    seen: list[httpx2.Request] = []
    partials: list[Any] = []
    images = OpenAIImages(client_answering(stream(*events), seen), model="gpt-image-2.6-flare")
    image = images.generate(request, partials.append)
    (call,) = seen
    return call, partials, image


def form(request: httpx2.Request) -> dict[str, Any]:
    """A multipart body: its files as bytes, its other fields as text."""
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.content, policy=email.policy.HTTP)
    parts = {part.get_param("name", header="content-disposition"): part for part in message.iter_parts()}
    return {
        name: part.get_payload(decode=True) if part.get_filename() else part.get_content().rstrip("\r\n")
        for name, part in parts.items()
    }


def pictures_in(request: httpx2.Request) -> list[bytes]:
    """The pictures of a multipart body, in order."""
    head = f"content-type: {request.headers['content-type']}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.content, policy=email.policy.HTTP)
    named = ((part.get_param("name", header="content-disposition"), part) for part in message.iter_parts())
    return [part.get_payload(decode=True) for name, part in named if name == "image[]"]


def typed(text: str) -> Any:
    """A form's text as the JSON value it stands for."""
    return json.loads(text) if text.isdigit() or text in {"true", "false"} else text


def png(mode: str, colour: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (16, 16), colour).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_generation_is_asked_for_as_the_sdk_describes_it():
    call, partials, image = sent(REQUEST, PARTIAL, COMPLETED)
    assert call.url.path == "/v1/images/generations"
    check(json.loads(call.content), ImageGenerateParamsStreaming)
    assert (len(partials), image.data) == (1, b"picture bytes")


def test_an_edit_is_asked_for_as_the_sdk_describes_it():
    edit = Edit(image=png("RGB", "navy"), mask=png("L", 255))
    call, partials, image = sent(replace(REQUEST, edit=edit), *map(as_edit, [PARTIAL, COMPLETED]))
    fields = form(call)
    assert call.url.path == "/v1/images/edits"
    assert fields["image"] == edit.image
    holed = Image.open(io.BytesIO(fields["mask"]))
    assert (holed.mode, holed.size, holed.getchannel("A").getextrema()) == ("RGBA", (16, 16), (0, 0))
    check({name: typed(value) for name, value in fields.items() if name not in FILES}, ImageEditParamsStreaming)
    assert (len(partials), image.data) == (1, b"picture bytes")


@pytest.mark.parametrize("edited", [False, True], ids=["from nothing", "from a picture"])
def test_reference_pictures_are_looked_at_behind_the_picture_to_change(edited: bool):  # noqa: FBT001
    edit = Edit(image=png("RGB", "navy"), mask=png("L", 255)) if edited else None
    looks = tuple(png("RGB", (shade, 0, 0)) for shade in range(MAX_PICTURES))
    call, _, _ = sent(replace(REQUEST, edit=edit, references=looks), *map(as_edit, [PARTIAL, COMPLETED]))
    fields = form(call)
    expected = ([edit.image, *looks] if edit else [*looks])[:MAX_PICTURES]
    assert call.url.path == "/v1/images/edits"
    assert pictures_in(call) == expected
    assert ("The first picture is the one to change" in fields["prompt"]) is edited
    assert "take after their colours" in fields["prompt"]
    named = {name: typed(value) for name, value in fields.items() if name not in {*FILES, "image[]"}}
    check(named, ImageEditParamsStreaming)


def test_a_single_reference_picture_makes_it_no_edit_of_that_picture():
    look = png("RGB", "navy")
    call, _, image = sent(replace(REQUEST, references=(look,)), as_edit(COMPLETED))
    assert (call.url.path, form(call)["image"], image.data) == ("/v1/images/edits", look, b"picture bytes")
    assert "Copy nothing that they show" in form(call)["prompt"]


@pytest.mark.parametrize(
    "wrong", [{"size": 1024}, {"partial_images": "two"}, {"background": "clear"}, {"colour": "red"}, {"stream": False}]
)
def test_the_schema_finds_what_is_wrong(wrong: dict[str, Any]):
    call, _, _ = sent(REQUEST, COMPLETED)
    with pytest.raises(ValidationError):
        check(json.loads(call.content) | wrong, ImageGenerateParamsStreaming)


@pytest.mark.parametrize("field", ["prompt", "stream"])
def test_the_schema_finds_what_is_missing(field: str):
    call, _, _ = sent(REQUEST, COMPLETED)
    document = json.loads(call.content)
    del document[field]
    with pytest.raises(ValidationError):
        check(document, ImageGenerateParamsStreaming)


@pytest.mark.parametrize("model", EVENTS, ids=lambda model: model.__name__)
def test_the_events_that_we_read_are_the_sdks(model: Any):
    (name,) = get_args(model.model_fields["type"].annotation)
    assert name in PARTIAL_EVENTS | COMPLETED_EVENTS
    example = PARTIAL if name in PARTIAL_EVENTS else COMPLETED
    Draft202012Validator(model.model_json_schema()).validate(example | {"type": name})
    assert set(example) <= set(model.model_fields)


def test_there_are_no_other_events():
    assert {get_args(model.model_fields["type"].annotation)[0] for model in EVENTS} == PARTIAL_EVENTS | COMPLETED_EVENTS


def test_the_models_that_we_configure_and_price_are_ones_that_the_sdk_names():
    configured = {
        environment.image_model
        for environment in ENVIRONMENTS.values()
        if OPENAI in provider_names(environment.image_provider)
    }
    assert configured
    assert configured | set(PRICE_LISTS[-1].models) <= set(get_args(ImageModel))
