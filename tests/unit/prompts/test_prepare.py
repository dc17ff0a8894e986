import pytest

from luneo.errors import Invalid
from luneo.prompts.prepare import MAX_PROMPT, prepare_prompt


def test_a_wish_is_cleaned_and_redacted_in_one_go():
    prepared = prepare_prompt("  my\u200b cat, mail me@example.org ")
    assert prepared.text == "my cat, mail [email]"
    assert prepared.redactions == ("email",)


@pytest.mark.parametrize("wish", ["", "   ", "\u200b\u200b", "…!?", "x" * (MAX_PROMPT + 1), "y" * 33_000])
def test_an_empty_or_endless_wish_is_refused_at_the_prompt(wish):
    with pytest.raises(Invalid) as refusal:
        prepare_prompt(wish)
    assert refusal.value.faults[0].pointer == "#/prompt"


@pytest.mark.parametrize("wish", ["❤️", "猫", "x" * MAX_PROMPT])
def test_a_wish_may_be_one_emoji_or_as_long_as_allowed(wish):
    assert prepare_prompt(wish).text
