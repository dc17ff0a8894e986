import pytest

from luneo.widget.preflight import preflight_headers

ALLOWED = {"https://shop.example"}.__contains__


def test_an_allowed_origin_is_let_through_by_name_and_never_by_a_star():
    assert preflight_headers("https://shop.example", "designs", ALLOWED)["access-control-allow-origin"] == (
        "https://shop.example"
    )


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "https://shop.example.evil.example"])
def test_another_origin_is_not(origin: str | None):
    assert preflight_headers(origin, "designs", ALLOWED) == {"vary": "origin"}


def test_every_answer_varies_by_origin():
    assert preflight_headers("https://shop.example", "designs", ALLOWED)["vary"] == "origin"
