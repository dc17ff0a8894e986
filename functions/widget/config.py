from luneo.http.endpoint import endpoint
from luneo.http.rate_limit import Limit
from luneo.http.request import Request
from luneo.resources import Table
from luneo.widget.schemas import KEY_HEADER, WidgetConfigQuery, WidgetConfigView
from luneo.wiring.widget import widget_service


@endpoint(
    "GET",
    "/api/widget/config",
    permission=None,
    uses=[Table.KEYS.read, Table.BRANDS.read],
    limit=Limit(120, 60),
    cross_origin=True,
)
def handler(query: WidgetConfigQuery, request: Request) -> WidgetConfigView:
    """Get what the widget needs on a brand's page: look, language and styles.

    The publishable key comes as `key` or in the header `X-Luneo-Key`; the page's `Origin` must be one of the brand's.
    """
    key = query.key or request.headers.get(KEY_HEADER)
    return widget_service().config(key, request.origin, query.locale)
