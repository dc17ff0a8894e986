import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from luneo.accounts.schemas import Credentials, Registration


def test_an_address_is_stored_in_small_letters_without_spaces():
    credentials = Credentials(email="  Owner@Shop.EXAMPLE ", password="p")

    assert credentials.email == "owner@shop.example"


@pytest.mark.parametrize(
    "email", ["", "a", "a@b", "a@b.", "@b.c", "a b@c.d", "a@b@c.d", "a@.c", "a\n@b.c", "a" * 65 + "@b.c"]
)
def test_what_is_no_address_is_refused(email: str):
    with pytest.raises(ValidationError):
        Credentials(email=email, password="p")


@given(st.text(min_size=1, max_size=256))
def test_a_password_reaches_the_provider_unchanged(password: str):
    assert Credentials(email="a@b.c", password=password).password == password


def test_a_password_is_not_in_the_printed_form():
    registration = Registration(email="a@b.c", password="Moonlit-Harbour-9", brand_name="x")

    assert "Moonlit" not in repr(registration)


@pytest.mark.parametrize("locale", ["fr", "en-GB", "zh-Hant-TW", "es-419"])
def test_languages_are_bcp_47(locale: str):
    assert Registration(email="a@b.c", password="p", brand_name="x", locale=locale).locale == locale
