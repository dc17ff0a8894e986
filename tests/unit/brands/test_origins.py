import pytest
from hypothesis import given
from hypothesis import strategies as st

from luneo.brands.origins import NotAnOrigin, normalise

LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
HOSTS = st.builds(lambda labels: ".".join(labels) + ".example", st.lists(LABEL, min_size=1, max_size=3)).filter(
    lambda host: "--" not in host
)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://shop.example", "https://shop.example"),
        ("HTTPS://SHOP.Example", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("https://localhost", "https://localhost"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(text: str, origin: str):
    assert normalise(text, allow_loopback=True) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "NULL",
        "shop.example",
        "http://shop.example",
        "ftp://shop.example",
        "https://",
        "https://shop",
        "https://*.shop.example",
        "https://shop.example/",
        "https://shop.example/path",
        "https://shop.example?",
        "https://shop.example?q=1",
        "https://shop.example#",
        "https://user@shop.example",
        "https://shop.example:",
        "https://shop.example:99999",
        "https://shop.example:port",
        "https://192.168.0.1",
        "https://[::1]",
        "https://-shop.example",
        "https://shop..example",
        "https://shop.example\\@evil.example",
        "https://shop.example ",
        " https://shop.example",
        "https://sh\top.example",
        "https://shop.example, https://evil.example",
        "javascript://shop.example",
        "http://localhost.evil.example",
        "http://127.0.0.2",
        "https://" + "a" * 300 + ".example",
    ],
)
def test_what_is_no_origin_is_refused(text: str):
    with pytest.raises(NotAnOrigin):
        normalise(text, allow_loopback=True)


@pytest.mark.parametrize("text", ["http://localhost:3000", "http://127.0.0.1", "https://localhost"])
def test_a_developers_machine_is_no_origin_in_production(text: str):
    with pytest.raises(NotAnOrigin):
        normalise(text, allow_loopback=False)


@given(HOSTS, st.one_of(st.none(), st.integers(1, 65535)))
def test_normalising_twice_is_normalising_once(host: str, port: int | None):
    text = f"https://{host}" + (f":{port}" if port else "")

    once = normalise(text, allow_loopback=False)

    assert normalise(once, allow_loopback=False) == once


@given(st.text(max_size=60))
def test_any_text_is_an_origin_or_refused(text: str):
    try:
        origin = normalise(text, allow_loopback=True)
    except NotAnOrigin:
        return
    assert origin.isascii()
    assert origin.count("/") == 2
