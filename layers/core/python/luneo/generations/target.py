"""What a generation is made for: the part of a published product that its steps need, kept as it was then."""

from luneo.fabrication.rules.table import INKED, Keep, Material
from luneo.imaging.finishes import DEPTH, Finish, Surface
from luneo.schema import Message


class PrintTarget(Message):
    """A print zone on a product.

    The keys are objects of the media bucket: the photo, what was compiled for its zone, the model and what was compiled
    for its poster and turntable. Without a model there is no 3D; what earlier versions published has no turntable.
    ``size_mm`` is (width, height), ``bleed_mm`` is added to every side of a print file, ``material`` is the GLB
    material that carries the design. ``finish`` is what the preview shows; ``surface`` and ``depth`` (0 to 1) say
    how an engraving looks. ``substrate`` is what is worked, ``thickness_mm`` its sheet's, ``keep`` what stays of it.
    ``dark`` tells of the product's own colour there.
    """

    product_name: str
    sku: str = ""
    zone: str
    size_mm: tuple[float, float]
    bleed_mm: float = 0.0
    photo_key: str
    maps_key: str
    model_key: str | None = None
    poster_maps_key: str | None = None
    turntable_maps_key: str | None = None
    material: str | None = None
    process: str
    finish: Finish = Finish.PRINT
    surface: Surface = Surface.WOOD
    depth: float = DEPTH
    substrate: Material | None = None
    thickness_mm: float | None = None
    keep: Keep = Keep.GROUND
    dark: bool = False

    @property
    def needs_light_colours(self) -> bool:
        """Whether dark colours would be lost on the product: nothing is, that is cut, engraved or stamped."""
        return self.dark and self.finish is Finish.PRINT and not self.by_rules

    @property
    def by_rules(self) -> bool:
        """Whether fabrication rules decide if the design can be made."""
        return self.process in INKED
