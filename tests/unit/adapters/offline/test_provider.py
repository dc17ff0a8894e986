import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from luneo.adapters.offline.provider import SLOW_PAUSE_S, OfflineImages, OfflineModerator
from luneo.adapters.offline.references import palette_of
from luneo.adapters.offline.triggers import Trigger
from luneo.ports.images import (
    Edit,
    ImageRequest,
    ProviderMisconfigured,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
)
from luneo.settings import Stage
from luneo.styles import STYLES, style


def request(wish, slug="woodcut", seed=7, size_px=(256, 192)):
    return ImageRequest(
        prompt=wish,
        subject=wish,
        style=slug,
        negative="",
        palette=style(slug).palette,
        size_px=size_px,
        seed=seed,
        transparent=False,
        shopper_hash="f00d",
        idempotency_key="k",
    )


def generate(wish, partials=None, sleep=None, **options):
    provider = OfflineImages(Stage.LOCAL, sleep=sleep or (lambda _seconds: None))
    return provider.generate(request(wish, **options), (partials if partials is not None else []).append)


def test_the_same_wish_and_seed_give_the_same_bytes():
    assert generate("a cat").data == generate("a cat").data
    assert generate("a cat", seed=8).data != generate("a cat").data


@pytest.mark.parametrize("slug", STYLES)
def test_every_style_makes_a_picture_of_the_size_asked_for(slug):
    image = Image.open(io.BytesIO(generate("a fox", slug=slug).data))
    assert (image.size, image.mode) == ((256, 192), "RGBA")


def test_coarse_pictures_come_first_and_small():
    partials = []
    generate("a cat", partials, size_px=(1024, 1024))
    assert [partial.index for partial in partials] == [0, 1, 2]
    assert max(Image.open(io.BytesIO(partials[0].data)).size) == 512


@pytest.mark.parametrize(
    ("trigger", "error"),
    [
        (Trigger.THROTTLED, ProviderThrottled),
        (Trigger.UNAVAILABLE, ProviderUnavailable),
        (Trigger.EMPTY, ProviderUnavailable),
        (Trigger.REJECTED, ProviderRejected),
    ],
)
def test_a_trigger_word_forces_its_failure(trigger, error):
    with pytest.raises(error):
        generate(f"a cat {trigger.token}")


def test_a_broken_picture_cannot_be_read():
    with pytest.raises(OSError, match="truncated"):
        Image.open(io.BytesIO(generate(f"a cat {Trigger.BROKEN.token}").data)).load()


def test_a_slow_answer_pauses_between_partials():
    pauses = []
    generate(f"a cat {Trigger.SLOW.token}", sleep=pauses.append)
    assert pauses == [SLOW_PAUSE_S] * 3


def test_moderation_blocks_on_request_and_nothing_else():
    moderator = OfflineModerator(Stage.LOCAL)
    assert moderator.check_prompt("a cat").allowed
    assert moderator.check_image(generate("a cat").data, "image/png").allowed
    assert not moderator.check_prompt(f"a cat {Trigger.BLOCKED.token}").allowed
    marked = generate(f"a cat {Trigger.BLOCKED_IMAGE.token}")
    assert moderator.check_image(marked.data, "image/png").categories == ("on-request",)


@pytest.mark.parametrize("part", [OfflineImages, OfflineModerator])
def test_production_refuses_the_offline_parts(part):
    with pytest.raises(ProviderMisconfigured):
        part(Stage.PROD)


def test_an_edit_changes_only_what_the_mask_allows():
    old, mask = Image.new("RGBA", (120, 80), "navy"), Image.new("L", (120, 80), 0)
    mask.paste(255, (60, 0, 120, 80))
    edit = Edit(image=_encoded(old), mask=_encoded(mask))
    provider = OfflineImages(Stage.LOCAL)

    made = provider.generate(replace(request("a cat"), edit=edit), lambda _partial: None)

    image = Image.open(io.BytesIO(made.data))
    assert image.size == old.size
    assert image.crop((0, 0, 60, 80)).getcolors() == [(60 * 80, (0, 0, 128, 255))]
    assert len(image.crop((60, 0, 120, 80)).getcolors(10_000)) > 1


def _encoded(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_reference_pictures_lend_their_colours():
    look = Image.new("RGB", (60, 40), (14, 26, 54))
    look.paste((240, 190, 60), (0, 0, 20, 40))
    provider = OfflineImages(Stage.LOCAL)

    def drawn(**changes):
        made = provider.generate(replace(request("a cat", "geometric"), **changes), lambda _partial: None)
        return made.data

    borrowed = drawn(references=(_encoded(look), _encoded(look.convert("RGBA"))))

    assert palette_of([_encoded(look)]) == ("#0e1a36", "#f0be3c")
    assert borrowed == drawn(palette=("#0e1a36", "#f0be3c"))
    assert borrowed != drawn()


def test_no_pictures_lend_nothing():
    assert palette_of([]) == ()


def test_an_enlarged_picture_is_twice_as_large_and_keeps_its_clear_ground():
    images = OfflineImages(Stage.LOCAL)
    image = images.generate(request("a fox", "silhouette", size_px=(96, 64)), lambda _: None)
    large = images.upscale(image.data, (96, 64))
    with Image.open(io.BytesIO(image.data)) as small, Image.open(io.BytesIO(large.data)) as finer:
        assert (finer.size, finer.mode, finer.getpixel((0, 0))[3]) == ((192, 128), small.mode, 0)
        again = finer.convert("RGBa").resize(small.size, Image.Resampling.BOX).convert("RGBA")
        away = ImageChops.difference(again.getchannel("A"), small.getchannel("A"))
        assert ImageStat.Stat(away).mean[0] < 4
    assert (large.provider, large.usage) == ("offline", {"pictures": 1})
