"""What a browser is told before it sends a request from a brand's page (the Fetch standard's CORS preflight)."""

from collections.abc import Callable

from luneo.brands.origins import NULL_ORIGIN
from luneo.widget.schemas import KEY_HEADER

METHODS = "GET, POST, PUT, PATCH, DELETE"
HEADERS = f"authorization, content-type, idempotency-key, {KEY_HEADER}"
REMEMBER_S = 600
# The widget's own doors judge key and origin themselves. Were their preflights refused, an installer would see an
# opaque network failure instead of the reason.
DOORS = frozenset({"widget/config", "widget/sessions"})


def preflight_headers(origin: str | None, path: str, is_allowed: Callable[[str], bool]) -> dict[str, str]:
    """The headers that let the page's request through, or only ``vary`` where it may not be sent.

    ``path`` is the part after ``/api/``; ``is_allowed`` tells whether some brand lists an origin.
    """
    vary = {"vary": "origin"}
    if origin is None or origin == NULL_ORIGIN or not (path in DOORS or is_allowed(origin)):
        return vary
    return vary | {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": METHODS,
        "access-control-allow-headers": HEADERS,
        "access-control-max-age": str(REMEMBER_S),
    }
