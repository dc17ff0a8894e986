"""Published products as what can be printed on."""

from luneo.errors import Invalid
from luneo.fabrication.rules.table import Keep
from luneo.generations.target import PrintTarget
from luneo.identity.caller import TenantContext
from luneo.imaging.finishes import Finish, Surface
from luneo.products.appearance import substrate_of
from luneo.products.repository import ProductRepository
from luneo.products.schemas import PublishedProduct, PublishedZone


class ProductTargets:
    """One tenant's published products."""

    def __init__(self, tenant: TenantContext) -> None:
        self._products = ProductRepository(tenant)

    def target(self, product_id: str, zone: str | None) -> PrintTarget:
        """The zone of a published product, the first where none is named.

        Raises:
            NotFound: there is no such product, or it is not published.
            Invalid: it has no such zone (at ``#/zone``).
        """
        product = self._products.published(product_id)
        found = product.zone(zone)
        if found is None:
            names = ", ".join(repr(each.name) for each in product.zones)
            raise Invalid.at("#/zone", f"The product has no such zone. It has: {names}.")
        return target_of(product, found)


def target_of(product: PublishedProduct, zone: PublishedZone) -> PrintTarget:
    """What a generation's steps need of the product."""
    return PrintTarget(
        product_name=product.name,
        sku=product.sku,
        zone=zone.name,
        size_mm=(zone.size_mm.width, zone.size_mm.height),
        bleed_mm=zone.bleed_mm,
        photo_key=product.photo.key,
        maps_key=zone.maps_key,
        model_key=product.model.key if product.model else None,
        poster_maps_key=zone.poster_maps_key,
        turntable_maps_key=zone.turntable_maps_key,
        material=zone.material,
        process=product.process,
        finish=zone.finish or Finish.PRINT,
        surface=zone.surface or Surface.WOOD,
        depth=zone.depth,
        substrate=substrate_of(product.process, zone),
        thickness_mm=zone.thickness_mm,
        keep=zone.keep or Keep.GROUND,
        dark=zone.dark,
    )
