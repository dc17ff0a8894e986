import pytest

from functions.products.get import handler as get
from functions.products.publish import handler
from functions.widget.get_product import handler as widget_product
from luneo import aws
from luneo.identity.caller import Caller, TenantContext
from luneo.imaging.blend import ZoneMaps
from luneo.ports.images import ProviderUnavailable, Verdict
from luneo.products.repository import ProductRepository
from luneo.products.schemas import PublishedProduct
from luneo.resources import Bucket, Secret
from luneo.settings import IMAGE_PROVIDER, OPENAI
from luneo.three_d.maps import PosterMaps
from luneo.three_d.models import plaque
from luneo.wiring import providers
from tests import factories
from tests.events import http_event
from tests.fakes.images import FakeModerator
from tests.functions.products.arrange import ZONE, add_product, add_upload, change
from tests.stack import Answer, Stack


@pytest.fixture
def owner(tenant: TenantContext) -> Caller:
    return factories.member(tenant)


@pytest.fixture
def glb(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A model; its poster is small, for speed."""
    monkeypatch.setattr("luneo.products.publication.POSTER_PX", 64)
    return plaque()


def ready(cloud: Stack, owner: Caller, photo: bytes | None = None, **members: object) -> str:
    """A product that can be published."""
    product_id = add_product(cloud, owner, **members)
    upload_id = add_upload(cloud, owner, product_id, "photo", photo or factories.photo())
    change(cloud, owner, product_id, photo_upload_id=upload_id)
    return product_id


def publish(cloud: Stack, owner: Caller, product_id: str) -> Answer:
    return cloud.call(handler, http_event(handler, caller=owner, path={"product_id": product_id}))


def stored(cloud: Stack, owner: Caller, product_id: str) -> PublishedProduct:
    with cloud.everything():
        return ProductRepository(owner.tenant).published(product_id)


def media(cloud: Stack, key: str) -> dict:
    return aws.client("s3").get_object(Bucket=cloud.names[Bucket.MEDIA.env], Key=key)


def test_a_sound_product_is_published_with_its_photo_and_maps(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.json["status"]) == (200, "published"), answer.json
    content = stored(cloud, owner, product_id)
    photo = media(cloud, content.photo.key)
    assert photo["ContentType"] == "image/jpeg"
    assert "immutable" in photo["CacheControl"]
    assert answer.json["published"]["photo_url"].endswith(content.photo.key)
    assert (content.photo.width_px, content.photo.height_px) == (400, 300)
    maps = ZoneMaps.from_bytes(media(cloud, content.zones[0].maps_key)["Body"].read())
    assert maps.mask[maps.mask.shape[0] // 2, maps.mask.shape[1] // 2] == 255
    assert (answer.json["published"]["has_model"], "model_url" in answer.json["published"]) == (False, False)


def test_a_model_comes_with_maps_of_its_poster(cloud: Stack, owner: Caller, glb: bytes):
    product_id = ready(cloud, owner)
    change(cloud, owner, product_id, model_upload_id=add_upload(cloud, owner, product_id, "model", glb))

    answer = publish(cloud, owner, product_id)

    assert answer.json["published"]["has_model"] is True
    content = stored(cloud, owner, product_id)
    assert content.model is not None
    assert media(cloud, content.model.key)["Body"].read() == glb
    assert content.zones[0].material == "print_zone"
    PosterMaps.from_bytes(media(cloud, str(content.zones[0].poster_maps_key))["Body"].read())


def test_everything_missing_is_told_at_once(cloud: Stack, owner: Caller):
    product_id = add_product(cloud, owner, price=None, zones=[])

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.problem) == (422, "product-not-publishable")
    assert answer.pointers == ["#/price", "#/photo_upload_id", "#/zones"]


def test_faults_of_photo_zones_and_model_are_told_together(cloud: Stack, owner: Caller):
    outside = ZONE | {"name": "side", "quad": [[100, 80], [401, 80], [401, 220], [100, 220]]}
    vast = ZONE | {"name": "vast", "size_mm": {"width": 1500, "height": 1000}}
    product_id = ready(cloud, owner, zones=[ZONE, outside, vast, ZONE])
    broken = add_upload(cloud, owner, product_id, "model", b"glTF nonsense")
    change(cloud, owner, product_id, model_upload_id=broken)

    answer = publish(cloud, owner, product_id)

    assert sorted(answer.pointers) == [
        "#/model_upload_id",
        "#/zones/1/quad/1",
        "#/zones/1/quad/2",
        "#/zones/2/size_mm",
        "#/zones/3/name",
    ]


@pytest.mark.parametrize("data", [b"", b"not a picture", factories.photo()[:-40]])
def test_a_photo_that_cannot_be_read_is_refused(cloud: Stack, owner: Caller, data: bytes):
    product_id = add_product(cloud, owner)
    upload_id = add_upload(cloud, owner, product_id, "photo", data or None)
    change(cloud, owner, product_id, photo_upload_id=upload_id)

    assert publish(cloud, owner, product_id).pointers == ["#/photo_upload_id"]


def test_a_material_that_the_model_does_not_have_is_named(cloud: Stack, owner: Caller, glb: bytes):
    product_id = ready(cloud, owner, zones=[ZONE | {"material": "velvet"}])
    change(cloud, owner, product_id, model_upload_id=add_upload(cloud, owner, product_id, "model", glb))

    answer = publish(cloud, owner, product_id)

    assert answer.pointers == ["#/zones/0/material"]
    assert "print_zone" in answer.json["errors"][0]["detail"]


def test_a_refusal_leaves_nothing_behind(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner, price=None)

    publish(cloud, owner, product_id)

    listed = aws.client("s3").list_objects_v2(Bucket=cloud.names[Bucket.MEDIA.env])
    assert listed["KeyCount"] == 0
    assert cloud.call(get, http_event(get, caller=owner, path={"product_id": product_id})).json["status"] == "draft"


def test_publishing_again_changes_nothing(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)
    first = publish(cloud, owner, product_id)

    assert publish(cloud, owner, product_id).json == first.json


def test_shoppers_see_the_publication_while_the_draft_is_edited(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)
    publish(cloud, owner, product_id)

    edited = change(cloud, owner, product_id, name="Cup", price=None)

    shopper = factories.shopper(owner.tenant)
    seen = cloud.call(widget_product, http_event(widget_product, caller=shopper, path={"product_id": product_id}))
    assert edited.json["status"] == "changed"
    assert (seen.json["name"], seen.json["price"]["amount"]) == ("Mug", 1990)


def test_an_edited_product_is_published_again_without_another_upload(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)
    publish(cloud, owner, product_id)
    uploads, bucket = aws.client("s3"), cloud.names[Bucket.UPLOADS.env]
    for item in uploads.list_objects_v2(Bucket=bucket)["Contents"]:
        uploads.delete_object(Bucket=bucket, Key=item["Key"])

    change(cloud, owner, product_id, name="Cup")
    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.json["published"]["version"]) == (200, answer.json["version"])
    assert stored(cloud, owner, product_id).name == "Cup"


def test_a_new_photo_replaces_the_former(cloud: Stack, owner: Caller):
    product_id = ready(cloud, owner)
    before = publish(cloud, owner, product_id).json["published"]["photo_url"]
    upload_id = add_upload(cloud, owner, product_id, "photo", factories.photo((500, 400), "JPEG"))
    change(cloud, owner, product_id, photo_upload_id=upload_id)

    after = publish(cloud, owner, product_id).json["published"]["photo_url"]

    assert after != before
    assert stored(cloud, owner, product_id).photo.width_px == 500


def test_a_draft_edited_while_it_is_compiled_is_not_published(
    cloud: Stack, owner: Caller, monkeypatch: pytest.MonkeyPatch
):
    product_id = ready(cloud, owner)
    finish = ProductRepository.publish

    def be_overtaken(self: ProductRepository, *args):
        monkeypatch.undo()
        change(cloud, owner, product_id, name="Cup")
        finish(self, *args)

    monkeypatch.setattr(ProductRepository, "publish", be_overtaken)

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.problem) == (409, "conflict")
    assert cloud.call(get, http_event(get, caller=owner, path={"product_id": product_id})).json["status"] == "draft"


def test_another_brands_product_is_not_found(cloud: Stack, owner: Caller):
    assert publish(cloud, factories.member(), ready(cloud, owner)).status == 404


@pytest.fixture
def moderator(monkeypatch: pytest.MonkeyPatch) -> FakeModerator:
    fake = FakeModerator()
    monkeypatch.setattr(providers, "moderator", lambda: fake)
    return fake


def test_a_photo_that_may_not_be_shown_is_refused_and_explained(cloud: Stack, owner: Caller, moderator: FakeModerator):
    moderator.images.append(Verdict(allowed=False, categories=("violence/graphic",), provider="fake"))
    product_id = ready(cloud, owner)

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.problem, answer.pointers) == (422, "upload-rejected", ["#/photo_upload_id"])
    told = answer.json["moderation"]
    assert (told["stage"], told["category"], told["rule"]) == ("upload", "violence", "platform")
    assert told["evidence"]["source"] == "fake"
    assert cloud.call(get, http_event(get, caller=owner, path={"product_id": product_id})).json["status"] == "draft"
    assert publish(cloud, owner, product_id).status == 200


def test_openais_key_comes_from_its_own_secret(cloud: Stack, owner: Caller, monkeypatch: pytest.MonkeyPatch):
    product_id, keys = ready(cloud, owner), []

    def connect(api_key: str, **_options: object) -> None:
        keys.append(api_key)
        raise ProviderUnavailable("Out of order.")

    monkeypatch.setattr("luneo.adapters.openai.provider.connect", connect)
    event = http_event(handler, caller=owner, path={"product_id": product_id})

    assert cloud.call(handler, event, **{IMAGE_PROVIDER: OPENAI}).problem == "provider-unavailable"
    assert [key.startswith(f"test-only-{Secret.OPENAI.value}-") for key in keys] == [True]


def test_without_a_verdict_no_photo_is_shown(cloud: Stack, owner: Caller, moderator: FakeModerator):
    moderator.images.append(ProviderUnavailable("Gone."))
    product_id = ready(cloud, owner)

    answer = publish(cloud, owner, product_id)

    assert (answer.status, answer.problem) == (503, "provider-unavailable")
    assert cloud.call(get, http_event(get, caller=owner, path={"product_id": product_id})).json["status"] == "draft"
