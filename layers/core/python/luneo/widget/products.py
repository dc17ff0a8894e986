"""A published product as a shopper sees it."""

from luneo.fabrication.rules.offer import suits
from luneo.media.keys import media_url
from luneo.products.appearance import substrate_of
from luneo.products.schemas import PublishedProduct, PublishedZone
from luneo.schema import readable_in
from luneo.styles.catalogue import STYLES, Style
from luneo.widget.schemas import WidgetProductView, WidgetZone


def widget_product(product: PublishedProduct, locale: str) -> WidgetProductView:
    """The product in the shopper's language, else in a related one, else in its own."""
    return WidgetProductView(
        id=product.product_id,
        name=_name(product, locale),
        process=product.process,
        price=product.price,
        photo_url=media_url(product.photo.key),
        photo_width_px=product.photo.width_px or 0,
        photo_height_px=product.photo.height_px or 0,
        zones=[
            WidgetZone(
                name=zone.name,
                quad=list(zone.quad),
                size_mm=zone.size_mm,
                curvature=zone.curvature,
                bow=zone.bow,
                reachable_dpi=zone.reachable_dpi,
            )
            for zone in product.zones
        ],
        has_model=product.has_model,
        model_url=media_url(product.model.key) if product.model else None,
        styles=[slug for slug, style in STYLES.items() if any(_suits(style, product, zone) for zone in product.zones)],
    )


def _suits(style: Style, product: PublishedProduct, zone: PublishedZone) -> bool:
    size_mm = zone.size_mm.width, zone.size_mm.height
    material = substrate_of(product.process, zone)
    return suits(style, product.process, size_mm, material, thickness_mm=zone.thickness_mm)


def _name(product: PublishedProduct, locale: str) -> str:
    for wanted in readable_in(locale):
        if wanted in product.translations:
            return product.translations[wanted].name
    return product.name
