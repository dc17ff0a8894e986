import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.moderation.lexicon import lexicons
from luneo.moderation.policy import PLATFORM
from luneo.moderation.readings import Read, Reading
from luneo.moderation.screening import blocked_terms, screen
from luneo.prompts.fold import fold

BLOCKLIST = ("rival brand", "scunthorpe united", "ass", "éclair")


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("the RIVAL-brand logo", ("rival brand",)),
        ("r1v4l brand", ("rival brand",)),
        ("rivаl brаnd with cyrillic letters", ("rival brand",)),
        ("une ECLAIR au chocolat", ("éclair",)),
        ("deux eclairs", ("éclair",)),
        ("a . s . s", ("ass",)),
    ],
)
def test_a_disguised_term_is_found(wish, found):
    assert blocked_terms(wish, BLOCKLIST) == found


@pytest.mark.parametrize("wish", ["a classic glass of bass", "rivals and brands", "Scunthorpe"])
def test_a_term_inside_another_word_is_not(wish):
    assert blocked_terms(wish, BLOCKLIST) == ()


def test_a_repeated_letter_hides_nothing_but_a_missing_one_is_another_word():
    assert blocked_terms("assss", BLOCKLIST) == ("ass",)
    assert blocked_terms("as you like it", BLOCKLIST) == ()


def test_a_term_of_digits_is_found_only_as_digits():
    assert blocked_terms("1 4 8 8", ("1488",)) == ("1488",)
    assert blocked_terms("14bb", ("1488",)) == ()
    assert blocked_terms("number 14/88", ("14/88",)) == ("14/88",)


@given(
    st.sampled_from([term for lexicon in lexicons().values() for term in lexicon.terms]),
    st.sampled_from([str.upper, str.title, lambda text: text.replace("a", "а"), lambda text: text.replace("e", "3")]),
)
def test_the_quick_look_never_passes_over_what_the_pattern_finds(term, disguise):
    read = Read(Reading.PLAIN, fold(f"une {disguise(term.text.rstrip('*'))} !"))
    assert term.within(read.text)
    assert term.bone in read.skeleton


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_no_term_is_slow_on_hostile_input():
    hostile = ["a-" * 500, "1!|l" * 250, "s" * 1000, "ab " * 333, "%41" * 333, "QUFB" * 250, ("4142" * 250)]
    assert [screen(text, PLATFORM) for text in hostile] == [None] * len(hostile)
