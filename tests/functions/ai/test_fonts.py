import unicodedata
from collections import Counter
from functools import cache

from functions.ai.fonts import handler as fonts
from luneo.typography.faces import OFFERS, Family, characters_of, own_face
from tests import factories
from tests.events import http_event
from tests.stack import Stack

ALPHABET = 20
SCRIPTS = {script for offer in OFFERS.values() for script in offer.scripts} - {"Han"}
# Every face of the collection has all of these; it is offered for those of its region.
EAST_ASIAN = {"Hiragana", "Katakana", "Hangul", "Bopomofo"}


@cache
def letters_of(codes: frozenset[int]) -> Counter[str]:
    return Counter(unicodedata.name(chr(code), "").split(" ")[0] for code in codes)


def test_every_font_is_offered_in_both_languages_with_the_scripts_it_has(cloud: Stack):
    items = cloud.call(fonts, http_event(fonts, caller=factories.shopper())).json["items"]

    assert [item["key"] for item in items] == [family.value for family in Family]
    assert all(item["name"]["en"] and item["name"]["fr"] and item["face"] for item in items)
    for item in items:
        letters = letters_of(characters_of(own_face(Family(item["key"]))))
        for script in SCRIPTS - (EAST_ASIAN if item["languages"] else set()):
            assert (letters[script.upper()] >= ALPHABET) == (script in item["scripts"]), (item["key"], script)


def test_nobody_is_refused_politely(cloud: Stack):
    assert cloud.call(fonts, http_event(fonts)).status == 401
