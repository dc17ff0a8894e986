import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.prompts.redact import RECOGNISERS, redact


@pytest.mark.parametrize(
    ("wish", "kept", "kind"),
    [
        ("write to ada@example.org please", "write to [email] please", "email"),
        ("call +33 6 12 34 56 78 now", "call [phone] now", "phone"),
        ("appelle 06.12.34.56.78", "appelle [phone]", "phone"),
        ("ring (212) 555-0175", "ring [phone]", "phone"),
        ("pay GB82 WEST 1234 5698 7654 32 today", "pay [iban] today", "iban"),
        ("card 4242 4242 4242 4242 ok", "card [card] ok", "card"),
        ("nir 1 85 05 78 006 084 91", "nir [social-security-number]", "social-security-number"),
        ("see https://example.org/me?x=1", "see [url]", "url"),
        ("server 192.168.10.4", "server [ip-address]", "ip-address"),
    ],
)
def test_personal_data_is_replaced_by_its_kind(wish, kept, kind):
    assert redact(wish) == (kept, (kind,))


@pytest.mark.parametrize(
    "wish",
    [
        "since 1987, edition 12 of 500",
        "coordinates 48.8566, 2.3522",
        "card 4242 4242 4242 4241",
        "GB82 WEST 1234 5698 7654 33",
        "a 1920x1080 sunset at 18:30",
        "ten @ hearts",
        "R2D2 and C3PO",
    ],
)
def test_numbers_that_are_nobodys_stay(wish):
    assert redact(wish) == (wish, ())


@given(st.text())
def test_redacting_twice_changes_nothing(text):
    once, _ = redact(text)
    assert redact(once)[0] == once


def test_no_recogniser_is_slow_on_hostile_input():
    hostile = ["1 " * 4000, "a." * 4000 + "@", "+1" + "-" * 8000, "GB82" * 2000, "www." * 2000]
    assert [redact(text)[1].count("never") for text in hostile] == [0] * len(hostile)
    assert len({recogniser.mark for recogniser in RECOGNISERS}) == len({recogniser.kind for recogniser in RECOGNISERS})
