import unicodedata

from functions.ai.fonts import handler as fonts
from luneo.typography.faces import Family, characters_of, own_face
from tests import factories
from tests.events import http_event
from tests.stack import Stack

ALPHABET = 20


def test_every_font_is_offered_in_both_languages_with_the_scripts_it_has(cloud: Stack):
    items = cloud.call(fonts, http_event(fonts, caller=factories.shopper())).json["items"]

    assert [item["key"] for item in items] == [family.value for family in Family]
    assert all(item["name"]["en"] and item["name"]["fr"] and item["face"] for item in items)
    for item in items:
        letters = [unicodedata.name(chr(code), "") for code in characters_of(own_face(Family(item["key"])))]
        for script in ("Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Thai"):
            has = sum(name.startswith(f"{script.upper()} ") for name in letters) >= ALPHABET
            assert has == (script in item["scripts"]), (item["key"], script)


def test_nobody_is_refused_politely(cloud: Stack):
    assert cloud.call(fonts, http_event(fonts)).status == 401
