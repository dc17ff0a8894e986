from functions.ai.styles import handler as styles
from local.derived.thumbnails import FOLDER
from luneo.generations.style_list import THUMBNAILS_PATH
from luneo.styles import STYLES
from tests import factories
from tests.events import http_event
from tests.stack import Stack


def test_every_style_is_offered_in_both_languages(cloud: Stack):
    answer = cloud.call(styles, http_event(styles, caller=factories.shopper()))

    assert [item["slug"] for item in answer.json["items"]] == list(STYLES)
    assert all(item["name"]["en"] and item["name"]["fr"] for item in answer.json["items"])


def test_every_style_has_a_thumbnail_where_the_widgets_build_puts_it(cloud: Stack):
    answer = cloud.call(styles, http_event(styles, caller=factories.shopper()))

    names = [item["thumbnail_url"].rpartition(THUMBNAILS_PATH)[2] for item in answer.json["items"]]
    assert sorted(names) == sorted(path.name for path in FOLDER.iterdir())


def test_nobody_is_refused_politely(cloud: Stack):
    assert cloud.call(styles, http_event(styles)).status == 401
