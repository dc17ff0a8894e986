from functions.ai.styles import handler as styles
from luneo.styles import STYLES
from tests import factories
from tests.events import http_event
from tests.stack import Stack


def test_every_style_is_offered_in_both_languages(cloud: Stack):
    answer = cloud.call(styles, http_event(styles, caller=factories.shopper()))

    assert [item["slug"] for item in answer.json["items"]] == list(STYLES)
    assert all(item["name"]["en"] and item["name"]["fr"] for item in answer.json["items"])


def test_nobody_is_refused_politely(cloud: Stack):
    assert cloud.call(styles, http_event(styles)).status == 401
