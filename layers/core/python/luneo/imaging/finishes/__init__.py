"""How a design is finished on a product: printed, engraved or in foil. This module costs nothing to import."""

from enum import StrEnum
from typing import Final

DEPTH: Final = 0.5


class Finish(StrEnum):
    """How the design meets the product. The foils are hot-stamped metal."""

    PRINT = "print"
    ENGRAVING = "engraving"
    FOIL_GOLD = "foil-gold"
    FOIL_SILVER = "foil-silver"
    FOIL_ROSE_GOLD = "foil-rose-gold"

    @property
    def is_foil(self) -> bool:
        """Whether it is one of the metals."""
        return self.value.startswith("foil-")


class Surface(StrEnum):
    """What is engraved: it decides what the tool leaves behind (char, brightness, frost, a pressed-in fold)."""

    WOOD = "wood"
    STEEL = "steel"
    GLASS = "glass"
    LEATHER = "leather"
