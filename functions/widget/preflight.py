from luneo.http.endpoint import endpoint
from luneo.http.reply import Reply
from luneo.http.request import Request
from luneo.resources import Table
from luneo.widget.preflight import preflight_headers
from luneo.wiring.brands import origin_directory


@endpoint("OPTIONS", "/api/{proxy+}", permission=None, status=204, uses=[Table.BRANDS.read])
def handler(request: Request) -> Reply:
    """Answer a browser's preflight: pages on the brands' allowed origins may call the API.

    The widget's own doors let any page ask, since they answer with the reason when a key or an origin is wrong.
    """
    is_allowed = origin_directory().is_allowed
    return Reply(headers=preflight_headers(request.origin, request.path.get("proxy", ""), is_allowed))
