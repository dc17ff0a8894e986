import io
import urllib.error

import pytest

from luneo.adapters import key_set
from luneo.identity.caller import Unauthenticated


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'{"keys": 1}', b"{}"])
def test_an_answer_that_is_no_key_set_means_try_again(monkeypatch: pytest.MonkeyPatch, body: bytes):
    monkeypatch.setattr(key_set, "urlopen", lambda *_args, **_kwargs: io.BytesIO(body))

    with pytest.raises(Unauthenticated, match="Try again"):
        key_set.fetch_key_set("https://cognito.example/jwks.json")


def test_the_fetch_is_bounded_in_time_and_a_failure_means_try_again(monkeypatch: pytest.MonkeyPatch):
    asked = {}

    def time_out(_url: str, timeout: float) -> None:
        asked["timeout"] = timeout
        raise urllib.error.URLError("timed out")

    monkeypatch.setattr(key_set, "urlopen", time_out)

    with pytest.raises(Unauthenticated, match="Try again"):
        key_set.fetch_key_set("https://cognito.example/jwks.json")
    assert asked["timeout"] <= 5
