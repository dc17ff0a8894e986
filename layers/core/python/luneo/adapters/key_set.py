"""Fetches a JSON Web Key Set over HTTP from an address that deployment fixes."""

import json
from typing import Any
from urllib.request import urlopen

from luneo.identity.caller import Unauthenticated

TIMEOUT_S = 3
MAX_BYTES = 100_000


def fetch_key_set(url: str) -> dict[str, Any]:
    """The key set at ``url``.

    Raises:
        Unauthenticated: it cannot be had at the moment, so nobody can be verified.
    """
    try:
        with urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310 - never an address that a customer can name
            document = json.loads(answer.read(MAX_BYTES))
    except (OSError, ValueError) as error:
        raise Unauthenticated("Access tokens cannot be verified at the moment. Try again in a minute.") from error
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise Unauthenticated("Access tokens cannot be verified at the moment. Try again in a minute.")
    return document
