"""Trigger words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.adapters.offline.triggers import Trigger, trigger_in, without_triggers


@pytest.mark.parametrize("trigger", Trigger)
def test_a_trigger_is_found_by_its_token_and_taken_out(trigger):
    prompt = f"a cat {trigger.token}, please"
    assert trigger_in(prompt) is trigger
    assert trigger_in(prompt.upper()) is trigger
    assert trigger_in(without_triggers(prompt)) is None


@pytest.mark.parametrize(
    "prompt", ["a slow cat", "luneo:slowly", "luneo:", "xluneo:slow", "luneo: slow", "luneo:nothing"]
)
def test_ordinary_words_trigger_nothing(prompt):
    assert trigger_in(prompt) is None


@given(st.text(max_size=80))
def test_text_without_the_prefix_triggers_nothing(text):
    if "luneo:" not in text.lower():
        assert trigger_in(text) is None
