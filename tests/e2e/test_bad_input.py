"""What is wrong with a request is said clearly, at its place, and leaves nothing behind."""

import struct
import uuid

import pytest

from local.client import ApiProblem, Upload
from local.demo.product import ProductOptions, product_of
from luneo.prompts.prepare import MAX_PROMPT


def refusal(work):
    with pytest.raises(ApiProblem) as caught:
        work()
    assert caught.value.document["type"].startswith("/problems/")
    return caught.value.http_status, caught.value.document


def pointers(document):
    return [fault["pointer"] for fault in document.get("errors", [])]


def wish(running, **changes):
    return {"product_id": running.brand.product_id, "prompt": "a cat", "style": "woodcut"} | changes


@pytest.mark.parametrize("prompt", ["", "   ", "\u200b", "x" * (MAX_PROMPT + 1), "y" * 33_000])
def test_an_empty_or_endless_prompt_is_refused_at_the_prompt(running, prompt):
    token = running.shopper()
    before = running.ledger()
    status, document = refusal(
        lambda: running.call("POST", "/api/ai/generate", wish(running, prompt=prompt), token=token)
    )
    assert (status, pointers(document)) == (422, ["#/prompt"])
    assert running.ledger() == before


def test_an_unknown_style_is_refused_with_those_there_are(running):
    token = running.shopper()
    status, document = refusal(lambda: running.call("POST", "/api/ai/generate", wish(running, style="x"), token=token))
    assert (status, document["type"], pointers(document)) == (422, "/problems/unknown-style", ["#/style"])
    assert "woodcut" in document["known_styles"]


def test_a_wrong_key_is_told_apart_from_a_wrong_site(running):
    product = running.brand.product_id
    key = running.brand.publishable_key
    elsewhere = refusal(lambda: running.api(lambda api: api.open_session(key, product, "https://evil.example")))
    unknown = refusal(lambda: running.api(lambda api: api.open_session("pk_" + "x" * 43, product, running.origin)))
    assert elsewhere[0] == 403
    assert unknown[0] in {401, 403, 422}
    assert elsewhere[1]["type"] != unknown[1]["type"]


@pytest.mark.parametrize("token", ["", "nonsense", "sk_wrong", "eyJhbGciOiJub25lIn0.e30."])
def test_a_credential_that_does_not_verify_is_a_401_that_says_what_to_send(running, token):
    headers = {"authorization": f"Bearer {token}"}
    status, document = refusal(lambda: running.call("POST", "/api/ai/generate", wish(running), headers=headers))
    assert status == 401
    assert document["detail"]


class Catalogue:
    """A brand's products, made and published with faulty parts."""

    def __init__(self, running):
        self.running = running
        self.product = product_of(ProductOptions())
        self.token = running.brand.access_token

    def publish(self, *, photo=None, model=None, zones=None):
        async def through(api):
            draft = self.product.draft() | {"sku": f"BAD-{uuid.uuid4().hex[:8]}"}
            product_id = await api.create_product(self.token, draft | ({"zones": zones} if zones else {}))
            picture = Upload("photo", "photo.png", "image/png", self.product.photo if photo is None else photo)
            change = {"photo_upload_id": await api.upload(self.token, product_id, picture)}
            if model is not None:
                upload = Upload("model", "model.glb", "model/gltf-binary", model)
                change["model_upload_id"] = await api.upload(self.token, product_id, upload)
            await api.change_product(self.token, product_id, change)
            return await api.publish(self.token, product_id)

        return self.running.api(through)


@pytest.fixture
def catalogue(running):
    return Catalogue(running)


def zone(quad):
    return [{"name": "print", "quad": quad, "size_mm": {"width": 60, "height": 26}}]


BOMB = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", 90_000, 90_000, 8, 6, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("parts", "pointer"),
    [
        ({"photo": b"this is no picture at all"}, "#/photo"),
        ({"photo": BOMB}, "#/photo"),
        ({"model": b"glTF but not really"}, "#/model"),
        ({"zones": zone([[9000, 10], [9100, 10], [9100, 90], [9000, 90]])}, "#/zones/0/quad"),
        ({"zones": zone([[10, 10], [100, 100], [100, 10], [10, 100]])}, "#/zones/0/quad"),
    ],
)
def test_a_product_that_cannot_be_produced_is_not_published_and_the_reason_has_its_place(catalogue, parts, pointer):
    status, document = refusal(lambda: catalogue.publish(**parts))
    assert status == 422
    assert all(place.startswith(pointer) for place in pointers(document)), pointers(document)
    assert pointers(document)


def test_an_upload_larger_than_announced_is_refused_by_storage(running, catalogue):
    async def through(api):
        product_id = await api.create_product(catalogue.token, catalogue.product.draft() | {"sku": "BAD-SIZE"})
        wanted = {"kind": "photo", "file_name": "p.png", "content_type": "image/png", "size_bytes": 10}
        headers = {"idempotency-key": str(uuid.uuid4())}
        path = f"/api/products/{product_id}/uploads"
        form = await api.call("POST", path, wanted, token=catalogue.token, headers=headers)
        import aiohttp

        data = aiohttp.FormData()
        for name, value in form["fields"].items():
            data.add_field(name, value)
        data.add_field("file", b"x" * 1000, filename="p.png", content_type="image/png")
        async with aiohttp.ClientSession() as session, session.post(form["url"], data=data) as response:
            return response.status

    assert running.api(through) in {400, 403}


def test_a_route_that_does_not_exist_is_a_404(running):
    with pytest.raises(ApiProblem) as caught:
        running.call("GET", "/api/nothing/here")
    assert caught.value.http_status == 404
