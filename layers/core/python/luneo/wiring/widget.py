"""Builders of the widget's domain."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from luneo.widget.service import WidgetService


def widget_service() -> "WidgetService":
    """The widget's doors, which open by publishable key and origin."""
    from luneo.brands.repository import BrandRepository
    from luneo.products.repository import ProductRepository
    from luneo.storage import now
    from luneo.widget.service import WidgetService
    from luneo.wiring.brands import key_directory
    from luneo.wiring.callers import shopper_tokens

    return WidgetService(
        key_directory(),
        lambda tenant: BrandRepository(tenant).get(),
        lambda tenant, product_id: ProductRepository(tenant).published(product_id),
        shopper_tokens,
        now,
    )
