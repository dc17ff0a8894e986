from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.http.request import Request
from luneo.resources import Secret, Table
from luneo.widget.schemas import WidgetSessionRequest, WidgetSessionView
from luneo.wiring.widget import widget_service


@endpoint(
    "POST",
    "/api/widget/sessions",
    permission=None,
    status=201,
    uses=[Table.KEYS.read, Table.BRANDS.read, Table.PRODUCTS.read, Secret.SHOPPER_TOKENS.read],
    limit=Limit(30, 60),
    cross_origin=True,
)
def handler(session: WidgetSessionRequest, request: Request) -> WidgetSessionView:
    """Open a shopper's session on a brand's page: a token of a quarter of an hour, bound to the page's origin.

    With the shopper's previous token, up to a day after its end, the shopper keeps its id and its designs.
    """
    return widget_service().open_session(session, request.origin)
