"""A brand's reference pictures, from the form to the provider that is given them."""

import io
from typing import Any

import pytest
from PIL import Image

from functions.brands.add_reference import handler as add
from functions.brands.allow_reference import handler as allow
from functions.brands.list_references import handler as list_references
from functions.brands.remove_reference import handler as remove
from luneo import aws
from luneo.adapters.s3 import S3Store
from luneo.identity.caller import Caller, TenantContext
from luneo.ids import Prefix, new_id
from luneo.ports.images import ProviderUnavailable, Verdict
from luneo.references.repository import MAX_REFERENCES
from luneo.references.service import reference_pictures
from luneo.resources import Bucket, Secret
from luneo.settings import IMAGE_PROVIDER, OPENAI
from luneo.wiring import providers
from tests import factories
from tests.events import http_event
from tests.fakes.images import FakeModerator
from tests.stack import Answer, Stack


@pytest.fixture
def moderator(monkeypatch: pytest.MonkeyPatch) -> FakeModerator:
    fake = FakeModerator()
    monkeypatch.setattr(providers, "moderator", lambda: fake)
    return fake


@pytest.fixture
def owner(tenant: TenantContext) -> Caller:
    return factories.member(tenant)


def painted(colour: Any, size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def form(cloud: Stack, owner: Caller, **changes: Any) -> Answer:
    body = {"file_name": "look.png", "content_type": "image/png", "size_bytes": 10} | changes
    return cloud.call(allow, http_event(allow, caller=owner, body=body))


def uploaded(cloud: Stack, owner: Caller, data: bytes | None) -> str:
    answer = form(cloud, owner)
    if data is not None:
        bucket = cloud.names[Bucket.UPLOADS.env]
        aws.client("s3").put_object(Bucket=bucket, Key=answer.json["fields"]["key"], Body=data)
    return answer.json["upload_id"]


def keep(cloud: Stack, owner: Caller, upload_id: str) -> Answer:
    return cloud.call(add, http_event(add, caller=owner, body={"upload_id": upload_id}))


def listed(cloud: Stack, owner: Caller) -> list[dict[str, Any]]:
    return cloud.call(list_references, http_event(list_references, caller=owner)).json["items"]


def taken_away(cloud: Stack, owner: Caller, reference_id: str) -> int:
    event = http_event(remove, caller=owner, path={"reference_id": reference_id})
    return cloud.call(remove, event).status


@pytest.mark.usefixtures("moderator")
def test_a_picture_is_kept_small_listed_and_removed_with_its_bytes(cloud: Stack, owner: Caller):
    answer = keep(cloud, owner, uploaded(cloud, owner, painted("navy", (2048, 1024))))

    assert (answer.status, answer.json["width_px"], answer.json["height_px"]) == (201, 1024, 512)
    assert [one["id"] for one in listed(cloud, owner)] == [answer.json["id"]]
    with cloud.everything():
        (data,) = reference_pictures(owner.tenant, S3Store())
    assert Image.open(io.BytesIO(data)).getpixel((0, 0)) == (0, 0, 128)

    assert taken_away(cloud, owner, answer.json["id"]) == 204

    assert listed(cloud, owner) == []
    assert taken_away(cloud, owner, answer.json["id"]) == 404
    names = aws.client("s3").list_objects_v2(Bucket=cloud.names[Bucket.PRODUCTION.env]).get("Contents", [])
    assert not [one for one in names if "/references/" in one["Key"]]


@pytest.mark.usefixtures("moderator")
def test_the_same_picture_is_kept_once(cloud: Stack, owner: Caller):
    first, again = (keep(cloud, owner, uploaded(cloud, owner, painted("teal"))) for _ in range(2))

    assert first.json["id"] == again.json["id"]
    assert len(listed(cloud, owner)) == 1


def test_a_picture_that_breaks_the_rules_is_not_kept(cloud: Stack, owner: Caller, moderator: FakeModerator):
    moderator.images.append(Verdict(allowed=False, categories=("violence",), provider="fake"))

    answer = keep(cloud, owner, uploaded(cloud, owner, painted("red")))

    assert (answer.status, answer.pointers) == (422, ["#/upload_id"])
    assert listed(cloud, owner) == []


def test_a_picture_that_nobody_can_judge_is_not_kept(cloud: Stack, owner: Caller, moderator: FakeModerator):
    moderator.images.append(ProviderUnavailable("Gone."))

    assert keep(cloud, owner, uploaded(cloud, owner, painted("red"))).status == 503
    assert listed(cloud, owner) == []


@pytest.mark.usefixtures("moderator")
@pytest.mark.parametrize("data", [None, b"<svg/>", painted("red")[:40]])
def test_what_is_no_picture_is_refused(cloud: Stack, owner: Caller, data: bytes | None):
    assert keep(cloud, owner, uploaded(cloud, owner, data)).status == 422
    assert listed(cloud, owner) == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"content_type": "image/svg+xml"}, "#/content_type"), ({"size_bytes": 20_000_001}, "#/size_bytes")],
)
def test_what_could_not_be_used_gets_no_form(cloud: Stack, owner: Caller, change: dict[str, Any], pointer: str):
    answer = form(cloud, owner, **change)

    assert (answer.status, answer.pointers) == (422, [pointer])


@pytest.mark.usefixtures("moderator")
def test_there_is_an_end_to_them(cloud: Stack, owner: Caller):
    for number in range(MAX_REFERENCES):
        assert keep(cloud, owner, uploaded(cloud, owner, painted((number, 0, 0)))).status == 201

    refused = keep(cloud, owner, uploaded(cloud, owner, painted("white")))

    assert (refused.status, refused.json["type"]) == (409, "/problems/too-many-references")
    assert len(listed(cloud, owner)) == MAX_REFERENCES


@pytest.mark.usefixtures("moderator")
def test_another_brands_pictures_do_not_exist(cloud: Stack, owner: Caller):
    upload_id = uploaded(cloud, owner, painted("red"))
    theirs = keep(cloud, owner, upload_id).json["id"]
    stranger = factories.member()

    assert keep(cloud, stranger, upload_id).status == 422
    assert listed(cloud, stranger) == []
    assert [taken_away(cloud, stranger, one) for one in (theirs, new_id(Prefix.REFERENCE), "ref_x")] == [404] * 3


def test_a_repeated_key_gives_the_same_form(cloud: Stack, owner: Caller):
    body = {"file_name": "look.png", "content_type": "image/png", "size_bytes": 10}
    event = http_event(allow, caller=owner, body=body, headers={"idempotency-key": "k"})

    first, again = (cloud.call(allow, event) for _ in range(2))

    assert first.status == again.status == 201
    assert first.json == again.json


def test_openais_key_comes_from_its_own_secret(cloud: Stack, owner: Caller, monkeypatch: pytest.MonkeyPatch):
    keys: list[str] = []

    def connect(api_key: str, **_options: object) -> None:
        keys.append(api_key)
        raise ProviderUnavailable("Out of order.")

    monkeypatch.setattr("luneo.adapters.openai.provider.connect", connect)
    event = http_event(add, caller=owner, body={"upload_id": uploaded(cloud, owner, painted("red"))})

    assert cloud.call(add, event, **{IMAGE_PROVIDER: OPENAI}).status == 503
    assert [key.startswith(f"test-only-{Secret.OPENAI.value}-") for key in keys] == [True]
