import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.prompts.sanitise import sanitise


@given(st.text())
def test_sanitising_twice_changes_nothing(text):
    once = sanitise(text)
    assert sanitise(once) == once


@given(st.text())
def test_no_control_or_direction_character_survives(text):
    joiners = {"\u200c", "\u200d"}
    assert not any(unicodedata.category(char) in {"Cc", "Cf"} and char not in joiners for char in sanitise(text))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u200bb\u200bc", "abc"),
        ("ki\u200dll", "kill"),
        ("  two\n\tlines ", "two lines"),
        ("\u202egnp.tac", "gnp.tac"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("e\u0301te\u0301", "été"),
        ("pass\x00word", "password"),
    ],
)
def test_hidden_characters_are_removed(raw, clean):
    assert sanitise(raw) == clean


@pytest.mark.parametrize("wish", ["👩‍🚀 on the moon", "❤️‍🔥", "می‌خواهم", "קפה עם חלב", "قهوة", "l'été à Noël", "क्‍ष"])
def test_emoji_accents_and_other_scripts_survive(wish):
    assert sanitise(wish) == unicodedata.normalize("NFKC", wish)
