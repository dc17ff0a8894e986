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
        ("server 2001:db8::1 up", "server [ip-address] up", "ip-address"),
        ("write to ada (at) example (dot) org", "write to [email]", "email"),
        ("ada [at] example.org", "[email]", "email"),
        ("ada @ example . org", "[email]", "email"),
        ("ada arobase exemple point fr", "[email]", "email"),
        ("appelle 06/12/34/56/78", "appelle [phone]", "phone"),
        ("0 6 1 2 3 4 5 6 7 8", "[phone]", "phone"),
        ("اتصل ٠٦١٢٣٤٥٦٧٨ الآن", "اتصل [phone] الآن", "phone"),
        ("+33 (0)6 12 34 56 78 📞", "[phone] 📞", "phone"),
        ("card 4242.4242.4242.4242", "card [card]", "card"),
        ("fr76-3000-6000-0112-3456-7890-189", "[iban]", "iban"),
        ("F R 7 6 3 0 0 0 6 0 0 0 0 1 1 2 3 4 5 6 7 8 9 0 1 8 9", "[iban]", "iban"),
        ("nir 1.85.05.78.006.084.91", "nir [social-security-number]", "social-security-number"),
        ("see example.org/~ada", "see [url]", "url"),
        ("see hxxps://a.example/x", "see [url]", "url"),
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
        "ten @ hearts. With love",
        "a dance at midnight, dot by dot",
        "le 06/12/2026 à 18:30:00",
        "version 1.2.3.4.5 and a ratio of 16:9:4",
        "un chat, point final",
    ],
)
def test_numbers_that_are_nobodys_stay(wish):
    assert redact(wish) == (wish, ())


@given(st.text())
def test_redacting_twice_changes_nothing(text):
    once, _ = redact(text)
    assert redact(once)[0] == once


AROUND = st.sampled_from(["", "mon chat ", "❤️ ", "קפה ", "قهوة ", "(", "n°: "])
GAPS = st.sampled_from(["", " ", "-", "."])


def numbers(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def grouped(text: str, size: int, gap: str) -> str:
    return gap.join(text[place : place + size] for place in range(0, len(text), size))


def with_luhn(body: str) -> str:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(body))]
    return body + str(-sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10)


def with_iban_check(country: str, account: str) -> str:
    as_digits = "".join(str(int(char, 36)) for char in account + country)
    return f"{country}{98 - int(as_digits + '00') % 97:02d}{account}"


@given(AROUND, numbers(15).map(with_luhn), GAPS, AROUND)
def test_every_valid_card_goes_and_what_stands_around_it_stays(before, card, gap, after):
    kept, kinds = redact(f"{before}{grouped(card, 4, gap)} {after}".strip())
    assert kinds
    assert kept.startswith(before.strip())
    assert not set(kept) & set("0123456789")


@given(AROUND, st.sampled_from(["FR", "DE", "ES", "IT"]), numbers(18), GAPS)
def test_every_valid_iban_goes(before, country, account, gap):
    kept, _ = redact(before + grouped(with_iban_check(country, account), 4, gap))
    assert not set(kept) & set("0123456789")


@given(AROUND, st.sampled_from("12"), numbers(12), GAPS)
def test_every_valid_social_security_number_goes(before, sex, rest, gap):
    key = 97 - int(sex + rest) % 97
    parts = [sex, rest[:2], rest[2:4], rest[4:6], rest[6:9], rest[9:], f"{key:02d}"]
    kept, _ = redact(before + gap.join(parts))
    assert not set(kept) & set("0123456789")


@given(AROUND, st.sampled_from(["06", "+336", "00336", "+33 (0)6"]), numbers(8), GAPS)
def test_every_french_phone_number_goes(before, lead, rest, gap):
    kept, kinds = redact(f"{before}{lead}{gap}{grouped(rest, 2, gap)}")
    assert kinds
    assert not set(kept) & set("0123456789")


@given(st.text("abcdefgh.+_", min_size=1, max_size=12), st.sampled_from(["@", " @ ", " (at) ", " [at] ", "[@]"]))
def test_every_address_goes_however_its_sign_is_written(name, sign):
    kept, kinds = redact(f"{name}{sign}example.org")
    assert kinds == ("email",)
    assert "example" not in kept


def test_no_recogniser_is_slow_on_hostile_input():
    hostile = [
        "1 " * 4000,
        "a." * 4000 + "@",
        "+1" + "-" * 8000,
        "GB82" * 2000,
        "www." * 2000,
        "a.b/" * 2000,
        "a at b dot " * 900,
    ]
    assert [redact(text)[1].count("never") for text in hostile] == [0] * len(hostile)
    assert len({recogniser.mark for recogniser in RECOGNISERS}) == len({recogniser.kind for recogniser in RECOGNISERS})
