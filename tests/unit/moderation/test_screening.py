import base64
import codecs

import pytest

from luneo.moderation.categories import OFF_BY_DEFAULT, SWITCHABLE, Category, of_provider
from luneo.moderation.policy import PLATFORM, Policy
from luneo.moderation.readings import Reading
from luneo.moderation.screening import Finding, screen

TERM = "swastika"
WISH = f"a {TERM} on a flag"


@pytest.mark.parametrize(
    ("wish", "reading"),
    [
        (WISH, Reading.PLAIN),
        ("a $w4stika on a flag", Reading.PLAIN),
        ("a s w a s t i k a on a flag", Reading.SPELT),
        (base64.b64encode(WISH.encode()).decode(), Reading.BASE64),
        (base64.b64encode(base64.b64encode(WISH.encode())).decode(), Reading.BASE64),
        (WISH.encode().hex(), Reading.HEX),
        ("a %73%77%61%73%74%69%6b%61", Reading.PERCENT),
        (codecs.encode(WISH, "rot13"), Reading.ROT13),
        (WISH[::-1], Reading.REVERSED),
    ],
)
def test_a_finding_tells_how_the_text_had_to_be_read(wish: str, reading: Reading):
    assert screen(wish, PLATFORM) == Finding(Category.HATE, TERM, reading)


def test_the_gravest_category_explains_the_refusal():
    assert screen("a naked child with a gun", PLATFORM).category is Category.SEXUAL_MINORS


def test_harmless_phrases_do_not_shield_what_stands_beside_them():
    assert screen("a water gun", PLATFORM) is None
    assert screen("a water gun and a gun", PLATFORM).category is Category.WEAPONS


@pytest.mark.parametrize("category", SWITCHABLE)
def test_a_brand_switches_what_may_be_switched(category: Category):
    wishes = {
        Category.SEXUAL: "une femme nue",
        Category.VIOLENCE: "a severed head",
        Category.WEAPONS: "a shotgun",
        Category.DRUGS: "a cannabis leaf",
        Category.HARASSMENT: "everyone hates you",
        Category.TRADEMARKS: "Mickey Mouse",
    }
    on, off = (Policy(switches={category: refused}) for refused in (True, False))
    assert screen(wishes[category], on).category is category
    assert screen(wishes[category], off) is None
    assert (screen(wishes[category], PLATFORM) is None) == (category in OFF_BY_DEFAULT)


def test_what_may_not_be_switched_stays_refused():
    everything_off = Policy(switches=dict.fromkeys(Category, False))
    assert screen(WISH, everything_off).category is Category.HATE


def test_a_brands_own_terms_are_found_in_disguise():
    policy = Policy(blocked_terms=("rival brand",))
    assert screen("le logo R1V4L-BRAND", policy) == Finding(Category.BRAND_TERMS, "rival brand", Reading.PLAIN)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("violence/graphic", Category.VIOLENCE),
        ("sexual/minors", Category.SEXUAL_MINORS),
        ("self-harm/intent", Category.SELF_HARM),
        ("illicit/violent", Category.ILLICIT),
        ("a-new-one", Category.OTHER),
    ],
)
def test_a_providers_categories_are_ours_or_always_refused(theirs: str, ours: Category):
    assert of_provider(theirs) is ours
