from luneo.http.endpoint import endpoint
from luneo.identity.caller import Caller
from luneo.identity.permissions import Permission
from luneo.resources import Table
from luneo.widget.products import widget_product
from luneo.widget.schemas import WidgetProductQuery, WidgetProductView
from luneo.wiring.products import product_repository


@endpoint("GET", "/api/widget/products/{product_id}", permission=Permission.WIDGET_READ, uses=[Table.PRODUCTS.read])
def handler(product_id: str, query: WidgetProductQuery, caller: Caller) -> WidgetProductView:
    """Get a published product as a shopper sees it."""
    return widget_product(product_repository(caller.tenant).published(product_id), query.locale or "")
