import pytest

from luneo.prompts.fold import blocked_terms

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
