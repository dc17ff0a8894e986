"""The door behind CloudFront: an HTTP API has an address of its own, which WAF cannot guard."""

import hmac

from luneo import settings
from luneo.http.request import Request
from luneo.identity.caller import Forbidden

ORIGIN_HEADER = "x-luneo-origin-key"


def check_origin_key(request: Request) -> None:
    """Refuse a request that did not come through CloudFront.

    Raises:
        Forbidden: the header is missing or another.
        MissingSetting: the function was deployed without its key.
    """
    expected = settings.origin_key()
    if expected and not hmac.compare_digest(request.headers.get(ORIGIN_HEADER, "").encode(), expected.encode()):
        raise Forbidden("Call the API by its public address.")
