"""The way of a product from draft to what shoppers see, as the machine really takes it."""

from typing import Any

import pytest

from functions.widget.get_product import handler as widget_product
from luneo.generations.targets import ProductTargets
from luneo.imaging.blend import ZoneMaps
from luneo.outbox.models import OutboxRow
from luneo.ports.images import Verdict
from luneo.products.preparation import PreparationOvertaken
from luneo.three_d.maps import PosterMaps
from luneo.three_d.models import plaque
from luneo.three_d.turntable import VIEWS, TurntableMaps
from tests import factories
from tests.events import http_event
from tests.functions.products.arrange import ZONE
from tests.workflow.conftest import PREPARING, task_handler
from tests.workflow.press import Press


def pointers(product: dict[str, Any]) -> list[str]:
    return [fault["pointer"] for fault in product["preparation"]["reason"]["errors"]]


def test_a_sound_product_is_published_with_its_photo_and_maps(press: Press):
    product_id = press.product()

    product = press.publish(product_id)

    assert (product["status"], product["preparation"]["state"]) == ("published", "published"), product
    assert "retry_after_s" not in product
    content = press.published(product_id)
    photo = press.media(content.photo.key)
    assert photo["ContentType"] == "image/jpeg"
    assert "immutable" in photo["CacheControl"]
    assert product["published"]["photo_url"].endswith(content.photo.key)
    assert (content.photo.width_px, content.photo.height_px) == (400, 300)
    maps = ZoneMaps.from_bytes(press.media(content.zones[0].maps_key)["Body"].read())
    assert maps.mask[maps.mask.shape[0] // 2, maps.mask.shape[1] // 2] == 255
    assert (product["published"]["has_model"], "model_url" in product["published"]) == (False, False)
    assert not {"compile_model", "photograph_poster", "photograph_turntable"} & set(press.calls)


@pytest.mark.parametrize("colour", [factories.LIGHT_GREY, factories.NIGHT_BLUE])
def test_a_zone_tells_whether_the_product_is_dark_there(press: Press, colour: tuple[int, int, int]):
    product_id = press.product(photo=factories.photo(colour=colour))

    press.publish(product_id)

    (zone,) = press.published(product_id).zones
    assert zone.dark == (colour == factories.NIGHT_BLUE)
    assert ProductTargets(press.tenant).target(product_id, None).needs_light_colours == zone.dark


def test_the_publication_is_told_of_once_and_audited(press: Press, caplog: pytest.LogCaptureFixture):
    product_id = press.product()

    with caplog.at_level("INFO"):
        press.publish(product_id)

    assert [row.data["product_id"] for row in OutboxRow.scan() if row.name == "product.published"] == [product_id]
    lines = [vars(record) for record in caplog.records if vars(record).get("action") == "product.published"]
    assert [(line["subject"], line["product"]) for line in lines] == [(press.owner.subject, product_id)]


def test_a_model_comes_with_maps_of_its_poster_and_of_its_turntable(press: Press):
    glb = plaque()
    product_id = press.product(model=glb)

    product = press.publish(product_id)

    assert product["published"]["has_model"] is True, product
    content = press.published(product_id)
    assert content.model is not None
    assert press.media(content.model.key)["Body"].read() == glb
    assert content.zones[0].material == "print_zone"
    PosterMaps.from_bytes(press.media(str(content.zones[0].poster_maps_key))["Body"].read())
    turned = TurntableMaps.from_bytes(press.media(str(content.zones[0].turntable_maps_key))["Body"].read())
    assert len(turned.views) == VIEWS
    target, zone = ProductTargets(press.tenant).target(product_id, None), content.zones[0]
    assert (target.poster_maps_key, target.turntable_maps_key) == (zone.poster_maps_key, zone.turntable_maps_key)


def test_zones_that_share_a_material_share_its_maps(press: Press):
    product_id = press.product(model=plaque(), zones=[ZONE, ZONE | {"name": "again"}])

    press.publish(product_id)

    first, second = press.published(product_id).zones
    assert first.poster_maps_key == second.poster_maps_key
    assert (press.calls.count("photograph_poster"), press.calls.count("photograph_turntable")) == (1, 1)


def test_faults_of_photo_zones_and_model_are_told_together(press: Press):
    outside = ZONE | {"name": "side", "quad": [[100, 80], [401, 80], [401, 220], [100, 220]]}
    product_id = press.product(zones=[ZONE, outside], model=b"glTF nonsense")

    product = press.publish(product_id)

    assert (product["status"], product["preparation"]["reason"]["slug"]) == ("refused", "product-not-publishable")
    assert sorted(pointers(product)) == ["#/model_upload_id", "#/zones/1/quad/1", "#/zones/1/quad/2"]
    assert set(press.calls) == {"lint_product", "end_preparation"}
    assert press.media_keys() == []


@pytest.mark.parametrize("data", [b"", b"not a picture", factories.photo()[:-40]])
def test_a_photo_that_cannot_be_read_is_refused(press: Press, data: bytes):
    product = press.publish(press.product(photo=data))

    assert (product["status"], pointers(product)) == ("refused", ["#/photo_upload_id"])


def test_a_material_that_the_model_does_not_have_is_named(press: Press):
    product = press.publish(press.product(zones=[ZONE | {"material": "velvet"}], model=plaque()))

    assert pointers(product) == ["#/zones/0/material"]
    assert "print_zone" in product["preparation"]["reason"]["errors"][0]["detail"]


def test_a_refused_product_is_mended_and_published(press: Press):
    product_id = press.product(photo=b"not a picture")
    assert press.publish(product_id)["status"] == "refused"

    press.give(product_id, "photo", factories.photo())
    assert press.shown(product_id).json["status"] == "draft"

    assert press.publish(product_id)["status"] == "published"


def test_shoppers_see_the_publication_while_the_next_is_prepared_and_refused(press: Press):
    product_id = press.product()
    press.publish(product_id)
    seen = []
    shopper = factories.shopper(press.tenant)
    event = http_event(widget_product, caller=shopper, path={"product_id": product_id})
    press.before["lint_product"] = lambda: seen.append(
        (press.shown(product_id).json, press.answer(widget_product, event).json["name"])
    )

    press.change(product_id, name="Cup")
    press.give(product_id, "photo", b"not a picture")
    product = press.publish(product_id)

    ((while_prepared, name),) = seen
    assert (while_prepared["status"], while_prepared["published"]["version"], name) == ("preparing", 2, "Mug")
    assert (product["status"], product["published"]["version"]) == ("refused", 2)
    assert press.answer(widget_product, event).json["name"] == "Mug"


def test_an_edited_product_is_published_again_without_another_upload(press: Press):
    product_id = press.product(model=plaque())
    press.publish(product_id)
    press.lose_uploads()

    press.change(product_id, name="Cup")
    product = press.publish(product_id)

    assert (product["status"], product["published"]["version"]) == ("published", product["version"])
    assert press.published(product_id).name == "Cup"


def test_a_new_photo_replaces_the_former(press: Press):
    product_id = press.product()
    before = press.publish(product_id)["published"]["photo_url"]
    press.give(product_id, "photo", factories.photo((500, 400), "JPEG"))

    after = press.publish(product_id)["published"]["photo_url"]

    assert after != before
    assert press.published(product_id).photo.width_px == 500


def test_a_photo_that_may_not_be_shown_is_refused_explained_and_stored_nowhere(press: Press):
    press.moderator.images.append(Verdict(allowed=False, categories=("violence/graphic",), provider="fake"))
    product_id = press.product(model=plaque())

    product = press.publish(product_id)

    reason = product["preparation"]["reason"]
    assert (product["status"], reason["slug"], pointers(product)) == (
        "refused",
        "upload-rejected",
        ["#/photo_upload_id"],
    )
    told = reason["moderation"]
    assert (told["stage"], told["category"], told["rule"]) == ("upload", "violence", "platform")
    assert told["evidence"]["source"] == "fake"
    assert press.media_keys() == []
    assert press.publish(product_id)["status"] == "published", "the moderator has nothing against it any more"


def test_running_every_task_again_changes_nothing(press: Press):
    product_id = press.product(model=plaque())
    heard: dict[str, dict[str, Any]] = {}
    run_task = press.call

    def listening(handler: Any, event: dict[str, Any]) -> Any:
        heard[handler.declaration.function.stem] = event
        return run_task(handler, event)

    press.call = listening  # type: ignore[method-assign]
    press.publish(product_id)
    press.call = run_task  # type: ignore[method-assign]
    row, keys = press.row(product_id), press.media_keys()

    again = heard["publish_product"]
    assert press.call(task_handler("publish_product"), again) == {"state": "published"}
    failure = again | {"failure": {"Error": "States.Timeout", "Cause": ""}}
    assert press.call(task_handler("end_preparation"), failure) == {"state": "published"}
    for task in set(PREPARING) - {"publish_product", "end_preparation"}:
        with pytest.raises(PreparationOvertaken):
            press.call(task_handler(task), heard[task])

    assert press.row(product_id).attribute_values == row.attribute_values
    assert press.media_keys() == keys
